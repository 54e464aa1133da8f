import { type Kysely, sql } from 'kysely';

/** Chat: turns received, the conversations they came from, and the cards kept up to date in them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table inbound (
      activity_id text primary key,
      conversation_id text not null,
      activity jsonb,
      received_at timestamptz not null default now(),
      attempts int not null default 0,
      lease_until timestamptz,
      handled_at timestamptz
    )`.execute(db);
  await sql`create index inbound_unhandled on inbound (received_at) where handled_at is null`.execute(db);
  await sql`
    create table conversations (
      id text primary key,
      tenant_id text not null,
      reference jsonb not null,
      next_update_at bigint not null default 0,
      welcomed_at timestamptz,
      updated_at timestamptz not null default now()
    )`.execute(db);
  await sql`
    create table cards (
      id uuid primary key,
      conversation_id text not null,
      reference jsonb not null,
      subject text not null,
      activity_id text,
      wanted int not null default 1,
      shown int not null default 0,
      digest text,
      shown_at timestamptz,
      lease_until timestamptz,
      failures int not null default 0,
      created_at timestamptz not null default now()
    )`.execute(db);
  await sql`create index cards_by_subject on cards (subject)`.execute(db);
  await sql`create index cards_behind on cards (conversation_id) where wanted > shown`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table cards, conversations, inbound`.execute(db);
}
