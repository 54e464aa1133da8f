/**
 * The product as a process of its own against a simulator in this one, to be killed with SIGKILL; its successor starts
 * on the same database. On the machine's own time: what takes long is made due by moving it in the database, everything
 * else is asked for until it is so, or half a minute has passed.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { type FreshDatabase, freshDatabase } from '../fixtures/database.ts';
import { freePorts } from './front.ts';
import { authorityDir, botId, settingsFor, tenantId, trafficFile, trust } from './harness.ts';

const main = join(import.meta.dirname, '../../src/main.ts');

/** Asks until the answer is something. @throws Error naming what did not come about in half a minute */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | false | null | undefined>,
): Promise<T> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`It did not come about: ${what}`);
    await pause(50);
  }
}

export interface OwnProcess {
  simulator: Simulator;
  database: FreshDatabase;
  /** Starts it; resolves when it is ready. */
  start(): Promise<void>;
  kill(): Promise<void>;
  /** What a dead one held for minutes is free at once. */
  letTimePass(): Promise<void>;
  /** Every timer of this name is due. */
  due(name: string): Promise<void>;
  close(): Promise<void>;
}

/** A simulator and a database; the process is not started yet. */
export async function ownProcess(): Promise<OwnProcess> {
  const [port = 0] = await freePorts(1);
  const simulator = await startSimulator({
    ...{ dataDir: authorityDir, botId, botPassword: 'story-secret', tenantId, trafficFile, autoFill: false },
    botUrl: `http://127.0.0.1:${port}`,
  });
  trust(simulator.caFile);
  const database = await freshDatabase();
  const settings = settingsFor({ url: simulator.url, port, database: database.url });
  const env = { PATH: process.env.PATH, ...settings, EXTRA_CA_FILE: simulator.caFile };
  let child: ChildProcess | null = null;
  const kill = async () => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  return {
    simulator,
    database,
    kill,
    async start() {
      child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
      await once(child, 'message');
    },
    async letTimePass() {
      await sql`update effects set lease_until = now() - interval '1 second' where lease_until is not null`.execute(
        database.db,
      );
    },
    async due(name) {
      await sql`update timers set due = ${Date.now() - 1} where name = ${name}`.execute(database.db);
    },
    async close() {
      await kill();
      await simulator.close();
      await database.close();
    },
  };
}
