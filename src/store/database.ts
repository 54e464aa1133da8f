/** Opens the database, ours or a given one, and brings its tables up to date before anybody uses it. */
import { join } from 'node:path';
import { Kysely, PostgresDialect, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { Migrator } from 'kysely/migration';
import type { Log } from '../lib/log.ts';
import { startEmbedded } from './embedded.ts';
import { migrations } from './migrations/index.ts';
import { openMigrationPool, openPool, reservedConnections } from './pool.ts';
import type { Schema } from './schema.ts';

export interface Database {
  db: Kysely<Schema>;
  /** The same over a few connections of its own, for what cannot wait behind anything. */
  urgent: Kysely<Schema>;
  /** Where it is, in words, without the password: for the start-up lines and the log. */
  description: string;
  /** Lets running queries end, closes the connections, and stops the embedded server. Harmless when repeated. */
  close(): Promise<void>;
}

/**
 * @param url a postgres:// address; empty: an embedded server in `${dataDir}/postgres`.
 * @param silenceMs how long a query waits for a server that says nothing, see store/pool.ts.
 * @throws Error saying which host does not answer and which setting to check, within about five seconds.
 */
export async function openDatabase(options: {
  url: string;
  dataDir: string;
  log: Log;
  silenceMs?: number;
}): Promise<Database> {
  const { url, dataDir, log } = options;
  const server = url ? null : await startEmbedded({ folder: join(dataDir, 'postgres'), log });
  const address = server?.url ?? url;
  const pool = openPool(address, log, options.silenceMs);
  const reserved = openPool(address, log, options.silenceMs, reservedConnections);
  let closing: Promise<void> | undefined;
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  const urgent = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: reserved }) });
  const close = () => {
    closing ??= Promise.all([db.destroy(), urgent.destroy()]).then(() => server?.stop());
    return closing;
  };
  try {
    // Asked through Kysely: it ends a pool only that it has used.
    await Promise.all([db, urgent].map((one) => sql`select 1`.execute(one))).catch((error: Error) => {
      throw new Error(`The database at ${placeOf(address)} does not answer: check DATABASE_URL.`, {
        cause: error,
      });
    });
    await migrate(address, log);
  } catch (error) {
    await close();
    throw error;
  }
  const description = server ? `embedded PostgreSQL on port ${server.port}` : `PostgreSQL at ${placeOf(url)}`;
  return { db, urgent, description, close };
}

/** Each waits for the tables itself, and lets those pass in between whom it kept waiting. */
const mostAttempts = 12;
const isLocked = (error: unknown): boolean => (error as { code?: string }).code === '55P03';

/**
 * Runs what is missing, one process at a time: Kysely's Migrator takes an advisory lock, and a second process that
 * starts meanwhile waits and then finds nothing to do.
 */
async function migrate(connectionString: string, log: Log): Promise<void> {
  const pool = openMigrationPool(connectionString, log);
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    const known = { ...(await futureMigrations(db)), ...migrations };
    const migrator = new Migrator({ db, provider: { getMigrations: async () => known } });
    for (let attempt = 1; ; attempt += 1) {
      const { error, results } = await migrator.migrateToLatest();
      for (const result of results ?? [])
        log.info({ migration: result.migrationName, status: result.status });
      if (!error) return;
      if (!isLocked(error) || attempt === mostAttempts) throw error;
      log.warn({ attempt }, 'a table to be migrated is in use; trying again');
    }
  } finally {
    await db.destroy();
  }
}

/** Migrations that a newer version has run here: this one, started after a roll-back, accepts them as they are. */
async function futureMigrations(db: Kysely<unknown>): Promise<Record<string, Migration>> {
  const table = await sql<{
    found: boolean;
  }>`select to_regclass('kysely_migration') is not null as found`.execute(db);
  if (!table.rows[0]?.found) return {};
  const done = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  const nothing = async () => undefined;
  return Object.fromEntries(done.rows.map(({ name }) => [name, { up: nothing }]));
}

function placeOf(address: string): string {
  try {
    const { hostname, port, pathname } = new URL(address);
    return `${hostname || 'localhost'}:${port || 5432}${pathname}`;
  } catch {
    return 'DATABASE_URL (which is no postgres:// address)';
  }
}
