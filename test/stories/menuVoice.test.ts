import assert from 'node:assert/strict';
import { moment } from '../../src/lib/clock.ts';
import { person } from './harness.ts';
import { askedOn, atReception, bodiesOf, keysAlone, reception, said } from './menus.ts';
import { dial, type Phone, spoken } from './phone.ts';
import { second } from './steps.ts';

const { words: own } = spoken('en') as unknown as { words: Record<string, string> };
const connectedWith = async (phone: Phone) =>
  ((await phone.leg()).handover as { with?: string } | null)?.with;

/** Says it as soon as Rollcall listens. */
async function answer(phone: Phone, words: string) {
  await phone.untilListening();
  assert.ok(await phone.say(words));
}

const agent = person('Adele').id;
const fallback = person('Pat').id;
const noConsult = { consult: false };

describe('a menu by voice', () => {
  it('hands over who wants to talk to a person; in the order that Graph demands', () =>
    reception(noConsult, {}, async (story) => {
      const phone = await dial(story, 'Megan');
      await answer(phone, 'I want to talk to a person');
      await phone.until(said.agent);
      await story.advance(10 * second);
      assert.equal(await connectedWith(phone), agent);
      assert.deepEqual(askedOn(story, phone), [
        ...['answer', 'subscribeToTone', 'recordResponse', 'playPrompt', 'transfer'],
      ]);
      const [order] = bodiesOf(story, phone, 'recordResponse') as Record<string, unknown>[];
      assert.equal(order?.playBeep, true);
      assert.ok(Number(order?.maxRecordDurationInSeconds) <= 120);
    }));

  for (const [words, follows] of [
    ['opening hours', said.hours],
    ['when do you open', said.hours],
    ['where is my order', said.moment],
    ['leave a message', own.callNoted ?? ''],
    ['could I talk to a human please', said.agent],
  ] as const)
    it(`understands "${words}"`, () =>
      reception(noConsult, {}, async (story) => {
        const phone = await dial(story, 'Megan');
        await answer(phone, words);
        await phone.until(follows, 10 * second);
      }));

  it('hands over who was not understood twice', () =>
    reception({}, {}, async (story) => {
      const phone = await dial(story, 'Megan');
      await answer(phone, 'purple elephants dance at midnight');
      await phone.until(own.notUnderstood ?? '', 10 * second);
      await answer(phone, 'the moon is made of cheese');
      await phone.until(own.toPerson ?? '', 10 * second);
      await story.advance(10 * second);
      assert.equal(await connectedWith(phone), fallback);
    }));

  it('hands over who is angry, where an admin wants that', () =>
    reception({}, { env: { SENTIMENT: 'true' } }, async (story) => {
      const phone = await dial(story, 'Megan');
      await answer(phone, 'this is terrible, I hate this awful useless service');
      await phone.until(own.toPerson ?? '', 10 * second);
      await story.advance(10 * second);
      assert.equal(await connectedWith(phone), fallback);
    }));

  it('asks who is angry once more, where nobody wants to know of moods', () =>
    reception({}, {}, async (story) => {
      const phone = await dial(story, 'Megan');
      await answer(phone, 'this is terrible, I hate this awful useless service');
      await phone.until(own.notUnderstood ?? '', 10 * second);
    }));

  it('asks again who makes a noise, and who says nothing; nobody hears that as a choice', () =>
    reception({}, {}, async (story) => {
      const phone = await dial(story, 'Megan');
      await answer(phone, '');
      await phone.until(said.still, 20 * second);
      await story.advance(20 * second);
      assert.equal((await phone.leg()).state, 'terminated');
    }));

  it('takes a key while it listens', () =>
    reception({}, {}, async (story) => {
      const phone = await dial(story, 'Megan');
      await phone.untilListening();
      await phone.press('1');
      await phone.until(said.hours, 10 * second);
      assert.doesNotMatch(await phone.heard(), new RegExp(own.notUnderstood ?? ''));
    }));
});

describe('a menu by voice, when something is missing', () => {
  for (const [what, fault] of [
    ['the recognizer is down', { kind: '503', route: 'recognizer' }],
    ['the recognizer is not to be reached', { kind: 'reset', route: 'recognizer' }],
    ['the clip cannot be fetched', { kind: '500', route: 'clip' }],
  ] as const)
    it(`goes on by keys when ${what}`, () =>
      reception({}, {}, async (story) => {
        await story.control('POST', '/faults', fault);
        const phone = await dial(story, 'Megan');
        await answer(phone, 'opening hours');
        await phone.until(own.useKeys ?? '', 20 * second);
        await phone.until(/keys of your phone[\s\S]*Welcome/, 20 * second);
        await phone.press('1');
        await phone.until(said.hours);
        await story.advance(10 * second);
        assert.equal((await phone.line()).recordingSince, null, 'this caller is not listened to any more');
      }));

  it('takes a key while a slow recognizer thinks', () =>
    reception({}, {}, async (story) => {
      await story.control('POST', '/faults', { kind: 'delay', route: 'recognizer', ms: 120_000 });
      const phone = await dial(story, 'Megan');
      await phone.untilListening();
      await story.control('POST', `/calls/${phone.id}/speak`, { words: 'where is my order' });
      // Settling would wait for the recognizer.
      const until = async (there: () => Promise<boolean>) => {
        for (let left = 60; left > 0 && !(await there()); left -= 1) {
          await story.clock.advance(100);
          await story.app.tick();
          await moment(20);
        }
        assert.ok(await there());
      };
      await until(async () => (await phone.line()).recordingSince === null);
      await story.control('POST', `/calls/${phone.id}/press`, { key: '1' });
      await until(async () => (await phone.heard()).includes(said.hours));
      await story.clock.advance(120_000);
      await story.settle();
      assert.ok(!(await phone.heard()).includes(said.moment), 'what comes late counts no more');
    }));

  it('works by keys alone without a recognizer, and says so at the start', async () => {
    const lines: string[] = [];
    const logTo = { write: (line: string) => void lines.push(line) };
    const env = { ...keysAlone.env, LOG_LEVEL: 'warn' };
    const story = await atReception({}, { env, logTo });
    try {
      assert.match(lines.join(''), /no speech recognizer: menus work by keys alone/);
      const phone = await dial(story, 'Megan');
      await phone.until(said.welcome);
      await story.advance(4 * second);
      assert.equal((await phone.line()).recordingSince, null);
      await phone.press('1');
      await phone.until(said.hours);
      assert.ok(!askedOn(story, phone).includes('recordResponse'));
    } finally {
      await story.close();
    }
  });
});
