import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.ts';

/** How much there is of what should be little, or should move: a lane that is stuck shows here. */
export interface DatabaseLevels {
  calls_live: number;
  call_events_undecided: number;
  call_events_oldest_seconds: number;
  effects_waiting: number;
  cards_behind: number;
  calls_waiting: number;
  /** 1 or 0. */
  calls_paused: number;
  graph_circuit_open: number;
}

/** What an instance found of Graph and has not said again for so long was said by one that is gone; milliseconds. */
const stale = 60_000;

/** Counted in one query. @param now epoch milliseconds, by the clock that events are stamped with */
export async function readLevels(db: Kysely<Schema>, now: number): Promise<DatabaseLevels> {
  const { rows } = await sql<DatabaseLevels>`
    select
      (select count(*) from calls where phase <> 'ended') as calls_live,
      (select count(*) from call_events) as call_events_undecided,
      (select greatest(0, coalesce(${now}::bigint - min(received_at), 0)) / 1000.0 from call_events)
        as call_events_oldest_seconds,
      (select count(*) from effects) as effects_waiting,
      (select count(*) from cards where wanted > shown) as cards_behind,
      (select count(*) from outgoing where admitted_at is null) as calls_waiting,
      (select count(*) from outgoing_line where paused_at is not null) as calls_paused,
      (select least(1, count(*)) from graph_findings where open_since is not null and seen_at > ${now - stale}::bigint)
        as graph_circuit_open`.execute(db);
  const [levels] = rows;
  if (!levels) throw new Error('Nothing was counted');
  return levels;
}
