import { type Kysely, sql } from 'kysely';

/**
 * Calls that Rollcall makes wait for a line: who waits, how many were made in a month, whether all of them are stopped,
 * and which instances find that Graph does not answer. A call that waits has the phase `waiting` in its column alone.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table outgoing (
      call_id text primary key references calls (id) on delete cascade,
      sender text not null,
      priority smallint not null,
      asked_at bigint not null,
      admitted_at bigint
    )`.execute(db);
  await sql`
    create index outgoing_waiting on outgoing (priority, sender, asked_at, call_id)
    where admitted_at is null`.execute(db);
  await sql`create index outgoing_admitted on outgoing (admitted_at) where admitted_at is not null`.execute(
    db,
  );
  await sql`create table outgoing_months (month text primary key, calls int not null)`.execute(db);
  await sql`
    create table outgoing_line (
      one boolean primary key default true check (one),
      paused_by jsonb,
      paused_at bigint,
      graph_away_since bigint
    )`.execute(db);
  await sql`insert into outgoing_line default values`.execute(db);
  await sql`
    create index calls_under_way on calls (id) where phase not in ('ended', 'waiting')`.execute(db);
  await sql`
    create table graph_findings (
      instance text primary key,
      open_since bigint,
      answered_at bigint,
      seen_at bigint not null
    )`.execute(db);
  // Attempts that were spared an effect because its request was certainly not sent.
  await sql`alter table effects add column spared int not null default 0`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table effects drop column spared`.execute(db);
  await sql`drop index calls_under_way`.execute(db);
  await sql`drop table graph_findings, outgoing_line, outgoing_months, outgoing`.execute(db);
}
