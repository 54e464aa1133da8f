import assert from 'node:assert/strict';
import { createLog } from '../src/lib/log.ts';
import { createLifecycle, type Periodic } from '../src/lifecycle.ts';
import { createOpening } from '../src/opening.ts';
import { anyone, createServer, type Route, route } from '../src/server.ts';
import { stillClock } from './fixtures/clock.ts';

const log = createLog('silent');

describe('the life of the process', () => {
  let did: string[];
  let clock: ReturnType<typeof stillClock>;

  beforeEach(() => {
    did = [];
    clock = stillClock();
  });

  const does = (name: string, more: Partial<Periodic> = {}): Periodic => ({
    ...{ name, everyMs: 1_000, alsoByTick: true },
    async work() {
      did.push(name);
    },
    ...more,
  });
  interface Made {
    finish?(): Promise<void>;
    prepare?(): Promise<void>;
    routes?: Route[];
  }
  const life = (periodic: Periodic[], made: Made = {}) => {
    const { finish = async () => {}, prepare = async () => {}, routes = [] } = made;
    const opening = createOpening({
      ...{ prepare, log },
      hopeless: (error) => error instanceof RangeError,
      pause: () => new Promise(setImmediate),
    });
    return createLifecycle({
      config: { PORT: 0, HOST: '127.0.0.1', METRICS_PORT: 0, METRICS_HOST: '127.0.0.1' },
      ...{ clock, log, periodic, finish, opening, farewellMs: 100 },
      server: createServer(routes, log),
      metricsServer: createServer([], log),
      async handOver() {
        did.push('hand over');
      },
      async close() {
        did.push('close');
      },
    });
  };

  it('does each thing in its time, some at the start as well, and nothing after the stop', async () => {
    const hourly = does('hourly', { everyMs: 3_600_000, atStart: true, alsoByTick: false });
    const { start, stop, tick } = life([does('often'), hourly]);
    await start();
    await new Promise(setImmediate);
    assert.deepEqual(did, ['hourly']);
    await clock.move(2_000);
    await tick();
    assert.deepEqual(did, ['hourly', 'often', 'often', 'often']);
    await stop();
    await clock.move(10_000);
    assert.deepEqual(did.slice(4), ['hand over', 'close']);
  });

  it('goes on after a failure', async () => {
    const fails = does('fails', { work: () => Promise.reject(new Error('no')) });
    const { start, tick, stop } = life([fails, does('next')]);
    await start();
    await tick();
    assert.deepEqual(did, ['next']);
    await stop();
  });

  it('hands over what never ends, and closes, within its time', async () => {
    const { start, stop } = life([], { finish: () => new Promise(() => undefined) });
    await start();
    const since = performance.now();
    await Promise.all([stop(), stop()]);
    assert.deepEqual(did, ['hand over', 'close']);
    // Its own time is a tenth of a second; what is left over is for a machine that is busy.
    assert.ok(performance.now() - since < 5_000);
  });

  it('answers what it was asked before it goes, where that does not take too long', async () => {
    const asked = Promise.withResolvers<void>();
    const answered = Promise.withResolvers<void>();
    const slow = route({
      ...{ method: 'get', path: '/slow', admit: anyone, bodyLimit: 0, atOnce: 1 },
      async handle({ answer }) {
        asked.resolve();
        await answered.promise;
        did.push('answer');
        answer(200, 'done');
      },
    });
    const { start, stop } = life([], { routes: [slow] });
    const { port } = await start();
    const answer = fetch(`http://127.0.0.1:${port}/slow`);
    await asked.promise;
    const stopped = stop();
    answered.resolve();
    assert.equal((await answer).status, 200);
    await stopped;
    assert.deepEqual(did, ['answer', 'hand over', 'close']);
  });

  it('listens although its database is away, and begins its work when that is there', async () => {
    let away = true;
    const prepare = async () => {
      if (away) throw new Error('away');
    };
    const { start, stop, tick, opened } = life([does('once', { atStart: true })], { prepare });
    const { port } = await start();
    assert.ok(port > 0);
    await tick();
    assert.deepEqual(did, []);
    away = false;
    await opened;
    await new Promise(setImmediate);
    assert.deepEqual(did, ['once']);
    await stop();
  });

  it('does not start where no waiting helps', async () => {
    const { start } = life([does('never', { atStart: true })], {
      prepare: () => Promise.reject(new RangeError('too new')),
    });
    await assert.rejects(start(), /too new/);
    assert.deepEqual(did, ['close']);
  });
});
