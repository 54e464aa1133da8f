import { type Kysely, sql } from 'kysely';

/** The chat that takes calls, whom nobody wants to hear, and calls that came in by who called. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table agents_chats (
      tenant_id text primary key,
      conversation_id text not null,
      bound_by text not null,
      bound_at bigint not null
    )`.execute(db);
  await sql`
    create table blocked_callers (
      tenant_id text not null,
      kind text not null,
      id text not null,
      name text not null,
      blocked_by text not null,
      blocked_at bigint not null,
      primary key (tenant_id, kind, id)
    )`.execute(db);
  await sql`
    create index calls_by_caller on calls (
      (state #>> '{incoming,caller,kind}'), (state #>> '{incoming,caller,id}'), created_at
    ) where state -> 'incoming' is not null`.execute(db);
  await sql`create index calls_incoming on calls (created_at) where state -> 'incoming' is not null`.execute(
    db,
  );
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index calls_by_caller, calls_incoming`.execute(db);
  await sql`drop table agents_chats, blocked_callers`.execute(db);
}
