import type { Handlers, Job } from '../jobs/jobs.ts';
import type { QueueName } from '../jobs/queues.ts';
import type { JobOutcome } from '../jobs/settle.ts';

type Handler = (jobs: Job<QueueName>[], signal: AbortSignal) => Promise<JobOutcome[]>;

/** The same handlers; `heard` is told of each job what came of it, `failed` where its handler threw. */
export function watchedHandlers<H extends Partial<Handlers>>(
  handlers: H,
  heard: (queue: string, outcome: JobOutcome['kind'] | 'failed') => void,
): H {
  const watched = Object.entries(handlers).map(([queue, handler]) => {
    const run: Handler = async (jobs, signal) => {
      try {
        const outcomes = await (handler as Handler)(jobs, signal);
        for (const { kind } of outcomes) heard(queue, kind);
        return outcomes;
      } catch (error) {
        for (const _ of jobs) heard(queue, 'failed');
        throw error;
      }
    };
    return [queue, run] as const;
  });
  return Object.fromEntries(watched) as H;
}
