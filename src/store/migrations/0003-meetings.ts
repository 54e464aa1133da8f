import { type Kysely, sql } from 'kysely';

/** Meetings that Rollcall made, drafted or looked up. Instants are milliseconds since the epoch. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table meetings (
      id uuid primary key,
      tenant_id text not null,
      conversation_id text not null,
      organizer_id text not null,
      organizer jsonb not null,
      subject text not null,
      start_at bigint not null,
      end_at bigint not null,
      zone text not null,
      invited jsonb not null,
      lobby text not null,
      presenters text not null,
      state text not null,
      source text not null,
      learned boolean not null default false,
      event_id text,
      online_meeting_id text,
      join_url text,
      join_meeting_id text,
      passcode text,
      thread_id text,
      message_id text,
      moved_from bigint,
      cancelled_by jsonb,
      locale text not null,
      created_at bigint not null,
      updated_at timestamptz not null default now()
    )`.execute(db);
  // A channel is one thread for all of its meetings; the message tells them apart.
  await sql`
    create unique index meetings_by_thread on meetings (tenant_id, lower(thread_id), coalesce(message_id, '0'))
    where thread_id is not null`.execute(db);
  await sql`
    create unique index meetings_by_meeting_id on meetings (tenant_id, join_meeting_id)
    where join_meeting_id is not null`.execute(db);
  await sql`create index meetings_ahead on meetings (tenant_id, end_at) where state = 'scheduled'`.execute(
    db,
  );
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table meetings`.execute(db);
}
