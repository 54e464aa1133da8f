import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.ts';

/** How much there is of what should be little, or should move: a lane that is stuck shows here. */
export interface Levels {
  liveCalls: number;
  undecidedEvents: number;
  effectsWaiting: number;
  cardsBehind: number;
}

/** Counted in one query. */
export async function readLevels(db: Kysely<Schema>): Promise<Levels> {
  const { rows } = await sql<Levels>`
    select
      (select count(*) from calls where phase <> 'ended') as "liveCalls",
      (select count(*) from call_events) as "undecidedEvents",
      (select count(*) from effects) as "effectsWaiting",
      (select count(*) from cards where wanted > shown) as "cardsBehind"`.execute(db);
  const [levels] = rows;
  if (!levels) throw new Error('Nothing was counted');
  return levels;
}
