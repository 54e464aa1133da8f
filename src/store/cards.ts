import type { ConversationReference } from 'botbuilder';
import { type ColumnType, type ExpressionBuilder, type Kysely, type RawBuilder, sql } from 'kysely';
import type { CardBehind } from '../chat/liveCards.ts';
import type { ConversationsTable } from './conversations.ts';
import { jsonText } from './json.ts';

export interface CardsTable {
  id: string;
  conversation_id: string;
  reference: ColumnType<Partial<ConversationReference>, string, string>;
  /**
   * What the card shows: "call:<id>", "meeting:<id>", "missed:<id of a call>" or "frontdesk:<tenant>", or after "moved:"
   * which card stands further down.
   */
  subject: string;
  /** The message it is; null until it was posted. */
  activity_id: string | null;
  wanted: ColumnType<number, number | undefined, number>;
  shown: ColumnType<number, number | undefined, number>;
  /** Digest of the card as last shown, so that nothing is updated in vain. */
  digest: string | null;
  shown_at: Date | null;
  lease_until: Date | null;
  /** When it was last taken up, whatever came of it. */
  tried_at: Date | null;
  /** Failures in a row that were the card's own, and epoch milliseconds before which it is not taken up again. */
  failures: ColumnType<number, number | undefined, number>;
  retry_at: ColumnType<number, number | undefined, number>;
  created_at: ColumnType<Date, never, never>;
}

interface Tables {
  cards: CardsTable;
  conversations: ConversationsTable;
}

/**
 * All cards of these subjects are behind from now on; in the transaction that changes what they show. Locked in the order
 * of their ids, so that no two transactions wait for each other.
 */
export async function touchCards(db: Kysely<Pick<Tables, 'cards'>>, subjects: string[]): Promise<void> {
  if (subjects.length === 0) return;
  await db
    .updateTable('cards')
    .set((eb) => ({ wanted: eb('wanted', '+', 1) }))
    .where('id', 'in', (cards) =>
      cards.selectFrom('cards').select('id').where('subject', 'in', subjects).orderBy('id').forUpdate(),
    )
    .execute();
}

/** The same for the subjects that a query gives. */
export async function touchCardsWhere<S>(db: Kysely<S>, subjects: RawBuilder<unknown>): Promise<void> {
  await sql`
    update cards set wanted = wanted + 1
    where id in (select id from cards where subject in (${subjects}) order by id for update)`.execute(db);
}

async function insert(
  db: Kysely<Tables>,
  card: { id: string; conversationId: string; reference: Partial<ConversationReference>; subject: string },
): Promise<void> {
  const { id, conversationId, subject } = card;
  await sql`
    insert into cards (id, conversation_id, reference, subject)
    select ${id}, ${conversationId}, ${jsonText(card.reference)}::jsonb, ${subject}
    where not exists (
      select from cards where conversation_id = ${conversationId} and subject = ${subject}
    )
    on conflict (id) do nothing`.execute(db);
}

/** Cards kept up to date in their chats; coalescing holds across instances because it lives here. */
export function cardStore(db: Kysely<Tables>) {
  return {
    /** A new card for a subject, to be posted; nothing where the conversation has one already. */
    add: (
      id: string,
      conversationId: string,
      reference: Partial<ConversationReference>,
      subject: string,
    ): Promise<void> => insert(db, { id, conversationId, reference, subject }),

    /** The same at the bottom: those that were there for the subject show `moved:<subject>` from now on. */
    async move(
      id: string,
      conversationId: string,
      reference: Partial<ConversationReference>,
      subject: string,
    ): Promise<void> {
      await db.transaction().execute(async (tx) => {
        const older = (eb: ExpressionBuilder<Tables, 'cards'>) =>
          eb.and([
            eb('conversation_id', '=', conversationId),
            eb('subject', '=', subject),
            eb('id', '!=', id),
          ]);
        await tx
          .deleteFrom('cards')
          .where(older)
          .where('activity_id', 'is', null)
          .where('lease_until', 'is', null)
          .execute();
        await tx
          .updateTable('cards')
          .set((eb) => ({ subject: `moved:${subject}`, wanted: eb('wanted', '+', 1) }))
          .where(older)
          .execute();
        await insert(tx, { id, conversationId, reference, subject });
      });
    },

    touch: (subject: string) => touchCards(db, [subject]),

    /**
     * Leases one card that is new, or behind while its conversation may be updated at `now` (epoch ms), and closes
     * the conversation until `next`; null when there is none.
     */
    async take(now: number, next: number): Promise<CardBehind | null> {
      return db.transaction().execute(async (tx) => {
        const row = await tx
          .selectFrom('cards')
          .innerJoin('conversations', 'conversations.id', 'cards.conversation_id')
          .selectAll('cards')
          .select('conversations.failures as conversation_failures')
          .whereRef('cards.wanted', '>', 'cards.shown')
          // A new message is no update: it comes at once, unless its conversation takes nothing, or it is one of many.
          .where((eb) =>
            eb.or([
              eb('conversations.next_update_at', '<=', now),
              eb.and([
                eb('cards.tried_at', 'is', null),
                eb('conversations.failures', '=', 0),
                eb('cards.subject', 'not like', 'missed:%'),
              ]),
            ]),
          )
          .where('cards.retry_at', '<=', now)
          .where((eb) =>
            eb.or([eb('cards.lease_until', 'is', null), eb('cards.lease_until', '<', sql<Date>`now()`)]),
          )
          // Whoever waits at the front desk waits for seconds.
          .orderBy(sql`cards.subject like 'frontdesk:%'`, 'desc')
          // Fair to all cards of a chat: one not tried yet first, then the one that had its turn longest ago.
          .orderBy('cards.tried_at', (order) => order.asc().nullsFirst())
          .orderBy('cards.created_at', 'desc')
          .limit(1)
          .forUpdate()
          .skipLocked()
          .executeTakeFirst();
        if (!row) return null;
        await tx
          .updateTable('conversations')
          .set({ next_update_at: next })
          .where('id', '=', row.conversation_id)
          .execute();
        await tx
          .updateTable('cards')
          .set({ lease_until: sql`now() + interval '30 seconds'`, tried_at: sql`now()` })
          .where('id', '=', row.id)
          .execute();
        return {
          id: row.id,
          conversationId: row.conversation_id,
          reference: row.reference,
          subject: row.subject,
          activityId: row.activity_id,
          wanted: row.wanted,
          digest: row.digest,
          failures: { conversation: row.conversation_failures, own: row.failures },
        };
      });
    },

    /** What is shown now; gives the lease back. */
    async shown(id: string, wanted: number, activityId: string, digest: string): Promise<void> {
      await db
        .updateTable('cards')
        .set({
          shown: wanted,
          activity_id: activityId,
          digest,
          shown_at: sql`now()`,
          lease_until: null,
          failures: 0,
        })
        .where('id', '=', id)
        .execute();
      await db
        .updateTable('conversations')
        .set({ failures: 0 })
        .where('id', '=', (eb) => eb.selectFrom('cards').select('conversation_id').where('id', '=', id))
        .where('failures', '>', 0)
        .execute();
    },

    /** Nothing was sent for this card, so the conversation may be updated at once. */
    async reopen(conversationId: string, at: number): Promise<void> {
      await db
        .updateTable('conversations')
        .set({ next_update_at: at })
        .where('id', '=', conversationId)
        .execute();
    },

    /** The conversation did not take an update: none there until `retryAt`; gives the lease back. */
    async held(id: string, conversationId: string, retryAt: number, forbidden: boolean): Promise<void> {
      await db
        .updateTable('conversations')
        .set((eb) => ({ next_update_at: retryAt, failures: eb('failures', '+', 1), forbidden }))
        .where('id', '=', conversationId)
        .execute();
      await db.updateTable('cards').set({ lease_until: null }).where('id', '=', id).execute();
    },

    /** The card itself is what failed: it waits until `retryAt` and the others go on; gives the lease back. */
    async postponed(id: string, retryAt: number): Promise<void> {
      await db
        .updateTable('cards')
        .set((eb) => ({ retry_at: retryAt, failures: eb('failures', '+', 1), lease_until: null }))
        .where('id', '=', id)
        .execute();
    },

    /** The card is gone: its message was deleted, or its chat, or what it showed. */
    async forget(id: string): Promise<void> {
      await db.deleteFrom('cards').where('id', '=', id).execute();
    },
  };
}
