import { type Kysely, sql } from 'kysely';

/**
 * A turn is known by its conversation and its activity: an activity's id is unique within its conversation only. And
 * cards wait by themselves, so that one that fails holds neither its chat nor the others. The turns of the version
 * before are refused their `on conflict` from here on; none was released.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table inbound drop constraint inbound_pkey`.execute(db);
  await sql`alter table inbound add primary key (conversation_id, activity_id)`.execute(db);
  await sql`
    alter table cards
      add column tried_at timestamptz,
      add column retry_at bigint not null default 0`.execute(db);
  await sql`update cards set tried_at = shown_at`.execute(db);
  await sql`
    alter table conversations
      add column failures int not null default 0,
      add column forbidden boolean not null default false`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table conversations drop column failures, drop column forbidden`.execute(db);
  await sql`alter table cards drop column tried_at, drop column retry_at`.execute(db);
  await sql`alter table inbound drop constraint inbound_pkey`.execute(db);
  await sql`alter table inbound add primary key (activity_id)`.execute(db);
}
