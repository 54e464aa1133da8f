import assert from 'node:assert/strict';
import sinon from 'sinon';
import { createLog } from '../src/lib/log.ts';
import { createLifecycle, type Periodic } from '../src/lifecycle.ts';
import { createServer } from '../src/server.ts';
import { stillClock } from './fixtures/clock.ts';

const log = createLog('silent');

describe('the life of the process', () => {
  let did: string[];
  let clock: ReturnType<typeof stillClock>;

  beforeEach(() => {
    did = [];
    clock = stillClock();
  });
  afterEach(() => sinon.restore());

  const does = (name: string, more: Partial<Periodic> = {}): Periodic => ({
    ...{ name, everyMs: 1_000, alsoByTick: true },
    async work() {
      did.push(name);
    },
    ...more,
  });
  const life = (periodic: Periodic[], finish: () => Promise<void> = async () => {}) =>
    createLifecycle({
      config: { PORT: 0, HOST: '127.0.0.1', METRICS_PORT: 0, METRICS_HOST: '127.0.0.1' },
      ...{ clock, log, periodic, finish },
      server: createServer([], log),
      metricsServer: createServer([], log),
      async close() {
        did.push('close');
      },
    });

  it('does each thing in its time, some at the start as well, and nothing after the stop', async () => {
    const hourly = does('hourly', { everyMs: 3_600_000, atStart: true, alsoByTick: false });
    const { start, stop, tick } = life([does('often'), hourly]);
    await start();
    assert.deepEqual(did, ['hourly']);
    await clock.move(2_000);
    await tick();
    assert.deepEqual(did, ['hourly', 'often', 'often', 'often']);
    await stop();
    await clock.move(10_000);
    assert.deepEqual(did.slice(4), ['close']);
  });

  it('goes on after a failure', async () => {
    const fails = does('fails', { work: () => Promise.reject(new Error('no')) });
    const { tick } = life([fails, does('next')]);
    await tick();
    assert.deepEqual(did, ['next']);
  });

  it('closes although something in hand never ends', async () => {
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    const asked = sinon.stub(AbortSignal, 'timeout').callsFake(() => timeout(50));
    const { start, stop } = life([], () => new Promise(() => undefined));
    await start();
    await stop();
    assert.deepEqual(did, ['close']);
    assert.ok(asked.alwaysCalledWith(10_000));
  });
});
