/** How jobs are written: with the rules of their queue, as the table of queues has them now. */
import { fromKysely, type PgBoss } from 'pg-boss';
import { newId } from '../lib/ids.ts';
import type { BossDatabase } from './boss.ts';
import { deadQueue, type QueueName, queues } from './queues.ts';

export interface NewJob {
  data: object;
  /** The same key is in the queue once, be it waiting, under way or to be tried again; without one, always added. */
  key?: string;
  /** Epoch milliseconds before which it is not taken, by the database's clock; at once when left out. */
  at?: number;
}

/** Long enough for a slice of `oncePerSeconds` to be over. */
const keptDone = 2 * 3_600;
const keptWaiting = 30 * 24 * 3_600;

/** The rules of a queue as pg-boss names them; durations in seconds. */
export function rulesOf(queue: QueueName) {
  const { retryLimit, retryDelay, retryDelayMax, heartbeatSeconds, expireInSeconds } = queues[queue];
  return {
    ...{ retryLimit, retryDelay, retryDelayMax, retryBackoff: true, heartbeatSeconds, expireInSeconds },
    ...{ deadLetter: deadQueue(queue), deleteAfterSeconds: keptDone, retentionSeconds: keptWaiting },
  };
}

/** Adds jobs in one statement, in the transaction of `db` where given. */
export async function addJobs(
  boss: PgBoss,
  queue: QueueName,
  jobs: readonly NewJob[],
  db?: BossDatabase,
): Promise<void> {
  if (jobs.length === 0) return;
  const { oncePerSeconds } = queues[queue];
  const rules = { ...rulesOf(queue), ...(oncePerSeconds > 0 && { singletonSeconds: oncePerSeconds }) };
  const rows = jobs.map(({ data, key, at }) => ({
    ...rules,
    data,
    // One without a key shares its place in the queue with nobody.
    singletonKey: key ?? newId(),
    ...(at !== undefined && { startAfter: new Date(at).toISOString() }),
  }));
  await boss.insert(queue, rows, db && { db: fromKysely(db) });
}
