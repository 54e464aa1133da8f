import { type ColumnType, type Generated, type Kysely, sql } from 'kysely';
import type { CallEvent } from '../calling/call.ts';
import type { IncomingEvent } from '../calling/inbox.ts';
import { jsonText } from './json.ts';

export interface CallEventTable {
  seq: Generated<number>;
  call_id: string;
  event: ColumnType<CallEvent, string, never>;
  received_at: number;
}

interface Tables {
  call_events: CallEventTable;
  calls: { id: string; phase: string };
}

/**
 * The statement that saves events. Its two ways to a call are lookups of their own, each by its index: one condition
 * for both would read all calls there ever were, once per event.
 */
export function saveEventsQuery(events: readonly IncomingEvent[]) {
  // One text rather than arrays of texts, in which every quotation mark would be escaped once more.
  const rows = jsonText(
    events.map(({ callId, graphId, event, at }, index) => ({
      ...{ n: index + 1, call_id: callId, graph_id: graphId, event, at },
    })),
  );
  return sql<{ n: number; call_id: string }>`
    with incoming as (
      select incoming.n, calls.id as call_id, incoming.event, incoming.at
      from json_to_recordset(${rows}::json)
        as incoming (n int, call_id text, graph_id text, event jsonb, at bigint)
      join lateral (
        select id from calls where incoming.call_id is null and calls.graph_id = incoming.graph_id
        union all
        select id from calls
        where calls.id = incoming.call_id
          and (incoming.graph_id is null or calls.graph_id = incoming.graph_id or (calls.graph_id is null
            and not exists (select from calls other where other.graph_id = incoming.graph_id)))
      ) calls on true
    ), inserted as (
      insert into call_events (call_id, event, received_at)
      select call_id, event, at from incoming order by call_id, n
    )
    select n, call_id from incoming`;
}

/**
 * Saves events in one statement, those of each call in their order; calls in the order of their ids, see decisions.ts.
 * @returns per event the id of its call; null where there is no such call, so that nothing was saved
 */
export async function saveEvents(
  db: Kysely<Tables>,
  events: readonly IncomingEvent[],
): Promise<(string | null)[]> {
  const saved = await saveEventsQuery(events).execute(db);
  const byPlace = new Map(saved.rows.map((row) => [row.n, row.call_id]));
  return events.map((_, index) => byPlace.get(index + 1) ?? null);
}

/** Calls with events that nobody has decided yet. */
export async function undecidedCalls(db: Kysely<Tables>): Promise<string[]> {
  const rows = await db.selectFrom('call_events').select('call_id').distinct().limit(500).execute();
  return rows.map((row) => row.call_id);
}

/** Of those, the calls where somebody waits for Rollcall to answer. */
export async function undecidedRinging(db: Kysely<Tables>): Promise<string[]> {
  const rows = await db
    .selectFrom('call_events')
    .innerJoin('calls', 'calls.id', 'call_events.call_id')
    .select('call_id')
    .distinct()
    .where('phase', '=', 'ringing')
    .limit(500)
    .execute();
  return rows.map((row) => row.call_id);
}
