/** Connections to PostgreSQL that nothing can hold up for long: not a lock, not a long query, not a silent network. */
import pg from 'pg';
import type { Log } from '../lib/log.ts';
import { applicationName } from './embedded.ts';
import { preparedName } from './prepared.ts';

/** Longer than the server lets a statement take: whoever is silent for longer is not there any more. */
const longestSilence = 20_000;
/** How long a migration waits for a table, and everybody else for the migration behind it. */
const migrationLock = 5_000;

/** Numbers for bigint: instants are milliseconds since the epoch, far below 2^53. */
const int8 = 20;
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format: 'text' | 'binary') =>
    oid === int8 ? Number : pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
};

/**
 * pg leaves a query that was not answered in time on its connection; whoever got that next would wait behind it. And a
 * statement is prepared only where it comes with its name.
 */
class Client extends pg.Client {
  override query(...args: unknown[]): never {
    const [text, values] = args;
    const name = typeof text === 'string' ? preparedName(text) : null;
    const asked: unknown = Reflect.apply(super.query, this, name ? [{ name, text, values }] : args);
    if (asked instanceof Promise) {
      asked.catch((error: unknown) => {
        if (error instanceof Error && error.message === 'Query read timeout') this.#end(error);
      });
    }
    return asked as never;
  }

  #end(error: Error): void {
    const { connection } = this as unknown as { connection: { stream: { destroy(error: Error): void } } };
    connection.stream.destroy(error);
  }
}

/** What is left for calls that come in and for urgent effects, however busy the others are. */
export const reservedConnections = 4;

/**
 * The pool that everything asks but migrations.
 * @param silenceMs milliseconds without an answer after which a query fails and its connection is given up
 */
export function openPool(
  connectionString: string,
  log: Log,
  silenceMs = longestSilence,
  connections = 16,
): pg.Pool {
  return heard(
    new pg.Pool({
      Client,
      connectionString,
      types,
      application_name: applicationName,
      max: connections,
      connectionTimeoutMillis: 5_000,
      idleTimeoutMillis: 30_000,
      // A query that hangs must free its connection: everything here is answered in milliseconds.
      statement_timeout: 15_000,
      query_timeout: silenceMs,
      idle_in_transaction_session_timeout: 30_000,
      keepAlive: true,
    }),
    log,
  );
}

/** For migrations: a long one, or waiting for another process that runs them, must not meet the statement timeout. */
export const openMigrationPool = (connectionString: string, log: Log): pg.Pool =>
  heard(
    new pg.Pool({
      connectionString,
      application_name: applicationName,
      max: 2,
      connectionTimeoutMillis: 5_000,
      lock_timeout: migrationLock,
    }),
    log,
  );

/** SQLSTATE classes of what is refused to one statement alone: its data, its locks, its time. */
const ofOneStatement = /^(22|23|40|55P03|57014)/;

/**
 * Whether an error means that the database was not there, or not as it should be. Errors without an SQLSTATE come
 * from the connection. https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export const isLost = (error: unknown): boolean =>
  !ofOneStatement.test(String((error as { code?: unknown } | null)?.code ?? ''));

/**
 * An idle connection that breaks is replaced by the pool. One that breaks between two statements of a transaction fails the
 * next of them. Without listeners, either would end the process.
 */
function heard(pool: pg.Pool, log: Log): pg.Pool {
  pool.on('connect', (client) => client.on('error', () => undefined));
  pool.on('error', (error) => {
    if (!pool.ending) log.warn({ err: error }, 'a database connection was lost');
  });
  return pool;
}
