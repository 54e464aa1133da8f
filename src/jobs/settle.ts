/** How jobs in hand end, many in one transaction, each only if it is still in this process's hands. */
import { type Kysely, sql } from 'kysely';
import { fromKysely, type PgBoss } from 'pg-boss';

/** One try of a job, as it was fetched. */
export interface Attempt {
  id: string;
  retryCount: number;
}

/**
 * What came of a job: done; to be tried again, after `afterMs` (what Graph asked for: Retry-After) or the queue's own
 * backoff; never to be tried again; or given back, as if it had not been taken. Reasons are kept with the job: no
 * personal data.
 */
export type JobOutcome =
  | { kind: 'done' }
  | { kind: 'again'; afterMs: number | null; reason: string }
  | { kind: 'dead'; reason: string }
  | { kind: 'back' };

export interface Settled {
  attempt: Attempt;
  outcome: JobOutcome;
}

/**
 * Writes the outcomes of jobs of one queue down, all or none. A job that was meanwhile given to another process, since
 * this one was silent for too long, is left alone.
 */
export async function settle<S>(
  made: { db: Kysely<S>; boss: PgBoss },
  queue: string,
  settled: readonly Settled[],
): Promise<void> {
  const { boss } = made;
  const of = (kind: JobOutcome['kind']) =>
    settled.filter(({ outcome }) => outcome.kind === kind).map(({ attempt }) => attempt);
  const [done, dead, back] = [of('done'), of('dead'), of('back')];
  const failed = Map.groupBy(
    settled.filter(({ outcome }) => outcome.kind === 'again' || outcome.kind === 'dead'),
    ({ outcome }) => ('reason' in outcome ? outcome.reason : ''),
  );
  await made.db.transaction().execute(async (tx) => {
    const db = fromKysely(tx);
    if (done.length > 0) await boss.complete(queue, done, undefined, { db });
    if (back.length > 0) await handBack(tx, queue, back);
    if (dead.length > 0) await noMoreTries(tx, queue, dead);
    for (const [message, group] of failed) {
      const attempts = group.map(({ attempt }) => attempt);
      await boss.fail(queue, attempts, { message }, { db });
    }
    await waitAsAsked(tx, queue, settled);
  });
}

const held = (queue: string, attempts: readonly Attempt[]) => sql`
  name = ${queue} and state = 'active' and (id, retry_count) in (
    select * from unnest(${attempts.map(({ id }) => id)}::uuid[], ${attempts.map(({ retryCount }) => retryCount)}::int[])
  )`;

/** pg-boss only fails a job for good within its own worker: here its tries are used up first. */
async function noMoreTries<S>(db: Kysely<S>, queue: string, attempts: readonly Attempt[]): Promise<void> {
  await sql`update pgboss.job set retry_limit = retry_count where ${held(queue, attempts)}`.execute(db);
}

/** The next one to take it counts as a new try, so that this one cannot settle it any more; it is given one more. */
async function handBack<S>(db: Kysely<S>, queue: string, attempts: readonly Attempt[]): Promise<void> {
  await sql`
    update pgboss.job set state = 'retry', retry_limit = retry_limit + 1, start_after = now(), heartbeat_on = null
    where ${held(queue, attempts)}`.execute(db);
}

/** pg-boss has one delay for a queue: where a job has been told when to come again, that counts. */
async function waitAsAsked<S>(db: Kysely<S>, queue: string, settled: readonly Settled[]): Promise<void> {
  const asked = settled.flatMap(({ attempt: { id }, outcome }) =>
    outcome.kind === 'again' && outcome.afterMs !== null ? [{ id, afterMs: outcome.afterMs }] : [],
  );
  if (asked.length === 0) return;
  await sql`
    update pgboss.job set start_after = now() + asked.ms * interval '1 millisecond'
    from unnest(${asked.map(({ id }) => id)}::uuid[], ${asked.map(({ afterMs }) => afterMs)}::float8[]) asked (id, ms)
    where job.name = ${queue} and job.id = asked.id and job.state = 'retry'`.execute(db);
}
