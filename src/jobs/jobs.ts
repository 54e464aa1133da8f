/**
 * Durable work, on pg-boss: added in the transaction that wants it, taken in batches by whichever instance is free,
 * run once, tried again, and in the end put aside as a dead letter (`npm run jobs`). Its turns are Rollcall's own
 * periodic work, so that the clock of a story drives it.
 */
import type { Kysely } from 'kysely';
import { untilAborted } from '../lib/deadline.ts';
import type { Log } from '../lib/log.ts';
import type { NewJob } from './addJobs.ts';
import type { BossDatabase } from './boss.ts';
import { type JobData, type QueueName, queueNames, queues } from './queues.ts';
import type { Attempt, JobOutcome } from './settle.ts';

export interface Job<Q extends QueueName> {
  id: string;
  data: JobData<Q>;
  /** How often it was tried before: 0 at first. */
  tries: number;
  /** No further try follows this one: 'again' makes it a dead letter. */
  last: boolean;
}

/**
 * A batch in, one outcome for each in the same order. A job may be run again although it was done (a process that died
 * before it could say so), so what a handler does must bear that. When `signal` is aborted this process is told to
 * go: what has not been begun is best given back.
 */
export type Handlers = {
  [Q in QueueName]: (jobs: Job<Q>[], signal: AbortSignal) => Promise<JobOutcome[]>;
};

export interface Jobs {
  /** Adds jobs in one statement, in the transaction of `db` where given; those whose key is there are left out. */
  add(queue: QueueName, jobs: readonly NewJob[], db?: BossDatabase): Promise<void>;
  /** One turn: tells that this process is alive, takes what is due of every queue, and begins it. */
  tick(): Promise<void>;
  /** Over all instances at most each five seconds: jobs of processes that died are due again, old ones are deleted. */
  supervise(): Promise<void>;
  /** Resolves when nothing is in hand. */
  idle(): Promise<void>;
  /** Takes nothing more, gives handlers `ms` milliseconds to end, and gives back what is left then. */
  drain(ms?: number): Promise<void>;
}

/** As pg-boss gives it. */
interface Fetched extends Attempt {
  data: unknown;
  retryLimit: number;
}

interface Batch {
  queue: QueueName;
  attempts: Attempt[];
  work: Promise<void>;
}

/** Often enough for the shortest heartbeat that pg-boss knows. */
const touchMs = 3_000;
const usualDrainMs = 5_000;

/** The queues of this database, run by these handlers; one without a handler is left to other processes. */
export function createJobs<S>(made: { db: Kysely<S>; log: Log; handlers: Partial<Handlers> }): Jobs {
  const { db, log, handlers } = made;
  let opened: ReturnType<typeof openQueues<S>> | undefined;
  const open = () => {
    opened ??= openQueues(db, log);
    return opened;
  };
  const inHand = new Set<Batch>();
  const leaving = new AbortController();
  let touched = performance.now();

  const handle = async <Q extends QueueName>(queue: Q, fetched: Fetched[]): Promise<JobOutcome[]> => {
    const read = fetched.map((job) => ({ job, parsed: queues[queue].data.safeParse(job.data) }));
    const jobs = read.flatMap(({ job: { id, retryCount: tries, retryLimit }, parsed }) =>
      parsed.success ? [{ id, tries, last: tries >= retryLimit, data: parsed.data as JobData<Q> }] : [],
    );
    const outcomes = ((jobs.length > 0 && (await handlers[queue]?.(jobs, leaving.signal))) || []).values();
    return read.map(({ parsed }) =>
      parsed.success
        ? (outcomes.next().value ?? again('The handler said nothing of it.'))
        : { kind: 'dead', reason: 'It does not carry what jobs of this queue carry.' },
    );
  };

  const run = async (queue: QueueName, fetched: Fetched[], batch: Batch): Promise<void> => {
    const outcomes = await handle(queue, fetched).catch((error: unknown) => {
      log.error({ err: error, queue, jobs: fetched.length }, 'jobs failed and are tried again');
      return fetched.map(() => again(error instanceof Error ? error.name : 'Error'));
    });
    for (const [at, outcome] of outcomes.entries())
      if (outcome.kind === 'dead') log.error({ queue, job: fetched[at]?.id }, 'a job is a dead letter');
    const settled = outcomes.map((outcome, at) => ({ attempt: batch.attempts[at] as Attempt, outcome }));
    const { boss, settle } = await open();
    // Where this fails, nobody tells of these any more, and they are due again when their heartbeat is missed.
    await settle({ db, boss }, queue, settled).catch((error) =>
      log.warn({ err: error, queue }, 'the outcome of jobs could not be kept'),
    );
  };

  const take = async (queue: QueueName): Promise<void> => {
    const { boss } = await open();
    const { batch: batchSize, atOnce } = queues[queue];
    const mine = () => [...inHand].filter((one) => one.queue === queue).length;
    while (mine() < atOnce && !leaving.signal.aborted) {
      const batch: Batch = { queue, attempts: [], work: Promise.resolve() };
      // Counted while it is fetched, so that two turns at once take no more than one may.
      inHand.add(batch);
      const fetching = boss.fetch(queue, { batchSize, includeMetadata: true });
      batch.work = fetching.then(
        () => undefined,
        () => undefined,
      );
      const fetched: Fetched[] = await fetching.catch((error) => {
        inHand.delete(batch);
        throw error;
      });
      batch.attempts = fetched.map(({ id, retryCount }) => ({ id, retryCount }));
      if (fetched.length === 0) {
        inHand.delete(batch);
        return;
      }
      batch.work = run(queue, fetched, batch).finally(() => {
        inHand.delete(batch);
        // There may be more: it is not left to the next turn.
        if (fetched.length === batchSize) takeOn(queue);
      });
    }
  };
  const takeOn = (queue: QueueName): void => {
    take(queue).catch((error) => log.warn({ err: error, queue }, 'jobs could not be taken'));
  };

  const touch = async (): Promise<void> => {
    if (performance.now() - touched < touchMs) return;
    touched = performance.now();
    const { boss } = await open();
    for (const { queue, attempts } of inHand) if (attempts.length > 0) await boss.touch(queue, attempts);
  };

  const idle = async (): Promise<void> => {
    while (inHand.size > 0) await Promise.all([...inHand].map(({ work }) => work));
  };

  return {
    async add(queue, jobs, tx) {
      const { boss, addJobs } = await open();
      await addJobs(boss, queue, jobs, tx);
    },
    async tick() {
      await touch();
      for (const queue of queueNames) if (handlers[queue]) await take(queue);
    },
    async supervise() {
      const { boss } = await open();
      await boss.supervise();
    },
    idle,
    async drain(ms = usualDrainMs) {
      leaving.abort();
      await untilAborted(idle(), AbortSignal.timeout(ms)).catch(() => undefined);
      if (inHand.size === 0) return;
      const { boss, settle } = await open();
      for (const { queue, attempts } of inHand) {
        log.warn({ queue, jobs: attempts.length }, 'jobs in hand are given back');
        const back = attempts.map((attempt) => ({ attempt, outcome: { kind: 'back' } as const }));
        await settle({ db, boss }, queue, back);
      }
    },
  };
}

const again = (reason: string): JobOutcome => ({ kind: 'again', afterMs: null, reason });

/** pg-boss is nearly as large as Rollcall: the first turn loads it, when Rollcall is ready already. */
async function openQueues<S>(db: Kysely<S>, log: Log) {
  const [{ openBoss }, { addJobs }, { settle }] = await Promise.all([
    import('./boss.ts'),
    import('./addJobs.ts'),
    import('./settle.ts'),
  ]);
  return { boss: openBoss(db, log), addJobs, settle };
}
