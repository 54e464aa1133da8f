import assert from 'node:assert/strict';
import fc from 'fast-check';
import { holdTone, nextTone, type ToneNews, type ToneOrder } from '../../src/calling/tones.ts';
import { type Tone, tones } from '../../src/ivr/tone.ts';

const none: ToneOrder = { nextTone: null, held: [] };

/** What is acted on, key by key as they come; with `skipGap` at the end a missing one is no longer waited for. */
function actedOn(news: readonly ToneNews[], skipGap: boolean, from: ToneOrder = none): Tone[] {
  const acted: Tone[] = [];
  let order = from;
  const act = (skip: boolean) => {
    for (let next = nextTone(order, skip); next; next = nextTone(order, skip)) {
      acted.push(next.tone);
      order = next.rest;
    }
  };
  for (const one of news) {
    order = holdTone(order, one);
    act(false);
  }
  if (skipGap) act(true);
  return acted;
}

const pressed = fc
  .array(fc.constantFrom(...tones), { maxLength: 12 })
  .map((keys) => keys.map((tone, at): ToneNews => ({ sequenceId: at + 1, tone })));
const keysOf = (news: readonly ToneNews[]) => news.map(({ tone }) => tone);

describe('keys in their order', () => {
  it('gives the same keys whatever the order and the copies that come', () => {
    const muddled = pressed.chain((news) =>
      fc.array(fc.nat(), { minLength: news.length, maxLength: news.length }).chain((copies) =>
        fc.record({
          news: fc.constant(news),
          heard: fc.shuffledSubarray(
            news.flatMap((one, at) => Array(1 + ((copies[at] ?? 0) % 3)).fill(one) as ToneNews[]),
            { minLength: news.reduce((sum, _, at) => sum + 1 + ((copies[at] ?? 0) % 3), 0) },
          ),
        }),
      ),
    );
    fc.assert(
      fc.property(muddled, ({ news, heard }) => assert.deepEqual(actedOn(heard, false), keysOf(news))),
    );
  });

  it('waits for a missing one, then goes on without it, and drops it when it comes', () => {
    const tone = 'tone1';
    const [one, two, three] = [1, 2, 3].map((sequenceId): ToneNews => ({ sequenceId, tone }));
    assert.ok(one && two && three);
    let order = holdTone(none, one);
    order = nextTone(order)?.rest ?? order;
    order = holdTone(order, three);
    assert.equal(nextTone(order), null);
    const skipped = nextTone(order, true);
    assert.deepEqual(skipped, { tone, rest: { nextTone: 4, held: [] } });
    assert.deepEqual(holdTone(skipped.rest, two), skipped.rest);
  });

  it('loses no key but those that never came, whatever the first number is', () => {
    const some = fc.record({
      news: pressed,
      kept: fc.infiniteStream(fc.boolean()),
      first: fc.integer({ min: -3, max: 1_000_000 }),
    });
    fc.assert(
      fc.property(some, ({ news, kept, first }) => {
        const came = news
          .map(({ sequenceId, tone }) => ({ sequenceId: sequenceId + first, tone }))
          .filter(() => kept.next().value);
        assert.deepEqual(actedOn(came, true), keysOf(came));
      }),
    );
  });

  it('holds no flood', () => {
    const flood = Array.from({ length: 500 }, (_, at): ToneNews => ({ sequenceId: at + 9, tone: 'tone1' }));
    assert.ok(flood.reduce<ToneOrder>(holdTone, none).held.length <= 50);
  });
});
