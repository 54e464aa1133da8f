import assert from 'node:assert/strict';
import sinon from 'sinon';
import { systemClock } from '../../src/lib/clock.ts';

describe('the system clock', () => {
  let time: sinon.SinonFakeTimers;
  beforeEach(() => {
    time = sinon.useFakeTimers({ now: 1_000_000 });
  });
  afterEach(() => time.restore());

  it('tells the time', async () => {
    assert.equal(systemClock.now(), 1_000_000);
    await time.tickAsync(5);
    assert.equal(systemClock.now(), 1_000_005);
  });

  it('does periodic work until told to stop', async () => {
    let turns = 0;
    const stop = systemClock.every(100, async () => {
      turns += 1;
    });
    await time.tickAsync(350);
    assert.equal(turns, 3);
    stop();
    await time.tickAsync(1_000);
    assert.equal(turns, 3);
  });

  it('never starts a task that is still running', async () => {
    let started = 0;
    let finish: () => void = () => undefined;
    const stop = systemClock.every(100, () => {
      started += 1;
      return new Promise((resolve) => {
        finish = resolve;
      });
    });
    await time.tickAsync(550);
    assert.equal(started, 1);
    finish();
    await time.tickAsync(100);
    assert.equal(started, 2);
    stop();
  });
});
