import { type Kysely, sql } from 'kysely';
import type { TimerChange } from '../calling/effect.ts';

export interface TimerTable {
  call_id: string;
  name: string;
  generation: number;
  due: number;
}

interface Tables {
  timers: TimerTable;
}

/** Sets and cancels a call's timers, in the transaction that decided so. */
export async function changeTimers(
  db: Kysely<Tables>,
  callId: string,
  changes: readonly TimerChange[],
): Promise<void> {
  const cancelled = changes.filter((change) => change.due === null).map((change) => change.name);
  if (cancelled.length > 0) {
    await db.deleteFrom('timers').where('call_id', '=', callId).where('name', 'in', cancelled).execute();
  }
  const set = changes.flatMap(({ name, generation, due }) =>
    due === null ? [] : [{ call_id: callId, name, generation, due }],
  );
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
    from due order by due
    returning call_id`.execute(db);
  return [...new Set(fired.rows.map((row) => row.call_id))];
}
