import assert from 'node:assert/strict';
import { createLog } from '../src/lib/log.ts';
import { createOpening } from '../src/opening.ts';

describe('waiting for the database', () => {
  let lines: { level: string; msg: string }[];
  let waits: number[];
  beforeEach(() => {
    lines = [];
    waits = [];
  });

  const opening = (tries: (Error | null)[]) =>
    createOpening({
      log: createLog('info', { write: (line: string) => void lines.push(JSON.parse(line)) }),
      random: () => 0,
      hopeless: (error) => error instanceof RangeError,
      async pause(ms) {
        waits.push(ms);
      },
      async prepare() {
        const next = tries.shift();
        if (next) throw next;
      },
    });
  const away = () => new Error('It does not answer.');

  it('is over at the first try where it answers', async () => {
    const one = opening([null]);
    assert.match(one.waitsFor() ?? '', /not asked yet/);
    await one.begin();
    assert.equal(one.waitsFor(), null);
    await one.opened;
    assert.deepEqual([lines, waits], [[], []]);
  });

  it('goes on with longer and longer waits, and says the same once', async () => {
    const one = opening(Array.from({ length: 7 }, away));
    await one.begin();
    assert.match(one.waitsFor() ?? '', /database does not answer/);
    await one.opened;
    assert.equal(one.waitsFor(), null);
    assert.deepEqual(waits, [250, 500, 1_000, 2_000, 4_000, 5_000, 5_000]);
    assert.deepEqual(
      lines.map(({ msg }) => msg),
      ['It does not answer. Trying again until it works.'],
    );
  });

  it('tells another reason when it has become another', async () => {
    const one = opening([away(), new Error('It refuses the password.'), away()]);
    await one.begin();
    await one.opened;
    assert.equal(lines.length, 3);
  });

  it('ends where no waiting helps', async () => {
    const one = opening([away(), new RangeError('Too new.')]);
    await one.begin();
    await assert.rejects(one.opened, /Too new/);
    assert.equal(waits.length, 1);
    assert.equal(lines.length, 1, 'whoever gives up says why');
  });

  it('tries no more when it was told to stop', async () => {
    const tries = [away(), away()];
    const one = opening(tries);
    await one.begin();
    one.stop();
    await new Promise(setImmediate);
    assert.equal(tries.length, 1);
  });
});
