import { type RawBuilder, sql } from 'kysely';
import type { QueueName } from './queues.ts';

/**
 * The jobs of a queue that wait, are under way or are to be tried again: a query for part of another statement.
 * @param field of what they carry, which the query gives as text
 */
export const openJobs = (queue: QueueName, field: string): RawBuilder<unknown> => sql`
  select data ->> ${field}::text from pgboss.job
  where name = ${queue} and state in ('created', 'retry', 'active') and data ->> ${field}::text is not null`;
