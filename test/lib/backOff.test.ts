import assert from 'node:assert/strict';
import fc from 'fast-check';
import { backOff } from '../../src/lib/backOff.ts';

const spacing = { first: 1_000, longest: 30_000 };

describe('waiting before the next try', () => {
  it('takes twice as long each time, up to a limit', () => {
    const waits = [1, 2, 3, 5, 6, 5_000].map((failures) => backOff(spacing, failures, 0));
    assert.deepEqual(waits, [1_000, 2_000, 4_000, 16_000, 30_000, 30_000]);
  });

  it('takes up to a quarter less by chance, in whole milliseconds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, random) => {
          const [wait, full] = [backOff(spacing, n, random), backOff(spacing, n, 0)];
          assert.ok(Number.isInteger(wait) && wait <= full && wait >= full * 0.75);
        },
      ),
    );
  });
});
