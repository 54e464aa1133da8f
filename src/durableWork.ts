/** The queues put together: who runs which, and their turns. */
import type { Kysely } from 'kysely';
import { createJobs, type Handlers, type Jobs } from './jobs/jobs.ts';
import { openJobs } from './jobs/openJobs.ts';
import type { Clock } from './lib/clock.ts';
import type { Log } from './lib/log.ts';
import type { Periodic } from './lifecycle.ts';
import { stopImports } from './store/importsOver.ts';
import { sweepRetention } from './store/retention.ts';
import type { Schema } from './store/schema.ts';
import type { Watch } from './watch.ts';

/** @param made `handlers`: who runs the jobs of the other queues */
export function durableWork(made: {
  db: Kysely<Schema>;
  clock: Clock;
  log: Log;
  watch: Pick<Watch, 'jobs'>;
  handlers: Omit<Partial<Handlers>, 'retention'>;
}): { jobs: Jobs; periodic: Periodic[] } {
  const { db, clock, log, watch, handlers } = made;
  const retention: Handlers['retention'] = async (jobs, signal) => {
    const { givenUp, ...counts } = await sweepRetention(db, clock.now(), { signal });
    log.info(counts, 'what nobody needs any more is erased');
    for (const activity of givenUp)
      log.error({ activity }, 'a message could not be handled and was given up');
    return jobs.map(() => ({ kind: signal.aborted ? 'back' : 'done' }));
  };
  const jobs = createJobs({ db, log, handlers: watch.jobs({ ...handlers, retention }) });
  const wanted = () => jobs.add('retention', [{ data: {}, key: 'all' }]);
  const lookAfter = async () => {
    await jobs.supervise();
    await stopImports(db, openJobs('import', 'importId'));
  };
  return {
    jobs,
    periodic: [
      {
        name: 'wanting what is over erased',
        everyMs: 600_000,
        work: wanted,
        alsoByTick: false,
        atStart: true,
      },
      { name: 'the turn of the queues', everyMs: 500, work: jobs.tick, alsoByTick: true },
      { name: 'looking after the queues', everyMs: 5_000, work: lookAfter, alsoByTick: false },
    ],
  };
}
