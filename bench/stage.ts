/**
 * What every measure stands on: a PostgreSQL that really writes to its disk, the stand-in of the cloud, and the measured
 * programs, each in a process of its own.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { type Child, startChild } from '../src/dev/child.ts';
import { freePorts } from '../src/dev/ports.ts';
import { createLog } from '../src/lib/log.ts';
import { startEmbedded } from '../src/store/embedded.ts';
import { botId, botPassword, type Cloud, startCloud, tenantId } from './cloud.ts';

/** A measured program that is ready. */
interface Program extends Child {
  /** http://127.0.0.1:PORT */
  url: string;
  /** From its start to its word that it is ready, in milliseconds. */
  readyAfterMs: number;
}

export interface Stage {
  cloud: Cloud;
  /** postgres:// address of a new, empty database on the server. */
  newDatabase(): Promise<string>;
  /** Starts a program and waits until it is ready; `env` beside what every program of the stage is told. */
  start(file: string, databaseUrl: string, env?: NodeJS.ProcessEnv): Promise<Program>;
  /** Stops the programs, the database and the cloud, and removes what they kept. */
  close(): Promise<void>;
}

export const rollcall = join(import.meta.dirname, '../src/main.ts');
export const floor = (name: string): string => join(import.meta.dirname, 'floor', `${name}.ts`);

/** @throws Error where PostgreSQL does not start */
export async function openStage(): Promise<Stage> {
  await mkdir('.rollcall', { recursive: true });
  // Not in the system's folder for temporary files, which may be memory: a durable insert is part of what is measured.
  const folder = await mkdtemp(join('.rollcall', 'bench-'));
  const server = await startEmbedded({ folder: join(folder, 'postgres'), log: createLog('silent') });
  const cloud = await startCloud(folder);
  const running: Child[] = [];
  let count = 0;
  return {
    cloud,
    async newDatabase() {
      const address = new URL(server.url);
      const client = new pg.Client({ connectionString: server.url });
      await client.connect();
      address.pathname = `/bench${++count}`;
      await client.query(`create database bench${count}`).finally(() => client.end());
      return address.href;
    },
    async start(file, databaseUrl, env = {}) {
      const [port = 0] = await freePorts(1);
      const since = performance.now();
      const child = await startChild({
        name: file,
        file,
        logFile: join(folder, `${++count}.log`),
        env: {
          ...told(cloud),
          PATH: process.env.PATH,
          PORT: String(port),
          DATABASE_URL: databaseUrl,
          ...env,
        },
      });
      const readyAfterMs = performance.now() - since;
      running.push(child);
      return { ...child, url: `http://127.0.0.1:${port}`, readyAfterMs };
    },
    async close() {
      await Promise.all(running.map((child) => child.stop()));
      await cloud.close();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const told = ({ url, caFile }: Cloud) => ({
  METRICS_PORT: '0',
  PUBLIC_URL: url,
  BOT_ID: botId,
  BOT_TENANT_ID: tenantId,
  BOT_PASSWORD: botPassword,
  GRAPH_URL: url,
  LOGIN_URL: url,
  CHANNEL_OPENID_URL: `${url}/channel/metadata`,
  CALLS_OPENID_URL: `${url}/calls/metadata`,
  EXTRA_CA_FILE: caFile,
  NODE_EXTRA_CA_CERTS: caFile,
  SPEECH_SYNTHESIZER: 'none',
  LOG_LEVEL: process.env.BENCH_LOG ?? 'warn',
});
