import type { Activity } from 'botbuilder';
import { type ColumnType, type Kysely, type RawBuilder, sql } from 'kysely';
import type { HeardFrom } from '../chat/inbox.ts';
import { remember } from './conversations.ts';
import { jsonText } from './json.ts';

export interface InboundTable {
  activity_id: string;
  conversation_id: string;
  activity: ColumnType<Partial<Activity> | null, string, null>;
  received_at: ColumnType<Date, never, never>;
  attempts: ColumnType<number, number | undefined, number>;
  lease_until: Date | null;
  handled_at: Date | null;
}

interface Tables {
  inbound: InboundTable;
}

/** A turn whose instance died is taken up again after it; one that takes longer is renewed. */
const lease = sql<Date>`now() + interval '60 seconds'`;
const mostAttempts = 3;

interface TurnId {
  id: string;
  conversationId: string;
}

/** Chat turns received: saved before they are acknowledged, handled once, their content erased when handled. */
export function inboundStore(db: Kysely<Tables>) {
  async function leaseUntil(turns: TurnId[], until: RawBuilder<Date>): Promise<void> {
    await sql`
      update inbound set lease_until = ${until}
      where handled_at is null and (conversation_id, activity_id) in (
        select * from unnest(
          ${turns.map(({ conversationId }) => conversationId)}::text[], ${turns.map(({ id }) => id)}::text[]
        )
      )`.execute(db);
  }

  return {
    /**
     * Saves a turn with the place it came from, and leases it to the caller; false when this very activity of the
     * conversation was received before.
     */
    async receive(
      activityId: string,
      conversationId: string,
      activity: Partial<Activity>,
      from: HeardFrom | null,
    ): Promise<boolean> {
      const turn = sql`
        insert into inbound (activity_id, conversation_id, activity, attempts, lease_until)
        values (${activityId}, ${conversationId}, ${jsonText(activity)}, 1, ${lease})
        on conflict (conversation_id, activity_id) do nothing
        returning activity_id`;
      // One statement: an answer waits for one commit.
      const place = from ? sql`, place as (${remember(from, sql`heard`)})` : sql``;
      const { rows } = await sql`with heard as (${turn}) ${place} select from heard`.execute(db);
      return rows.length > 0;
    },

    /** The turn is done: only its id is kept, so that a redelivery does nothing. */
    async handled(activityId: string, conversationId: string): Promise<void> {
      await db
        .updateTable('inbound')
        .set({ handled_at: sql`now()`, activity: null, lease_until: null })
        .where('conversation_id', '=', conversationId)
        .where('activity_id', '=', activityId)
        .execute();
    },

    /** These are anybody's at once, as if their lease had run out. */
    abandon: (turns: TurnId[]): Promise<void> =>
      leaseUntil(turns, sql<Date>`now() - interval '1 millisecond'`),

    /** They stay the caller's for another lease. */
    renew: (turns: TurnId[]): Promise<void> => leaseUntil(turns, lease),

    /** Takes up to ten turns that a dead instance left, oldest first. */
    async takeAbandoned(): Promise<Partial<Activity>[]> {
      const rows = await db
        .updateTable('inbound')
        .set((eb) => ({ lease_until: lease, attempts: eb('attempts', '+', 1) }))
        .where((row) =>
          row(
            row.refTuple('conversation_id', 'activity_id'),
            'in',
            row
              .selectFrom('inbound')
              .select(['conversation_id', 'activity_id'])
              .where('handled_at', 'is', null)
              .where('attempts', '<', mostAttempts)
              .where('lease_until', '<', sql<Date>`now()`)
              .orderBy('received_at')
              .limit(10)
              .forUpdate()
              .skipLocked()
              .$asTuple('conversation_id', 'activity_id'),
          ),
        )
        .returning('activity')
        .execute();
      return rows.flatMap((row) => (row.activity ? [row.activity] : []));
    },
  };
}
