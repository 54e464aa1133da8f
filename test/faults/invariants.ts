/** What must hold at the end of every round, whatever went wrong in it. */
import type { Kysely } from 'kysely';
import type { Simulator } from '../../src/simulator/simulator.ts';
import type { Schema } from '../../src/store/schema.ts';
import { untrueCards } from './cards.ts';
import { besideEachOther, twice } from './once.ts';
import type { Record } from './record.ts';
import { deedsAgainst, orphans, unfinished } from './rows.ts';

export interface Watched {
  db: Kysely<Schema>;
  simulator: Simulator;
  record: Record;
  /** Statuses that this fault asks for; without it no answer of the product may be a 5xx, or missing. */
  asksFor?: (status: number) => boolean;
}

/** What does not hold now, in words; nothing: everything does. */
export async function broken({ db, simulator, record, asksFor }: Watched): Promise<string[]> {
  const found = await Promise.all([
    unfinished(db),
    orphans(db, record),
    deedsAgainst(db, record),
    untrueCards(db, simulator, record),
  ]);
  const refused = record.notifications.filter(
    (status) => (status === 0 || status >= 500) && !asksFor?.(status),
  );
  return [
    ...found.flat(),
    ...twice(record),
    ...besideEachOther(record),
    ...refused.map((status) => `a notification was answered with ${status}`),
  ];
}
