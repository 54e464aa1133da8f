import { type Kysely, sql } from 'kysely';

/** Who was rung, when and for whom, and who does not want to be. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table rings (
      id text not null,
      person_id text not null,
      rung_by text not null,
      at bigint not null,
      primary key (id, person_id)
    )`.execute(db);
  await sql`create index rings_of_person on rings (person_id, at)`.execute(db);
  await sql`create index rings_by_sender on rings (rung_by, at)`.execute(db);
  await sql`create index rings_by_time on rings (at)`.execute(db);
  await sql`create table opt_outs (person_id text primary key, at bigint not null)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table rings, opt_outs`.execute(db);
}
