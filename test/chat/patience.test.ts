import assert from 'node:assert/strict';
import type { Call } from '../../src/calling/call.ts';
import { createPatience } from '../../src/chat/patience.ts';

const call = (finishedAt: number | null) =>
  ({ id: 'call', controls: [{ id: 'press', finishedAt }] }) as unknown as Call;

describe('patience', () => {
  let now: number;
  const patience = () => createPatience({ now: () => now, every: () => () => undefined });
  beforeEach(() => {
    now = 1_000;
  });

  it('gives the outcome to everybody who waits for it, a redelivered press too', async () => {
    const one = patience();
    const waiting = [one.of(call(null), 'press'), one.of(call(null), 'press')];
    const done = call(2_000);
    one.changed(done);
    assert.deepEqual(await Promise.all(waiting), [done, done]);
  });

  it('ends for everybody', async () => {
    const one = patience();
    const waiting = [one.of(call(null), 'press'), one.of(call(null), 'press')];
    now += 2_500;
    one.sweep();
    assert.equal((await Promise.all(waiting)).length, 2);
  });
});
