import { type Kysely, sql } from 'kysely';

/** Reminders, and what people chose about them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table reminders (
      id text primary key,
      tenant_id text not null,
      by_id text not null,
      to_id text not null,
      batch_id text,
      status text not null,
      wake_at bigint,
      queued_until bigint not null default 0,
      state jsonb not null,
      created_at bigint not null,
      updated_at bigint not null
    ) with (fillfactor = 80)`.execute(db);
  await sql`create index reminders_due on reminders (wake_at) where wake_at is not null`.execute(db);
  await sql`create index reminders_open_by on reminders (by_id) where wake_at is not null`.execute(db);
  await sql`create index reminders_open_for on reminders (to_id) where wake_at is not null`.execute(db);
  await sql`create index reminders_of_batch on reminders (batch_id) where batch_id is not null`.execute(db);
  await sql`create index reminders_closed on reminders (updated_at) where wake_at is null`.execute(db);
  await sql`
    create table reminder_preferences (
      person_id text primary key,
      off boolean not null default false,
      quiet jsonb
    )`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table reminders, reminder_preferences`.execute(db);
}
