/** Brings the tables up to date, once however many instances start, and refuses a database of a release too far away. */
import { Kysely, PostgresDialect, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Log } from '../lib/log.ts';
import { loadMigrations, migrationNames, ownRelease } from './migrations/index.ts';
import { openMigrationPool } from './pool.ts';

/** The database is of a release that this one cannot work with; nothing was changed. */
export class ReleaseMismatch extends Error {
  override name = 'ReleaseMismatch';
}

/** Each waits for the tables itself, and lets those pass in between whom it kept waiting. */
const mostAttempts = 12;
const isLocked = (error: unknown): boolean => (error as { code?: string }).code === '55P03';

/**
 * Runs what is missing, one process at a time: Kysely's Migrator takes an advisory lock, and a second process that
 * starts meanwhile waits and then finds nothing to do.
 * @throws ReleaseMismatch where the database is of a release more than one ahead or behind
 */
export async function migrate(connectionString: string, log: Log): Promise<void> {
  const pool = openMigrationPool(connectionString, log);
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    const done = await doneMigrations(db);
    checkRelease(done.length === 0 ? 0 : await releaseOf(db));
    if (!migrationNames.every((name) => done.includes(name))) await runMissing(db, done, log);
    await sql`insert into schema_release (release) values (${ownRelease}) on conflict do nothing`.execute(db);
  } finally {
    await db.destroy();
  }
}

async function runMissing(db: Kysely<unknown>, done: readonly string[], log: Log): Promise<void> {
  const { Migrator } = await import('kysely/migration');
  const known = { ...leftAlone(done), ...(await loadMigrations()) };
  const migrator = new Migrator({ db, provider: { getMigrations: async () => known } });
  for (let attempt = 1; ; attempt += 1) {
    const { error, results } = await migrator.migrateToLatest();
    for (const result of results ?? []) log.info({ migration: result.migrationName, status: result.status });
    if (!error) return;
    if (!isLocked(error) || attempt === mostAttempts) throw error;
    log.warn({ attempt }, 'a table to be migrated is in use; trying again');
  }
}

/**
 * The release that a migrated database is of: the newest that has been here. Before the second, nobody wrote it down.
 */
export async function releaseOf<S>(db: Kysely<S>): Promise<number> {
  const { rows: table } = await sql<{
    found: boolean;
  }>`select to_regclass('schema_release') is not null as found`.execute(db);
  if (!table[0]?.found) return 1;
  const { rows } = await sql<{
    release: number | null;
  }>`select max(release) as release from schema_release`.execute(db);
  return rows[0]?.release ?? 1;
}

/**
 * @param found the database's release; 0: it is empty
 * @param own the release that is to work with it
 * @throws ReleaseMismatch saying both releases and what to do
 */
export function checkRelease(found: number, own = ownRelease): void {
  const both = `The database is of release ${found} and this Rollcall of release ${own}`;
  if (found > own + 1)
    throw new ReleaseMismatch(
      `${both}: only neighbours share a database. Start release ${found}, or ${found - 1} while you go back.`,
    );
  if (found > 0 && found < own - 1)
    throw new ReleaseMismatch(
      `${both}: only neighbours share a database. Upgrade through release ${found + 1} first.`,
    );
}

async function doneMigrations(db: Kysely<unknown>): Promise<string[]> {
  const { rows: table } = await sql<{
    found: boolean;
  }>`select to_regclass('kysely_migration') is not null as found`.execute(db);
  if (!table[0]?.found) return [];
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  return rows.map(({ name }) => name);
}

/** Migrations that a newer release has run here: this one, beside it or after a roll-back, accepts them as they are. */
const leftAlone = (done: readonly string[]): Record<string, Migration> =>
  Object.fromEntries(done.map((name) => [name, { up: async () => undefined }]));
