/** Starting and stopping: the listeners, the periodic work, and what is still in hand when Rollcall is told to go. */
import type { Config } from './config.ts';
import type { Clock } from './lib/clock.ts';
import { untilAborted } from './lib/deadline.ts';
import type { Log } from './lib/log.ts';
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
  /** Listens and starts the periodic work; gives the ports. */
  start(): Promise<{ port: number; metricsPort: number }>;
  /** Takes no new work, finishes what is in hand, closes everything. */
  stop(): Promise<void>;
  /** Runs all periodic work once, now; for tests that move the clock by hand. */
  tick(): Promise<void>;
}

/** How long what is in hand may take at the end; the rest is for the next instance, or this one's next life. */
const longestFarewell = 10_000;

export function createLifecycle(made: {
  config: Pick<Config, 'PORT' | 'HOST' | 'METRICS_PORT' | 'METRICS_HOST'>;
  clock: Clock;
  log: Log;
  server: Server;
  metricsServer: Server;
  periodic: readonly Periodic[];
  /** Finishes what this process has begun. */
  finish(): Promise<void>;
  /** Closes the database. */
  close(): Promise<void>;
}): Lifecycle {
  const { config, clock, log, server, metricsServer, periodic, finish, close } = made;
  const stops: (() => void)[] = [];

  const quietly = async ({ name, work }: Periodic): Promise<void> => {
    await work().catch((error) => log.warn({ err: error }, `${name} failed and goes on at the next turn`));
  };

  return {
    async start() {
      const port = await server.listen(config.PORT, config.HOST, 'PORT');
      const metricsPort = await metricsServer.listen(
        config.METRICS_PORT,
        config.METRICS_HOST,
        'METRICS_PORT',
      );
      for (const one of periodic) {
        if (one.atStart) void quietly(one);
        stops.push(clock.every(one.everyMs, () => quietly(one)));
      }
      return { port, metricsPort };
    },
    async tick() {
      for (const one of periodic) if (one.alsoByTick) await quietly(one);
    },
    async stop() {
      for (const stop of stops) stop();
      await Promise.all([server.close(), metricsServer.close()]);
      await untilAborted(finish(), AbortSignal.timeout(longestFarewell)).catch((error) =>
        log.warn({ err: error }, 'not everything in hand was finished'),
      );
      await close();
    },
  };
}
