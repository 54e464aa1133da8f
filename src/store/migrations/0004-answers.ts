import { type Kysely, sql } from 'kysely';

/** When the answers of a meeting's invited were last asked for: what keeps instances from asking twice. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table meetings add column answers_at bigint`.execute(db);
  await sql`
    create index meetings_with_answers on meetings (start_at)
    where state = 'scheduled' and source = 'event' and event_id is not null`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index meetings_with_answers`.execute(db);
  await sql`alter table meetings drop column answers_at`.execute(db);
}
