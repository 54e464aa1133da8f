import assert from 'node:assert/strict';
import type { NewFault } from '../../src/simulator/faults.ts';
import { botId, person, type Story, startStory, wordsOf } from './harness.ts';

const second = 1_000;

/** What goes wrong, and for how long it may take until the card is right all the same. */
const faults: [string, NewFault[]][] = [
  ['nothing', []],
  ['notifications twice', [{ kind: 'notificationDuplicate' }]],
  ['notifications in another order', [{ kind: 'notificationReorder' }]],
  ['notifications late', [{ kind: 'notificationDelay', ms: 7_000 }]],
  ['no notification at all', [{ kind: 'notificationDrop' }]],
  ['no roster', [{ kind: 'notificationDrop', route: 'participants' }]],
  ['the legacy format first', [{ kind: 'legacyFirst' }]],
  ['the 201 after its notifications', [{ kind: 'lateCreated', ms: 3_000 }]],
  ['the answer to the join lost', [{ kind: 'answerLost', route: 'POST /communications/calls', count: 1 }]],
  ['too many requests', [{ kind: '429', route: '/communications/calls', retryAfter: 2, count: 4 }]],
  ['Graph busy', [{ kind: '503', route: '/communications/calls', retryAfter: 1, count: 4 }]],
  ['requests that are reset', [{ kind: 'reset', route: 'GET /communications/calls', count: 3 }]],
];

describe('a call, whatever goes wrong', () => {
  for (const [what, switched] of faults) {
    it(`shows who is there, mutes and leaves with ${what}`, async () => {
      const story = await startStory();
      try {
        const { chat, row, live } = await upToTheJoin(story, switched);
        await story.advance(20 * second);
        for (const name of ['Megan', 'Adele', 'Pat']) await join(story, row, name);
        await story.advance(60 * second);
        assert.match(await live(), /3 here/);
        await story.control('DELETE', '/faults');
        await story.say(chat, 'Megan', 'mute @Pat Gomez', { mentions: [person('Pat').id] });
        await story.advance(5 * second);
        assert.match(await live(), /Megan Bowen muted Pat Gomez/);
        // A press waits a little for its outcome, and while it does nobody moves the clock for the next attempt.
        for (const fault of switched.filter(({ count }) => count === undefined)) {
          await story.control('POST', '/faults', fault);
        }
        await story.say(chat, 'Megan', 'leave');
        await story.advance(60 * second);
        assert.match(await live(), /Rollcall left/);
        const calls = await story.control<{ state: string }[]>('GET', '/calls');
        assert.deepEqual(
          calls.map(({ state }) => state),
          ['terminated'],
          'joined once, and is out',
        );
      } finally {
        await story.close();
      }
    }).timeout(60_000);
  }
});

describe('a call that Rollcall has to wait for', () => {
  it('says that it stands in the lobby, and goes on once it is admitted', async () => {
    const story = await startStory();
    try {
      const { row, live } = await upToTheJoin(story, [], true);
      await story.advance(20 * second);
      assert.match(await live(), /lobby/i);
      await story.control('POST', `/meetings/${encodeURIComponent(row)}/people/${botId}/admit`);
      await join(story, row, 'Adele');
      await story.advance(20 * second);
      assert.match(await live(), /1 here/);
    } finally {
      await story.close();
    }
  }).timeout(60_000);

  it('leaves by itself when it has been alone for five minutes', async () => {
    const story = await startStory();
    try {
      const { row, live } = await upToTheJoin(story, []);
      await join(story, row, 'Adele');
      await story.advance(60 * second);
      await story.control('POST', `/meetings/${encodeURIComponent(row)}/people/${person('Adele').id}/leave`);
      await story.advance(290 * second);
      assert.doesNotMatch(await live(), /Rollcall left too/);
      await story.advance(30 * second);
      assert.match(await live(), /Rollcall left too/);
    } finally {
      await story.close();
    }
  }).timeout(60_000);
});

async function upToTheJoin(story: Story, switched: NewFault[], waits = false) {
  const chat = await story.group('Megan', 'Adele', 'Pat');
  await story.say(chat, 'Megan', 'meet now Budget review with @Adele Vance', {
    mentions: [person('Adele').id],
  });
  const [row] = await story.control<{ id: string }[]>('GET', '/meetings');
  assert.ok(row);
  await story.control('PATCH', `/meetings/${encodeURIComponent(row.id)}`, { botWaits: waits });
  const card = await story.cardWith(chat, 'Budget review');
  const meetingId = /"meetingId":"([^"]+)"/.exec(wordsOf(card.card))?.[1];
  for (const fault of switched) await story.control('POST', '/faults', fault);
  await story.press(chat, 'Megan', card.id, 'bringIn', { meetingId });
  const live = async () => wordsOf((await story.cardWith(chat, 'Rollcall in Budget review')).card);
  return { chat, row: row.id, live };
}

const join = (story: Story, meetingId: string, name: string) =>
  story.control('POST', `/meetings/${encodeURIComponent(meetingId)}/people/${person(name).id}/join`);
