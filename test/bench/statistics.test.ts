import assert from 'node:assert/strict';
import { growth, quantile, summary } from '../../bench/statistics.ts';

describe('statistics of the benchmark', () => {
  const hundred = Array.from({ length: 100 }, (_, at) => 100 - at);

  it('takes quantiles by the nearest rank, whatever the order', () => {
    assert.deepEqual(summary(hundred), { count: 100, p50: 50, p99: 99, max: 100 });
    assert.equal(quantile([7], 0.99), 7);
    assert.throws(() => quantile([], 0.5), RangeError);
  });

  it('tells linear growth from worse', () => {
    assert.equal(growth({ x: 10, y: 3 }, { x: 1000, y: 300 }).toFixed(6), '1.000000');
    assert.equal(growth({ x: 10, y: 1 }, { x: 100, y: 100 }).toFixed(6), '2.000000');
    assert.throws(() => growth({ x: 10, y: 1 }, { x: 10, y: 1 }), RangeError);
  });
});
