/**
 * The one table of queues: what a job of each carries, and how it is tried again. The settings go with each job when
 * it is added, so that they are these whatever a migration wrote; a new queue needs a migration that creates it.
 */
import { z } from 'zod';

export interface QueueRules {
  /** What a job carries: ids alone, so that nothing personal outlives the row that it is about. */
  data: z.ZodType<object>;
  /** How many jobs a handler is given at once. */
  batch: number;
  /** How many batches of it one process runs at once. */
  atOnce: number;
  /** How often a job is tried again before it is a dead letter. */
  retryLimit: number;
  /** Seconds before the second try; each further one waits about twice as long, with jitter, up to `retryDelayMax`. */
  retryDelay: number;
  retryDelayMax: number;
  /** Seconds after which a job whose process is silent is given to another; every process tells of its own. */
  heartbeatSeconds: number;
  /** Seconds that one try may take, whatever its process says. */
  expireInSeconds: number;
  /** At most one job of a key in each slice of so many seconds, over all instances; 0: no such limit. */
  oncePerSeconds: number;
}

const hour = 3_600;
const usual = { heartbeatSeconds: 10, oncePerSeconds: 0 };

export const queues = {
  /** A reminder that is due. */
  remind: {
    ...usual,
    data: z.object({ reminderId: z.string() }),
    ...{ batch: 200, atOnce: 2, expireInSeconds: 120 },
    ...{ retryLimit: 12, retryDelay: 1, retryDelayMax: 120 },
  },
  /** Rows of a file, confirmed by the person who dropped it. */
  import: {
    ...usual,
    data: z.object({ importId: z.string() }),
    ...{ batch: 1, atOnce: 1, expireInSeconds: 10 * 60 },
    ...{ retryLimit: 8, retryDelay: 2, retryDelayMax: 300 },
  },
  /** What nobody needs any more. */
  retention: {
    ...usual,
    data: z.object({}),
    ...{ batch: 1, atOnce: 1, expireInSeconds: hour, oncePerSeconds: hour },
    ...{ retryLimit: 5, retryDelay: 10, retryDelayMax: 600 },
  },
} satisfies Record<string, QueueRules>;

export type QueueName = keyof typeof queues;
export const queueNames = Object.keys(queues) as QueueName[];

/** Where jobs of a queue go that failed for good. */
export const deadQueue = (queue: QueueName): string => `${queue}-dead`;

/** What a job of this queue carries. */
export type JobData<Q extends QueueName> = z.infer<(typeof queues)[Q]['data']>;
