import type { ConversationReference } from 'botbuilder';
import { type ColumnType, type Kysely, sql } from 'kysely';
import type { HeardFrom } from '../chat/inbox.ts';
import { jsonText } from './json.ts';
import { prepared } from './prepared.ts';

export interface ConversationsTable {
  id: string;
  tenant_id: string;
  reference: ColumnType<Partial<ConversationReference>, string, string>;
  /** Epoch milliseconds before which no card of the conversation is updated. */
  next_update_at: ColumnType<number, number | undefined, number>;
  /** Sends and updates in a row that the connector did not take. */
  failures: ColumnType<number, number | undefined, number>;
  /** Rollcall may not speak there until somebody speaks to it again, or installs it again. */
  forbidden: ColumnType<boolean, boolean | undefined, boolean>;
  welcomed_at: Date | null;
  updated_at: ColumnType<Date, never, Date>;
}

interface Tables {
  conversations: ConversationsTable;
}

/**
 * What remembers a place: its id, its tenant and how to reach it are the parameters from `$from` on. For another message of
 * the same minute it neither writes nor locks: such a commit waits for no disk.
 * @param heard a table of one row, or of none where nothing was heard after all
 */
export const rememberText = (from: number, heard: string): string => `
  insert into conversations as known (id, tenant_id, reference)
  select $${from}, $${from + 1}, $${from + 2}::jsonb from ${heard}
  where $${from}::text is not null and not exists (
    select from conversations as same
    where same.id = $${from} and not same.forbidden and same.updated_at > now() - interval '1 minute'
      and same.reference - 'activityId' = $${from + 2}::jsonb - 'activityId'
  )
  on conflict (id) do update set
    reference = excluded.reference,
    updated_at = now(),
    next_update_at = case when known.forbidden then 0 else known.next_update_at end,
    forbidden = false`;

/** Its parameters; of none: nothing is remembered. */
export const placeParameters = (from: HeardFrom | null): (string | null)[] =>
  from ? [from.id, from.tenantId, jsonText(from.reference)] : [null, null, null];

const rememberPlace = prepared('remember_place', rememberText(1, '(values (1)) as heard'));

/** Where Rollcall can speak: a reference per conversation, as the last activity from it gave it. */
export function conversationStore(db: Kysely<Tables>) {
  return {
    /** Remembers how to reach a conversation, from which something was just heard: Rollcall may speak there. */
    async save(id: string, tenantId: string, reference: Partial<ConversationReference>): Promise<void> {
      await rememberPlace(db, placeParameters({ id, tenantId, reference }));
    },

    /** Where a person can be written to alone; null when they never spoke to Rollcall there. */
    async personalChat(personId: string): Promise<Partial<ConversationReference> | null> {
      const row = await db
        .selectFrom('conversations')
        .select('reference')
        .where(sql`lower(reference -> 'user' ->> 'aadObjectId')`, '=', personId)
        .where(sql`reference -> 'conversation' ->> 'conversationType'`, '=', 'personal')
        .orderBy('updated_at', 'desc')
        .executeTakeFirst();
      return row?.reference ?? null;
    },

    /** True for exactly one caller per install: who gets it says welcome. */
    async claimWelcome(id: string): Promise<boolean> {
      const result = await db
        .updateTable('conversations')
        .set({ welcomed_at: sql`now()` })
        .where('id', '=', id)
        .where('welcomed_at', 'is', null)
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },

    /** It could not be said: somebody else gets it. */
    async leaveWelcome(id: string): Promise<void> {
      await db.updateTable('conversations').set({ welcomed_at: null }).where('id', '=', id).execute();
    },

    /** Rollcall may not speak there any more; the next install is welcomed again. */
    async uninstalled(id: string): Promise<void> {
      await db
        .updateTable('conversations')
        .set({ welcomed_at: null, forbidden: true })
        .where('id', '=', id)
        .execute();
    },
  };
}
