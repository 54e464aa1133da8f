import { type Kysely, sql } from 'kysely';

/** What is to be said at an address that Graph fetches: the words, never the sound; erased when its time is over. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table prompts (
      token text primary key,
      say jsonb not null,
      expires_at bigint not null
    )`.execute(db);
  await sql`create index prompts_by_expiry on prompts (expires_at)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table prompts`.execute(db);
}
