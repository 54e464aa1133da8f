import { type Kysely, sql } from 'kysely';

/** What is looked up every second, for every card and message, and every hour, each by an index of its own. */
const indexes: Record<string, string> = {
  calls_live: "calls (created_at desc) where phase <> 'ended'",
  calls_ended: "calls (ended_at) where phase = 'ended'",
  inbound_handled: 'inbound (handled_at) where handled_at is not null',
  cards_by_conversation: 'cards (conversation_id)',
  conversations_of_person:
    "conversations (lower(reference -> 'user' ->> 'aadObjectId')) " +
    "where reference -> 'conversation' ->> 'conversationType' = 'personal'",
  meetings_by_end: 'meetings (end_at)',
  audit_by_request: 'audit (requested_at)',
};

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const [name, on] of Object.entries(indexes)) {
    await sql`create index if not exists ${sql.ref(name)} on ${sql.raw(on)}`.execute(db);
  }
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const name of Object.keys(indexes)) await sql`drop index if exists ${sql.ref(name)}`.execute(db);
}
