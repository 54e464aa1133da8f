import type { Activity } from 'botbuilder';
import { type ColumnType, type Kysely, type RawBuilder, sql } from 'kysely';
import type { HeardFrom } from '../chat/inbox.ts';
import { placeParameters, rememberText } from './conversations.ts';
import { jsonText } from './json.ts';
import { prepared } from './prepared.ts';

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
const leaseText = `now() + interval '60 seconds'`;
const lease = sql.raw<Date>(leaseText);
const mostAttempts = 3;

/** One statement: an answer waits for one commit. */
const receiveTurn = prepared(
  'receive_turn',
  `with heard as (
    insert into inbound (activity_id, conversation_id, activity, attempts, lease_until)
    values ($1, $2, $3, 1, ${leaseText})
    on conflict (conversation_id, activity_id) do nothing
    returning activity_id
  ), place as (${rememberText(4, 'heard')})
  select activity_id from heard`,
);

const turnHandled = prepared(
  'turn_handled',
  `update inbound set handled_at = now(), activity = null, lease_until = null
  where activity_id = $1 and conversation_id = $2`,
);

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
      const turn = [activityId, conversationId, jsonText(activity)];
      const rows = await receiveTurn(db, [...turn, ...placeParameters(from)]);
      return rows.length > 0;
    },

    /** The turn is done: only its id is kept, so that a redelivery does nothing. */
    async handled(activityId: string, conversationId: string): Promise<void> {
      await turnHandled(db, [activityId, conversationId]);
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
