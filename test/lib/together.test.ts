import assert from 'node:assert/strict';
import { createTogether } from '../../src/lib/together.ts';

describe('work that is cheaper in company', () => {
  /** Rounds end when the test says so; `fails` says of which. */
  function rounds(
    most: number,
    fails: (asked: readonly string[]) => boolean = () => false,
    needs: Parameters<typeof createTogether<string, string>>[2] = {},
  ) {
    const begun: string[][] = [];
    const work = async (asked: readonly string[]): Promise<string[]> => {
      begun.push([...asked]);
      await Promise.resolve();
      if (fails(asked)) throw new Error(`not ${asked.join()}`);
      return asked.map((one) => `${one} done`);
    };
    const ask = createTogether(work, most, needs);
    return { begun, all: (asked: string[]) => Promise.allSettled(asked.map(ask)) };
  }

  it('begins at once; what is asked for meanwhile shares the next rounds, in order, each with its own result', async () => {
    const { begun, all } = rounds(2);
    const given = await all(['a', 'b', 'c', 'd']);
    assert.deepEqual(begun, [['a'], ['b', 'c'], ['d']]);
    assert.deepEqual(
      given.map((one) => one.status === 'fulfilled' && one.value),
      ['a done', 'b done', 'c done', 'd done'],
    );
  });

  it('fails for that one alone which cannot be done', async () => {
    const { begun, all } = rounds(50, (asked) => asked.includes('c'));
    const given = await all(['a', 'b', 'c', 'd']);
    assert.deepEqual(
      given.map(({ status }) => status),
      ['fulfilled', 'fulfilled', 'rejected', 'fulfilled'],
    );
    assert.deepEqual(begun, [['a'], ['b', 'c', 'd'], ['b'], ['c'], ['d']]);
  });

  it('counts by size, and begins what is too big alone all the same', async () => {
    const { begun, all } = rounds(3, undefined, { sizeOf: ({ length }) => length });
    await all(['a', 'bb', 'c', 'dddd', 'e']);
    assert.deepEqual(begun, [['a'], ['bb', 'c'], ['dddd'], ['e']]);
  });

  it('fails for all of a round with an error that is no one’s own', async () => {
    const { begun, all } = rounds(50, (asked) => asked.includes('c'), { sharesFate: () => true });
    const given = await all(['a', 'b', 'c']);
    assert.deepEqual(
      given.map(({ status }) => status),
      ['fulfilled', 'rejected', 'rejected'],
    );
    assert.deepEqual(begun, [['a'], ['b', 'c']]);
  });

  it('goes on after a round that failed', async () => {
    const { all } = rounds(50, (asked) => asked.includes('a'));
    const [first, second] = [await all(['a']), await all(['b'])];
    assert.deepEqual([first[0]?.status, second[0]?.status], ['rejected', 'fulfilled']);
  });
});
