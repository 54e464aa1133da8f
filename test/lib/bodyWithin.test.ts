import assert from 'node:assert/strict';
import { bodyWithin } from '../../src/lib/bodyWithin.ts';

describe('reading a body within a limit', () => {
  const pieces = (...sizes: number[]) => {
    let pulled = 0;
    const stream = new ReadableStream(
      {
        pull(controller) {
          const size = sizes[pulled];
          pulled += 1;
          if (size === undefined) controller.close();
          else controller.enqueue(new Uint8Array(size).fill(pulled));
        },
      },
      { highWaterMark: 0 },
    );
    return { stream, pulled: () => pulled };
  };

  it('gives all of it up to the limit, and nothing of what is larger', async () => {
    const read = async (...sizes: number[]) => bodyWithin(new Response(pieces(...sizes).stream), 10);
    assert.deepEqual(await read(4, 6), Buffer.from([1, 1, 1, 1, 2, 2, 2, 2, 2, 2]));
    assert.equal(await read(4, 7), null);
    assert.deepEqual(await bodyWithin(new Response(null), 10), Buffer.alloc(0));
  });

  it('reads no further than the limit, and nothing of what says that it is larger', async () => {
    const endless = pieces(...Array.from({ length: 100 }, () => 8));
    assert.equal(await bodyWithin(new Response(endless.stream), 10), null);
    assert.equal(endless.pulled(), 2);
    const told = pieces(8);
    const headers = { 'content-length': '11' };
    assert.equal(await bodyWithin(new Response(told.stream, { headers }), 10), null);
    assert.equal(told.pulled(), 0);
  });
});
