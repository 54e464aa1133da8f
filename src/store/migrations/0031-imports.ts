import { type Kysely, sql } from 'kysely';

/** Reminders from files: what was checked, and the rows that wait to be scheduled. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table imports (
      id text primary key,
      tenant_id text not null,
      by_id text not null,
      by_name text not null,
      conversation_id text not null,
      locale text not null,
      zone text not null,
      file_name text not null,
      state text not null,
      good integer not null,
      scheduled integer not null default 0,
      mistakes jsonb not null,
      created_at bigint not null,
      finished_at bigint
    )`.execute(db);
  await sql`create index imports_by_time on imports (created_at)`.execute(db);
  await sql`
    create table import_rows (
      import_id text not null references imports on delete cascade,
      line integer not null,
      row jsonb not null,
      primary key (import_id, line)
    )`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table import_rows, imports`.execute(db);
}
