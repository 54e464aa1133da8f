/** What an admin sees of the queues, and does about dead letters. */
import { type Kysely, sql } from 'kysely';
import type { Log } from '../lib/log.ts';
import { rulesOf } from './addJobs.ts';
import { openBoss } from './boss.ts';
import { deadQueue, type QueueName, queueNames } from './queues.ts';

export interface QueueCounts {
  queue: QueueName;
  waiting: number;
  underWay: number;
  /** Failed at least once, and to be tried again. */
  again: number;
  done: number;
  dead: number;
}

/** A job without what it carries. */
export interface JobLine {
  id: string;
  state: string;
  /** How often it was tried. */
  tries: number;
  addedAt: Date;
  /** When it is taken next; of a dead letter, when it was put aside. */
  dueAt: Date;
  /** Why its last try failed; '' where none did. */
  reason: string;
}

export type DeadLetters = ReturnType<typeof deadLetters>;

/** The queues of this database, for an admin; nothing is taken from them. */
export function deadLetters<S>(made: { db: Kysely<S>; log: Log }) {
  const { db } = made;
  const boss = openBoss(db, made.log);
  const find = async (id: string) => {
    const { rows } = await sql<{ name: string; dead: boolean; source: string | null }>`
      select name, name like '%-dead' as dead, source_name as source from pgboss.job where id = ${id}::uuid`.execute(
      db,
    );
    return rows[0] ?? null;
  };

  return {
    async counts(): Promise<QueueCounts[]> {
      const { rows } = await sql<
        Record<Exclude<keyof QueueCounts, 'queue' | 'dead'>, number> & { name: string }
      >`
        select name, count(*) filter (where state = 'created')::int as waiting,
          count(*) filter (where state = 'active')::int as "underWay",
          count(*) filter (where state = 'retry')::int as again,
          count(*) filter (where state = 'completed')::int as done
        from pgboss.job group by name`.execute(db);
      const dead = await sql<{ name: string; count: number }>`
        select name, count(*)::int from pgboss.job
        where name like '%-dead' and state in ('created', 'failed') group by name`.execute(db);
      return queueNames.map((queue) => {
        const {
          waiting = 0,
          underWay = 0,
          again = 0,
          done = 0,
        } = rows.find(({ name }) => name === queue) ?? {};
        const aside = dead.rows.find(({ name }) => name === deadQueue(queue))?.count ?? 0;
        return { queue, waiting, underWay, again, done, dead: aside };
      });
    },

    /** The newest first, at most a hundred: what is not done, or the dead letters. */
    async list(queue: QueueName, dead: boolean): Promise<JobLine[]> {
      const { rows } = await sql<JobLine>`
        select id, state, created_on as "addedAt",
          case when source_name is null then start_after else created_on end as "dueAt",
          coalesce(source_retry_count, retry_count)
            + case when started_on is null and source_name is null then 0 else 1 end as tries,
          coalesce(source_output ->> 'message', output ->> 'message', output #>> '{value,message}', '') as reason
        from pgboss.job
        where name = ${dead ? deadQueue(queue) : queue} and state not in ('completed', 'cancelled')
          and (${dead} or state <> 'failed')
        order by created_on desc, id limit 100`.execute(db);
      return rows;
    },

    /** All that is known of a job, what it carries included; null where there is none. */
    async show(id: string): Promise<Record<string, unknown> | null> {
      const { rows } = await sql<Record<string, unknown>>`
        select * from pgboss.job where id = ${id}::uuid`.execute(db);
      const known = rows[0] && Object.entries(rows[0]).filter(([, value]) => value !== null);
      return known ? Object.fromEntries(known) : null;
    },

    /** Whether it is a dead letter, and of which queue; null where there is no such job. */
    find,

    /**
     * Puts dead letters back into their queue as new jobs, with the rules that it has now.
     * @param ids these alone; null: all of them
     * @returns how many; one whose key is in the queue again already stays a dead letter
     */
    async requeue(queue: QueueName, ids: string[] | null): Promise<number> {
      await boss.updateQueue(queue, rulesOf(queue));
      let moved = 0;
      for (let last = 1; last > 0; moved += last)
        last = await boss.redrive(deadQueue(queue), ids ? { ids } : {});
      return moved;
    },

    /** Deletes a dead letter. */
    async drop(id: string, queue: QueueName): Promise<void> {
      await boss.deleteJob(deadQueue(queue), id);
    },
  };
}
