import assert from 'node:assert/strict';
import fc from 'fast-check';
import { RateLimiter } from '../../../src/simulator/channel/rateLimit.ts';

describe('Teams’ rate limits', () => {
  it('admit seven messages in a second and say when the eighth may come', () => {
    const limiter = new RateLimiter();
    for (let n = 0; n < 7; n++) assert.equal(limiter.admit('a', 'send', 1000), null);
    assert.deepEqual(limiter.admit('a', 'send', 1200), { count: 7, seconds: 1, retryAfter: 1 });
    assert.equal(limiter.admit('b', 'send', 1200), null);
    assert.equal(limiter.admit('a', 'send', 2000), null);
    assert.equal(limiter.admit('a', 'send', 2000)?.seconds, 2);
  });

  it('admit twice as many questions about members', () => {
    const limiter = new RateLimiter();
    for (let n = 0; n < 14; n++) assert.equal(limiter.admit('a', 'members', 0), null);
    assert.equal(limiter.admit('a', 'members', 0)?.count, 14);
  });

  it('never admit more than 60 in any 30 seconds, and Retry-After is never too short', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 80, maxLength: 200 }), (gaps) => {
        const limiter = new RateLimiter();
        const admitted: number[] = [];
        let now = 0;
        for (const gap of gaps) {
          now += gap;
          const exceeded = limiter.admit('a', 'send', now);
          if (exceeded) {
            now += exceeded.retryAfter * 1000;
            assert.equal(limiter.admit('a', 'send', now), null);
          }
          admitted.push(now);
        }
        for (const start of admitted) {
          assert.ok(admitted.filter((at) => at >= start && at < start + 30_000).length <= 60);
          assert.ok(admitted.filter((at) => at >= start && at < start + 1000).length <= 7);
        }
      }),
    );
  });
});
