import type { Kysely } from 'kysely';
import type { FrontDesk } from '../chat/services.ts';
import type { ConversationsTable } from './conversations.ts';
import { storable } from './json.ts';

interface AgentsChatTable {
  tenant_id: string;
  conversation_id: string;
  bound_by: string;
  bound_at: number;
}

interface BlockedCallerTable {
  tenant_id: string;
  kind: 'user' | 'guest' | 'phone';
  /** Lower case. */
  id: string;
  name: string;
  blocked_by: string;
  blocked_at: number;
}

/** The tables of the front desk, for the schema. */
export interface FrontDeskTables {
  agents_chats: AgentsChatTable;
  blocked_callers: BlockedCallerTable;
}

interface Tables extends FrontDeskTables {
  conversations: ConversationsTable;
}

/** The chat that takes a tenant's calls, and the callers that nobody wants, as chat needs them. */
export function frontDeskStore(db: Kysely<Tables>, tenantId: string): FrontDesk {
  return {
    /** Null also while Rollcall may not speak there: it was taken out of the chat. */
    async chat() {
      const row = await db
        .selectFrom('agents_chats')
        .innerJoin('conversations', 'conversations.id', 'agents_chats.conversation_id')
        .select(['conversation_id', 'reference'])
        .where('agents_chats.tenant_id', '=', tenantId)
        .where('forbidden', '=', false)
        .executeTakeFirst();
      return row ? { conversationId: row.conversation_id, reference: row.reference } : null;
    },

    async bind(conversationId, by, now) {
      const bound = { conversation_id: conversationId, bound_by: by.id, bound_at: now };
      await db
        .insertInto('agents_chats')
        .values({ tenant_id: tenantId, ...bound })
        .onConflict((conflict) => conflict.column('tenant_id').doUpdateSet(bound))
        .execute();
    },

    /** The latest first. */
    blocked: () =>
      db
        .selectFrom('blocked_callers')
        .select(['kind', 'id', 'name'])
        .where('tenant_id', '=', tenantId)
        .orderBy('blocked_at', 'desc')
        .orderBy('id')
        .execute(),

    async block({ kind, id, name }, by, now) {
      await db
        .insertInto('blocked_callers')
        .values({
          ...{ tenant_id: tenantId, kind, id: id.toLowerCase(), name: storable(name) },
          ...{ blocked_by: by.id, blocked_at: now },
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },

    async unblock({ kind, id }) {
      const { numDeletedRows } = await db
        .deleteFrom('blocked_callers')
        .where('tenant_id', '=', tenantId)
        .where('kind', '=', kind)
        .where('id', '=', id.toLowerCase())
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
  };
}
