/** What each instance finds about Graph, and what follows for all: whether cards say that Teams does not answer. */
import { type Kysely, sql } from 'kysely';
import { touchCardsWhere } from './cards.ts';
import { type OutgoingTables, waitingReminders } from './outgoing.ts';

interface FindingTable {
  instance: string;
  /** Since when its circuit is open; null while Graph answers it. */
  open_since: number | null;
  answered_at: number | null;
  seen_at: number;
}

/** The table of findings, for the schema. */
export interface GraphFindingTables {
  graph_findings: FindingTable;
}

/** What one instance finds; epoch milliseconds. */
export interface Finding {
  instance: string;
  openSince: number | null;
  answeredAt: number | null;
}

/** An instance that has said nothing for so long is gone. */
const longestSilence = 15_000;

/** Findings over all instances. */
export function graphFindingStore(db: Kysely<GraphFindingTables & Pick<OutgoingTables, 'outgoing_line'>>) {
  return {
    /** Whether cards say so now: one row. */
    async isAway(): Promise<boolean> {
      const line = await db.selectFrom('outgoing_line').select('graph_away_since').executeTakeFirst();
      return (line?.graph_away_since ?? null) !== null;
    },

    /**
     * Notes a finding. Graph is away where it does not answer one instance, and has answered no other since. When that
     * changes, the cards of all calls under way are behind.
     */
    tell: ({ instance, openSince, answeredAt }: Finding, now: number): Promise<void> =>
      db.transaction().execute(async (tx) => {
        await sql`select from outgoing_line for update`.execute(tx);
        await sql`
          insert into graph_findings (instance, open_since, answered_at, seen_at)
          values (${instance}, ${openSince}, ${answeredAt}, ${now})
          on conflict (instance) do update set
            open_since = excluded.open_since, answered_at = excluded.answered_at, seen_at = excluded.seen_at`.execute(
          tx,
        );
        // Of a time to come, when the clock has been set back, nobody has said anything.
        await sql`
          delete from graph_findings
          where seen_at < ${now - longestSilence} or seen_at > ${now + longestSilence}`.execute(tx);
        const { rows: changed } = await sql`
          with away as (
            select min(open_since) as since from graph_findings here
            where open_since is not null and not exists (
              select from graph_findings other
              where other.open_since is null and other.answered_at > here.open_since
            )
          )
          update outgoing_line set graph_away_since = away.since from away
          where (graph_away_since is null) <> (away.since is null)
          returning one`.execute(tx);
        if (changed.length > 0)
          await touchCardsWhere(
            tx,
            sql`select 'call:' || id from calls where phase <> 'ended' union all ${waitingReminders}`,
          );
      }),
  };
}
