/** Starting and stopping: the listeners, the periodic work, and what is still in hand when Rollcall is told to go. */
import type { Config } from './config.ts';
import type { Clock } from './lib/clock.ts';
import { untilAborted } from './lib/deadline.ts';
import type { Log } from './lib/log.ts';
import type { Opening } from './opening.ts';
import type { Server } from './server.ts';

/** Something done again and again; `alsoByTick`: tests that move the clock by hand want it at each of their steps. */
export interface Periodic {
  name: string;
  everyMs: number;
  work(): Promise<void>;
  alsoByTick: boolean;
  /** Once at the start, too. */
  atStart?: boolean;
}

export interface Lifecycle {
  /**
   * Listens, and starts the periodic work once the database is there; gives the ports when it was asked a first time.
   * @throws what no waiting can mend; everything is closed then
   */
  start(): Promise<{ port: number; metricsPort: number }>;
  /** Resolves when the database is there. @throws what no waiting can mend */
  opened: Promise<void>;
  /** Takes no new work, finishes or hands over what is in hand, closes everything. */
  stop(): Promise<void>;
  /** Runs all periodic work once, now; for tests that move the clock by hand. */
  tick(): Promise<void>;
}

/**
 * How long a stop may take altogether, in milliseconds: after ten seconds, it is killed. Requests in hand get the
 * first part, everything else in hand what is left of the second; the rest is for handing over and closing.
 */
const longestFarewell = 9_000;
const answering = 0.4;
const finishing = 0.85;

export function createLifecycle(made: {
  config: Pick<Config, 'PORT' | 'HOST' | 'METRICS_PORT' | 'METRICS_HOST'>;
  clock: Clock;
  log: Log;
  server: Server;
  metricsServer: Server;
  periodic: readonly Periodic[];
  /** What must be there before any work. */
  opening: Opening;
  /** Finishes what this process has begun. */
  finish(): Promise<void>;
  /** Gives what is still in hand to whoever comes next. */
  handOver(): Promise<unknown>;
  /** Closes the database. */
  close(): Promise<void>;
  farewellMs?: number;
}): Lifecycle {
  const { config, clock, log, server, metricsServer, periodic, opening, finish, handOver, close } = made;
  const { farewellMs = longestFarewell } = made;
  const stops: (() => void)[] = [];
  let stopping: Promise<void> | undefined;

  const quietly = async ({ name, work }: Periodic): Promise<void> => {
    await work().catch((error) => log.warn({ err: error }, `${name} failed and goes on at the next turn`));
  };

  const begin = (): void => {
    if (stopping) return;
    for (const one of periodic) {
      // Only when all who wait for the start have heard of it: what this loads is not waited for.
      if (one.atStart) setImmediate(() => stopping ?? quietly(one));
      stops.push(clock.every(one.everyMs, () => quietly(one)));
    }
  };

  const leave = async (): Promise<void> => {
    const since = performance.now();
    /** Waits for it until this part of the farewell is over. */
    const within = async (part: number, what: string, work: Promise<unknown>): Promise<void> => {
      const left = Math.max(0, Math.round(part * farewellMs - (performance.now() - since)));
      await untilAborted(work, AbortSignal.timeout(left)).catch((error) =>
        log.warn({ err: error }, `${what} was not over in time`),
      );
    };
    opening.stop();
    for (const stop of stops) stop();
    await within(answering, 'answering', Promise.all([server.close(), metricsServer.close()]));
    if (opening.waitsFor() === null) {
      await within(finishing, 'what was in hand', finish());
      await within(1, 'handing over', handOver());
    }
    await within(1, 'closing', close());
  };
  const stop = (): Promise<void> => {
    stopping ??= leave();
    return stopping;
  };

  return {
    opened: opening.opened,
    async start() {
      const port = await server.listen(config.PORT, config.HOST, 'PORT');
      const metricsPort = await metricsServer.listen(
        config.METRICS_PORT,
        config.METRICS_HOST,
        'METRICS_PORT',
      );
      opening.opened.then(begin, () => undefined);
      try {
        await opening.begin();
      } catch (error) {
        await stop();
        throw error;
      }
      return { port, metricsPort };
    },
    async tick() {
      if (opening.waitsFor() !== null) return;
      for (const one of periodic) if (one.alsoByTick) await quietly(one);
    },
    stop,
  };
}
