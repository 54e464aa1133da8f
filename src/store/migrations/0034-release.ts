/** Which releases have brought the tables up to date here: how one that is too old or too new knows (store/migrate.ts). */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table schema_release (release integer primary key, migrated_at timestamptz not null default now())`.execute(
    db,
  );
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table schema_release`.execute(db);
}
