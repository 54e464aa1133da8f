/** Notifications of a call in a menu late, twice, out of turn and lost: the call always ends, and what is heard fits. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Story } from './harness.ts';
import { askedOn, atReception, said } from './menus.ts';
import { dial, legs, type Phone, spoken } from './phone.ts';
import { second } from './steps.ts';

const { words: own } = spoken('en') as unknown as { words: Record<string, string> };

const kinds = [
  'notificationReorder',
  'notificationDuplicate',
  'notificationDelay',
  'notificationDrop',
] as const;
const routes = [
  'call established',
  'call tone',
  'operations',
  'call transferring',
  'call terminated',
] as const;

const trouble = fc.record({
  kind: fc.constantFrom(...kinds),
  route: fc.constantFrom(...routes),
  ms: fc.integer({ min: 200, max: 6_000 }),
  count: fc.integer({ min: 1, max: 4 }),
});

/** What a caller does next: a key, words, or nothing for a while. */
const deed = fc.oneof(
  fc.constantFrom('1', '2', '3', '0', '7', '#').map((key) => ({ key })),
  fc.constantFrom('opening hours', 'nonsense about ducks').map((words) => ({ words })),
  fc.integer({ min: 1, max: 15 }).map((seconds) => ({ seconds })),
);

async function does(story: Story, phone: Phone, what: { key?: string; words?: string; seconds?: number }) {
  if ((await phone.leg()).state === 'established') {
    if (what.key) await phone.press(what.key);
    if (what.words) await phone.say(what.words);
  }
  await story.advance((what.seconds ?? 1) * second);
}

/** Every sentence that can be heard, and what leads to it where the caller has to ask for it. */
const sentences = new Map<string, RegExp | null>([
  ...Object.values(own).map((words) => [words, null] as const),
  ...Object.values(said).map((words) => [words, null] as const),
  [said.hours, /"1"|opening hours/],
  [said.moment, /"2"/],
  [said.noOrder, /"2"/],
  [said.agent, /"0"/],
  [said.nobody, /"0"/],
  [said.wrong, /"7"|"#"/],
]);

/** Answered once, greeted first, and nothing is heard that was not asked for. */
async function fits(story: Story, phone: Phone, deeds: object[]) {
  assert.equal(askedOn(story, phone).filter((what) => what === 'answer').length, 1, 'answered once');
  const heard = (await phone.line()).heard.flatMap(({ words }) => words ?? []);
  if (heard.length > 0) assert.equal(heard[0], said.welcome);
  for (const words of heard) {
    const asked = sentences.get(words);
    assert.ok(asked !== undefined, `nobody wrote "${words}"`);
    if (asked) assert.match(JSON.stringify(deeds), asked, `nobody asked for "${words}"`);
  }
}

describe('a call in a menu, whatever becomes of its notifications', () => {
  let story: Story;
  before(async () => {
    story = await atReception({ consult: false });
  });
  after(() => story.close());

  it('ends, leaves nothing behind, and makes sense', async () => {
    const run = async (troubles: object[], deeds: object[]) => {
      for (const fault of troubles) await story.control('POST', '/faults', fault);
      const phone = await dial(story, 'Megan');
      await story.advance(second);
      for (const what of deeds) await does(story, phone, what);
      for (let left = 40; left > 0 && (await phone.leg()).state !== 'terminated'; left -= 1) {
        await story.advance(10 * second);
      }
      await story.control('DELETE', '/faults');
      assert.equal((await phone.leg()).state, 'terminated', `the line is dead: ${await phone.heard()}`);
      await story.advance(60 * second);
      await fits(story, phone, deeds);
      const { db } = story.database;
      const open = await db.selectFrom('calls').select('id').where('phase', '!=', 'ended').execute();
      assert.deepEqual(open, [], 'Rollcall knows that it is over');
      assert.deepEqual(
        (await legs(story)).filter(({ state }) => state !== 'terminated'),
        [],
      );
    };
    await fc.assert(
      fc.asyncProperty(fc.array(trouble, { maxLength: 4 }), fc.array(deed, { maxLength: 5 }), run),
      { numRuns: 5, seed: 20261121, endOnFailure: true },
    );
  }).timeout(60_000);
});
