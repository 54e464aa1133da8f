import assert from 'node:assert/strict';
import { createAtMost } from '../../src/lib/atMost.ts';

describe('work of which only so much is under way at once', () => {
  it('waits for room, in order, also behind what failed', async () => {
    const begun: number[] = [];
    const works = Array.from({ length: 5 }, () => Promise.withResolvers<string>());
    const atMost = createAtMost(2);
    const all = works.map(({ promise }, at) =>
      atMost(() => {
        begun.push(at);
        return promise;
      }),
    );
    const outcomes = Promise.allSettled(all);
    const calm = () => new Promise(setImmediate);
    await calm();
    assert.deepEqual(begun, [0, 1]);
    works[1]?.reject(new Error('no'));
    await calm();
    assert.deepEqual(begun, [0, 1, 2]);
    for (const { resolve } of works) resolve('done');
    assert.deepEqual(
      (await outcomes).map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled'],
    );
    assert.deepEqual(begun, [0, 1, 2, 3, 4]);
    assert.equal(await atMost(async () => 'room again'), 'room again');
  });
});
