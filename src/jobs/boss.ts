/**
 * pg-boss over our own connections. It is never started: that would arm its timers, and all that Rollcall asks of it
 * (adding, fetching, settling, supervising) goes straight to the database (its manager.ts and boss.ts).
 */
import { fromKysely, PgBoss } from 'pg-boss';
import type { Log } from '../lib/log.ts';

export type BossDatabase = Parameters<typeof fromKysely>[0];

/** Seconds between two looks for jobs of processes that died, and between two clearings, over all instances. */
const monitorSeconds = 5;
const clearSeconds = 600;

/** A pg-boss on this database. Errors that it tells as events are logged. */
export function openBoss(db: BossDatabase, log: Log): PgBoss {
  const boss = new PgBoss({
    db: fromKysely(db),
    ...{ migrate: false, supervise: false, schedule: false, reindex: false, monitorVacuum: false },
    ...{ monitorIntervalSeconds: monitorSeconds, maintenanceIntervalSeconds: clearSeconds },
  });
  boss.on('error', (error) => log.warn({ err: error }, 'the queues told of an error'));
  boss.on('warning', ({ message }) => log.warn({ message }, 'the queues warn'));
  return boss;
}
