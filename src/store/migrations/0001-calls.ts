import { type Kysely, sql } from 'kysely';

/** Calls, what happened to them and is not decided yet, what is to be asked of Graph, timers, and the audit trail. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table calls (
      id text primary key,
      graph_id text unique,
      tenant_id text not null,
      meeting_key text not null,
      meeting_id text,
      conversation_id text not null,
      phase text not null,
      revision int not null,
      state jsonb not null,
      created_at bigint not null,
      ended_at bigint
    )`.execute(db);
  await sql`create unique index calls_live_meeting on calls (meeting_key) where phase <> 'ended'`.execute(db);
  await sql`create index calls_by_conversation on calls (conversation_id, created_at desc)`.execute(db);
  await sql`create index calls_by_meeting on calls (meeting_id) where meeting_id is not null`.execute(db);
  await sql`
    create table call_events (
      seq bigint generated always as identity primary key,
      call_id text not null references calls (id) on delete cascade,
      event jsonb not null,
      received_at bigint not null
    )`.execute(db);
  await sql`create index call_events_by_call on call_events (call_id, seq)`.execute(db);
  await sql`
    create table effects (
      id text primary key,
      call_id text not null references calls (id) on delete cascade,
      lane text not null,
      seq int not null,
      effect jsonb not null,
      outlives_call boolean not null,
      state text not null default 'ready' check (state in ('ready', 'sent')),
      attempts int not null default 0,
      not_before bigint not null default 0,
      lease_until timestamptz
    )`.execute(db);
  await sql`create unique index effects_in_lane on effects (call_id, lane, seq)`.execute(db);
  await sql`
    create table timers (
      call_id text not null references calls (id) on delete cascade,
      name text not null,
      generation int not null,
      due bigint not null,
      primary key (call_id, name)
    )`.execute(db);
  await sql`create index timers_by_due on timers (due)`.execute(db);
  await sql`
    create table audit (
      control_id text primary key,
      call_id text,
      tenant_id text not null,
      verb text not null,
      actor_id text not null,
      actor_name text not null,
      targets jsonb not null,
      requested_at bigint not null,
      finished_at bigint
    )`.execute(db);
  await sql`create index audit_by_time on audit (tenant_id, requested_at)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table audit, timers, effects, call_events, calls`.execute(db);
}
