import type { ConversationReference } from 'botbuilder';
import { type ColumnType, type Kysely, type RawBuilder, sql } from 'kysely';
import type { HeardFrom } from '../chat/inbox.ts';
import { jsonText } from './json.ts';

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
 * The statement that remembers a place. For another message of the same minute it neither writes nor locks: such a commit
 * waits for no disk.
 * @param heard a table of one row, or of none where nothing was heard after all
 */
export const remember = (
  { id, tenantId, reference }: HeardFrom,
  heard: RawBuilder<unknown> = sql`(values (1)) as heard`,
): RawBuilder<unknown> => {
  const json = jsonText(reference);
  return sql`
    insert into conversations as known (id, tenant_id, reference)
    select ${id}, ${tenantId}, ${json}::jsonb from ${heard}
    where not exists (
      select from conversations as same
      where same.id = ${id} and not same.forbidden and same.updated_at > now() - interval '1 minute'
        and same.reference - 'activityId' = ${json}::jsonb - 'activityId'
    )
    on conflict (id) do update set
      reference = excluded.reference,
      updated_at = now(),
      next_update_at = case when known.forbidden then 0 else known.next_update_at end,
      forbidden = false`;
};

/** Where Rollcall can speak: a reference per conversation, as the last activity from it gave it. */
export function conversationStore(db: Kysely<Tables>) {
  return {
    /** Remembers how to reach a conversation, from which something was just heard: Rollcall may speak there. */
    async save(id: string, tenantId: string, reference: Partial<ConversationReference>): Promise<void> {
      await remember({ id, tenantId, reference }).execute(db);
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
