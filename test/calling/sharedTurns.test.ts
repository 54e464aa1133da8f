import assert from 'node:assert/strict';
import type { Folded } from '../../src/calling/deskStore.ts';
import { newCall } from '../../src/calling/newCall.ts';
import { createSharedTurns } from '../../src/calling/sharedTurns.ts';
import { request, start } from './fixtures.ts';

const folded = (id: string): Folded => ({
  ...{ call: { ...newCall(request, start), id }, changed: false, effects: false, urgent: false },
});

describe('turns that share a transaction', () => {
  /** Each transaction is over when the test says so. */
  function shared(decides: (ids: readonly string[]) => string[] = (ids) => [...ids]) {
    const asked: string[][] = [];
    const gates: PromiseWithResolvers<void>[] = [];
    const turn = createSharedTurns({
      async alone(id) {
        asked.push([`${id} alone`]);
        return folded(id);
      },
      async together(ids) {
        asked.push([...ids]);
        const gate = Promise.withResolvers<void>();
        gates.push(gate);
        await gate.promise;
        return new Map(decides(ids).map((id) => [id, folded(id)]));
      },
    });
    return { turn, asked, gates };
  }

  it('begin at once, and those that come meanwhile go together in the next', async () => {
    const { turn, asked, gates } = shared();
    const first = turn('a');
    const others = [turn('b'), turn('c')];
    gates[0]?.resolve();
    assert.equal((await first)?.call.id, 'a');
    gates[1]?.resolve();
    const ids = (await Promise.all(others)).map((one) => one?.call.id);
    assert.deepEqual(
      [asked, ids],
      [
        [['a'], ['b', 'c']],
        ['b', 'c'],
      ],
    );
  });

  it('leave to a turn of its own what could not be decided in company', async () => {
    const { turn, asked, gates } = shared((ids) => ids.filter((id) => id !== 'held'));
    const both = [turn('held')];
    gates[0]?.resolve();
    await Promise.all(both);
    assert.deepEqual(asked, [['held'], ['held alone']]);
  });

  it('fail with nobody else: a transaction that fails is done again, each call alone', async () => {
    const { turn, asked, gates } = shared();
    const first = turn('a');
    gates[0]?.reject(new Error('refused'));
    assert.equal((await first)?.call.id, 'a');
    assert.deepEqual(asked, [['a'], ['a alone']]);
  });
});
