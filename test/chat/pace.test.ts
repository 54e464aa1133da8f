import assert from 'node:assert/strict';
import fc from 'fast-check';
import { pauseAfter, roomIn, shares } from '../../src/chat/pace.ts';
import { RateLimiter } from '../../src/simulator/channel/rateLimit.ts';

const start = 1_000_000;

describe('the pace of a chat', () => {
  it('keeps below what Teams takes, whenever something is to be said', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 4_000 }), { maxLength: 150 });
    fc.assert(
      fc.property(gaps, (waits) => {
        const teams = new RateLimiter();
        const times: number[] = [];
        let now = start;
        for (const gap of waits) {
          now += gap;
          now += roomIn(times, now, shares.answer);
          assert.equal(teams.admit('chat', 'send', now), null);
          times.push(now);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('wastes nothing of it: answers in a row are as fast as Teams takes them', () => {
    const times: number[] = [];
    for (let now = start; times.length < 16; ) {
      now += roomIn(times, now, shares.answer);
      times.push(now);
    }
    assert.deepEqual([times[6], times[7], times[8]], [start, start + 1_000, start + 2_000]);
    assert.equal(times[15], start + 3_000);
  });

  it('leaves room for answers', () => {
    const at = (count: number) => Array.from({ length: count }, () => start);
    const most = (share: number) =>
      [1, 2, 3, 4, 5, 6, 7, 8].findIndex((count) => roomIn(at(count), start, share) > 0) + 1;
    assert.deepEqual([most(shares.typing), most(shares.update), most(shares.answer)], [2, 5, 7]);
  });

  it('does not wait for a clock that was set back', () => {
    assert.equal(
      roomIn(
        Array.from({ length: 60 }, () => start),
        start - 3_600_000,
        1,
      ),
      0,
    );
  });

  it('waits as long as Teams says, else longer and longer, and never for what is no use', () => {
    assert.equal(pauseAfter({ status: 429, retryAfterMs: 3_000 }, 1, 0), 3_000);
    assert.ok((pauseAfter({ status: 429, retryAfterMs: 3_000 }, 1, 1) ?? 0) <= 3_250, 'not all at once');
    for (const status of [412, 429, 502, 504]) {
      const waits = [1, 2, 3, 9].map((refusals) => pauseAfter({ status, retryAfterMs: null }, refusals, 0));
      assert.deepEqual(waits, [1_000, 2_000, 4_000, 30_000]);
    }
    for (const status of [0, 400, 403, 404, 413, 500])
      assert.equal(pauseAfter({ status, retryAfterMs: null }, 1, 0.5), null);
  });
});
