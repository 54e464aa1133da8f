import assert from 'node:assert/strict';
import type { FaultKind } from '../../src/simulator/faults.ts';
import { randomly } from '../fixtures/random.ts';
import { person, startStory, unhandled, wordsOf } from './harness.ts';
import { act, button, buttonOf, graphMeeting, second } from './steps.ts';
import { asked } from './wire.ts';

const first = Number(process.env.CHAOS_SEED ?? 1);
const count = Number(process.env.CHAOS_COUNT ?? 2);

const kinds: FaultKind[] = [
  ...(['429', '500', '503', 'reset', 'answerLost', 'lostOperation', 'batchRefused', 'lateCreated'] as const),
  ...(['notificationDelay', 'notificationDuplicate', 'notificationReorder', 'notificationDrop'] as const),
  'legacyFirst',
];
const people = ['Adele', 'Pat', 'Alex Johnson', 'Lee', 'Nestor', 'Lynne'];

interface GraphCall {
  state: string;
  people: { name: string; kind: string; muted: boolean; inLobby: boolean }[];
}

describe('people and faults in any order', () => {
  for (let seed = first; seed < first + count; seed += 1) {
    it(`end with a card that says what Graph says (CHAOS_SEED=${seed})`, async () => {
      const rejections = unhandled.length;
      const random = randomly(seed);
      const { one } = random;
      const story = await startStory({ instances: seed % 2 === 0 ? 2 : 1 });
      try {
        const chat = await story.group('Megan', ...people);
        await story.say(chat, 'Megan', 'meet now Budget');
        const card = await story.cardWith(chat, 'Budget');
        const bringIn = () => story.press(chat, 'Megan', card.id, 'bringIn', button(card.card, 'bringIn'));
        const graph = await graphMeeting(story, 'Budget');
        const live = async () => wordsOf((await story.cardWith(chat, 'Rollcall in Budget')).card);
        const calls = () => story.control<GraphCall[]>('GET', '/calls');
        await act(story, graph.id, 'Megan', 'join');
        const say = (text: string, name: string) =>
          story.say(chat, 'Megan', `${text} @${person(name).name}`, { mentions: [person(name).id] });
        /** Asked back only where there is somebody to do it to. */
        const confirmed = async (text: string, name?: string) => {
          const said = name ? await say(text, name) : await story.say(chat, 'Megan', text);
          const verb = name ? 'removeChosen' : 'muteOthers';
          const question = said.find(({ card }) => buttonOf(card, verb));
          const data = buttonOf(question?.card, verb);
          if (question && data) await story.press(chat, 'Megan', question.id, verb, data);
        };
        const inMeeting = (what: string) => act(story, graph.id, one(people), what).catch(() => undefined);
        const deeds: (() => Promise<unknown>)[] = [
          ...['join', 'join', 'leave', 'mute', 'unmute', 'admit'].map((what) => () => inMeeting(what)),
          bringIn,
          () => say('mute', one(people)),
          () => say('invite', one(people)),
          () => confirmed('remove', one(people)),
          () => confirmed('mute all'),
          () => story.say(chat, 'Megan', random.chance(0.3) ? 'leave' : 'roster'),
          () =>
            story.control('POST', '/faults', {
              kind: one(kinds),
              count: 1 + random.below(3),
              ms: 4_000,
            }),
          () =>
            story.control('POST', '/faults', {
              kind: one(kinds),
              count: 1 + random.below(3),
              ms: 4_000,
            }),
          () => story.advance(random.below(20) * second),
          () => (random.chance(0.15) ? story.restart() : story.advance(second)),
        ];
        await bringIn();
        for (let step = 0; step < 30; step += 1) await one(deeds)();
        await story.control('DELETE', '/faults');
        await story.advance(100 * second);
        const before = (await calls()).filter(({ state }) => state !== 'terminated');
        assert.ok(before.length <= 1, `${before.length} legs in one meeting`);
        if (before.length === 0) assert.match(await live(), /Rollcall is out of the meeting/);
        await bringIn();
        await story.advance(20 * second);
        const now = (await calls()).filter(({ state }) => state !== 'terminated');
        assert.equal(now.length, 1);
        const here = now[0]?.people.filter(({ kind, inLobby }) => kind !== 'application' && !inLobby) ?? [];
        const waiting = now[0]?.people.filter(({ inLobby }) => inLobby).length;
        const words = await live();
        assert.match(words, new RegExp(`"${here.length} here, Rollcall since`));
        assert.match(words, new RegExp(`"text":"${waiting}"[^\\]]*"in lobby"`));
        assert.match(
          words,
          new RegExp(`"text":"${here.filter(({ muted }) => !muted).length}"[^\\]]*"unmuted"`),
        );
        assert.doesNotMatch(words, /Reconnecting|20 seconds/);
        await story.say(chat, 'Megan', 'leave');
        await story.advance(30 * second);
        assert.match(await live(), /Rollcall left/);
        assert.deepEqual(
          (await calls()).filter(({ state }) => state !== 'terminated'),
          [],
        );
        assert.equal(
          (await calls()).length,
          asked(story, /^POST \/communications\/calls$/).filter(({ status }) => status === 201).length,
        );
      } finally {
        await story.close();
      }
      assert.equal(unhandled.length, rejections);
    }).timeout(60_000);
  }
});
