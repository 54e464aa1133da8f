/**
 * The product as a process of its own against a simulator in this one, to be killed with SIGKILL; its successor starts
 * on the same database. On the machine's own time: what takes long is made due by moving it in the database, everything
 * else is asked for until it is so, or half a minute has passed.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import type { Simulator } from '../../src/simulator/simulator.ts';
import type { Schema } from '../../src/store/schema.ts';
import type { FreshDatabase } from '../fixtures/database.ts';
import { freePorts } from './front.ts';
import type { Instance } from './instance.ts';
import { surroundings } from './surroundings.ts';

/** Asks until the answer is something. @throws Error naming what did not come about in `withinMs` of the machine's time */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | false | null | undefined>,
  withinMs = 30_000,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`It did not come about: ${what}`);
    await pause(50);
  }
}

export interface OwnProcess {
  /** Where it listens. */
  port: number;
  simulator: Simulator;
  database: FreshDatabase;
  /** Starts it; resolves when it is ready. */
  start(): Promise<void>;
  /** The process as it was started last. */
  readonly instance: Instance | null;
  kill(): Promise<void>;
  /** What a dead one held for minutes is free at once. */
  letTimePass(): Promise<void>;
  /** Every timer of this name is due. */
  due(name: string): Promise<void>;
  close(): Promise<void>;
}

const leased = ['effects', 'inbound', 'cards'] as const;

/**
 * What somebody who is gone has leased is free: leases run by the database's clock, which nobody moves.
 * @param tables those where nobody who lives has leased anything: it would be done twice
 */
export async function leasesRunOut(
  db: Kysely<Schema>,
  tables: readonly (typeof leased)[number][] = leased,
): Promise<void> {
  for (const table of tables)
    await sql`update ${sql.table(table)} set lease_until = now() - interval '1 second' where lease_until is not null`.execute(
      db,
    );
}

/** A chat is spared for seconds after each update of a card, as Teams wants it: here nobody counts them. */
export async function cardsDue(db: Kysely<Schema>): Promise<void> {
  await sql`update conversations set next_update_at = 0 where next_update_at > 0 and failures = 0`.execute(
    db,
  );
}

/** A simulator and a database; the process is not started yet. `env`: settings of the product that differ. */
export async function ownProcess(more: NodeJS.ProcessEnv = {}): Promise<OwnProcess> {
  const [port = 0] = await freePorts(1);
  const { simulator, database, start, close } = await surroundings(`http://127.0.0.1:${port}`);
  let instance: Instance | null = null;
  return {
    port,
    simulator,
    database,
    get instance() {
      return instance;
    },
    kill: async () => instance?.kill(),
    async start() {
      instance = await start(port, more);
    },
    letTimePass: () => leasesRunOut(database.db),
    async due(name) {
      await sql`update timers set due = ${Date.now() - 1} where name = ${name}`.execute(database.db);
    },
    close,
  };
}
