import type { ColumnType, Kysely } from 'kysely';
import type { Say } from '../ivr/menu.ts';
import type { PromptRow } from '../ivr/prompts.ts';
import { jsonText } from './json.ts';

export interface PromptsTable {
  token: string;
  say: ColumnType<Say, string, string>;
  /** Epoch milliseconds by our own clock. */
  expires_at: number;
}

interface Tables {
  prompts: PromptsTable;
}

/** What is to be said at which address; retention.ts erases it when its time is over. */
export function promptStore(db: Kysely<Tables>) {
  return {
    async save(rows: PromptRow[]): Promise<void> {
      await db
        .insertInto('prompts')
        .values(
          rows.map(({ token, say, expiresAt }) => ({ token, say: jsonText(say), expires_at: expiresAt })),
        )
        .execute();
    },

    async find(token: string): Promise<PromptRow | null> {
      const row = await db.selectFrom('prompts').selectAll().where('token', '=', token).executeTakeFirst();
      return row ? { token, say: row.say, expiresAt: row.expires_at } : null;
    },
  };
}
