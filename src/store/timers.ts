import { type Kysely, sql } from 'kysely';
import type { Decision } from '../calling/effect.ts';

export interface TimerTable {
  call_id: string;
  name: string;
  generation: number;
  due: number;
}

interface Tables {
  timers: TimerTable;
}

/** Sets and cancels calls' timers, in the transaction that decided so. */
export async function changeTimers(
  db: Kysely<Tables>,
  decisions: readonly Pick<Decision, 'call' | 'timers'>[],
): Promise<void> {
  const changes = decisions.flatMap(({ call, timers }) =>
    timers.map((timer) => ({ call_id: call.id, ...timer })),
  );
  const cancelled = changes.filter(({ due }) => due === null);
  if (cancelled.length > 0) {
    const [calls, names] = [cancelled.map(({ call_id }) => call_id), cancelled.map(({ name }) => name)];
    await sql`
      delete from timers using unnest(${calls}::text[], ${names}::text[]) as cancelled (call_id, name)
      where timers.call_id = cancelled.call_id and timers.name = cancelled.name`.execute(db);
  }
  const set = changes.flatMap(({ due, ...timer }) => (due === null ? [] : { ...timer, due }));
  if (set.length === 0) return;
  await db
    .insertInto('timers')
    .values(set)
    .onConflict((conflict) =>
      conflict.columns(['call_id', 'name']).doUpdateSet({
        generation: sql`excluded.generation`,
        due: sql`excluded.due`,
      }),
    )
    .execute();
}

/** As many timers as one sweep turns into events. */
const atOnce = 500;

/**
 * Turns timers that are due into events, each once whoever sweeps.
 * @returns the ids of their calls
 */
export async function fireTimers(db: Kysely<Tables>, now: number): Promise<string[]> {
  const fired = await sql<{ call_id: string }>`
    with due as (
      delete from timers where (call_id, name) in (
        select call_id, name from timers where due <= ${now} order by due limit ${atOnce} for update skip locked
      ) returning call_id, name, generation, due
    )
    insert into call_events (call_id, event, received_at)
    select call_id, jsonb_build_object('kind', 'timerDue', 'name', name, 'generation', generation), ${now}::bigint
    from due order by call_id, due
    returning call_id`.execute(db);
  return [...new Set(fired.rows.map((row) => row.call_id))];
}
