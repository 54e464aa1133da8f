/** Opens the database, ours or a given one, and brings its tables up to date before anybody uses it. */
import { join } from 'node:path';
import { Kysely, PostgresDialect, sql } from 'kysely';
import type { Log } from '../lib/log.ts';
import { startEmbedded } from './embedded.ts';
import { checkRelease, migrate, releaseOf } from './migrate.ts';
import { openPool, reservedConnections } from './pool.ts';
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

/** A database that may not answer yet. */
export interface Connection extends Database {
  /**
   * Resolves when it answers and its tables are up to date; may be called again after it failed.
   * @throws Error saying what does not work and which setting to check, within about five seconds of silence;
   *   ReleaseMismatch where waiting does not help
   */
  prepare(): Promise<void>;
  /** @throws Error where it does not answer now, or a release that does not go with this one has been here meanwhile */
  ping(): Promise<void>;
}

/** What both ways to a database need: `url`, a postgres:// address; empty: a server in `${dataDir}/postgres`. */
export interface Whereabouts {
  url: string;
  dataDir: string;
  log: Log;
  /** How long a query waits for a server that says nothing, see store/pool.ts. */
  silenceMs?: number;
}

/**
 * A database that is asked for nothing yet, but that the embedded server is started.
 * @throws Error where `url` is no address of a database, or the embedded server does not start
 */
export async function connectDatabase({ url, dataDir, log, silenceMs }: Whereabouts): Promise<Connection> {
  if (url && !/^postgres(ql)?:$/.test(URL.parse(url)?.protocol ?? ''))
    throw new Error('DATABASE_URL is no postgres:// address: write postgres://user:password@host:5432/name.');
  const server = url ? null : await startEmbedded({ folder: join(dataDir, 'postgres'), log });
  const address = server?.url ?? url;
  const pool = openPool(address, log, silenceMs);
  const reserved = openPool(address, log, silenceMs, reservedConnections);
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  const urgent = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: reserved }) });
  let closing: Promise<void> | undefined;
  const saysWhy = (error: unknown): never => {
    throw new Error(whyNot(error, address), { cause: error });
  };
  return {
    db,
    urgent,
    description: server ? `embedded PostgreSQL on port ${server.port}` : `PostgreSQL at ${placeOf(url)}`,
    async prepare() {
      // Asked through Kysely: it ends a pool only that it has used.
      await Promise.all([db, urgent].map((one) => sql`select 1`.execute(one))).catch(saysWhy);
      await migrate(address, log);
    },
    async ping() {
      checkRelease(await releaseOf(db).catch(saysWhy));
    },
    close() {
      closing ??= Promise.all([db.destroy(), urgent.destroy()]).then(() => server?.stop());
      return closing;
    },
  };
}

/**
 * A database that answers, its tables up to date.
 * @throws Error as `connectDatabase` and `prepare` do
 */
export async function openDatabase(where: Whereabouts): Promise<Database> {
  const { prepare, ping: _, ...database } = await connectDatabase(where);
  try {
    await prepare();
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** https://www.postgresql.org/docs/current/errcodes-appendix.html: what a person can mend is said apart. */
function whyNot(error: unknown, address: string): string {
  const place = placeOf(address);
  switch ((error as { code?: string } | null)?.code) {
    case '28P01':
    case '28000':
      return `The database at ${place} refuses this user or password: check DATABASE_URL.`;
    case '3D000':
      return `The server has no database ${place}: create it, or check DATABASE_URL.`;
    default:
      return `The database at ${place} does not answer: check DATABASE_URL.`;
  }
}

function placeOf(address: string): string {
  const { hostname, port, pathname } = new URL(address);
  return `${hostname || 'localhost'}:${port || 5432}${pathname}`;
}
