import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import { createLog } from '../../src/lib/log.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { loadMigrations, migrationNames } from '../../src/store/migrations/index.ts';
import { freshDatabase } from '../fixtures/database.ts';

const log = createLog('silent');

describe('an embedded database', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'rollcall-data-'));
    chmodSync(dataDir, 0o711);
  });
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  const open = () => openDatabase({ url: '', dataDir, log });
  const pidFile = () => join(dataDir, 'postgres/cluster/postmaster.pid');

  it('keeps what was written over a stop and a start, and leaves no server behind', async () => {
    const first = await open();
    await sql`create table note (text text)`.execute(first.db);
    await sql`insert into note values ('kept')`.execute(first.db);
    await Promise.all([first.close(), first.close()]);
    assert.ok(!existsSync(pidFile()));

    const second = await open();
    const { rows } = await sql`select text from note`.execute(second.db);
    assert.deepEqual(rows, [{ text: 'kept' }]);
    assert.match(second.description, /^embedded PostgreSQL on port \d+$/);
    await second.close();
    assert.ok(!existsSync(pidFile()));
  });

  it('keeps its password in a file that only its owner reads, and lets nobody in without it', async () => {
    const database = await open();
    const file = join(dataDir, 'postgres/password');
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.ok(!database.description.includes(readFileSync(file, 'utf8').trim()));
    const port = Number(readFileSync(join(dataDir, 'postgres/port'), 'utf8'));
    const stranger = new pg.Client({ host: '127.0.0.1', port, user: 'rollcall', password: 'guess' });
    await assert.rejects(stranger.connect(), /password authentication failed/);
    await database.close();
  });

  /** Opens the database in a process of its own and kills that with -9. */
  async function openAndKill(): Promise<void> {
    const script = `
      import { openDatabase } from ${JSON.stringify(new URL('../../src/store/database.ts', import.meta.url).href)};
      import { createLog } from ${JSON.stringify(new URL('../../src/lib/log.ts', import.meta.url).href)};
      import { sql } from 'kysely';
      const { db } = await openDatabase({ url: '', dataDir: ${JSON.stringify(dataDir)}, log: createLog('silent') });
      await sql\`create table note (text text)\`.execute(db);
      await sql\`insert into note values ('committed')\`.execute(db);
      process.stdout.write('ready');
      await new Promise(() => {});
    `;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = once(child, 'exit');
    await Promise.race([once(child.stdout, 'data'), exited]);
    assert.equal(child.exitCode, null, 'the child ended by itself');
    child.kill('SIGKILL');
    await exited;
  }

  async function committed(): Promise<void> {
    const database = await open();
    const { rows } = await sql`select text from note`.execute(database.db);
    assert.deepEqual(rows, [{ text: 'committed' }]);
    await database.close();
    assert.ok(!existsSync(pidFile()));
  }

  it('adopts the server that a killed process left running', async () => {
    await openAndKill();
    const left = readFileSync(pidFile(), 'utf8').split('\n')[0];
    const database = await open();
    assert.equal(readFileSync(pidFile(), 'utf8').split('\n')[0], left);
    await database.close();
    assert.ok(!existsSync(pidFile()), 'the adopted server is stopped as well');
  });

  it('recovers when the server was killed too', async () => {
    await openAndKill();
    process.kill(Number(readFileSync(pidFile(), 'utf8').split('\n')[0]), 'SIGKILL');
    await committed();
  });

  it('starts on another port when somebody else has the remembered one', async () => {
    await (await open()).close();
    const port = Number(readFileSync(join(dataDir, 'postgres/port'), 'utf8'));
    const squatter = createServer().listen(port, '127.0.0.1');
    await once(squatter, 'listening');
    const database = await open();
    assert.notEqual(Number(readFileSync(join(dataDir, 'postgres/port'), 'utf8')), port);
    await database.close();
    squatter.close();
  });
});

describe('the database', () => {
  it('is migrated once, also when several processes start at the same moment', async () => {
    const { url, close } = await freshDatabase();
    const empty = await makeEmpty(url);
    const opened = await Promise.all(
      Array.from({ length: 4 }, () => openDatabase({ url: empty, dataDir: '', log })),
    );
    const [first] = opened;
    assert.ok(first);
    const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(
      first.db,
    );
    assert.deepEqual(
      rows.map(({ name }) => name),
      [...migrationNames].sort(),
    );
    await Promise.all(opened.map((database) => database.close()));
    await close();
  });

  it('opens after a roll-back: a migration of a newer version is left alone', async () => {
    const { url, db, close } = await freshDatabase();
    await sql`insert into kysely_migration values ('9999-future', now()::text)`.execute(db);
    await (await openDatabase({ url, dataDir: '', log })).close();
    await close();
  });

  it('gives instants as numbers', async () => {
    const { db, close } = await freshDatabase();
    const { rows } = await sql`select 1790000000000::bigint as at`.execute(db);
    assert.deepEqual(rows, [{ at: 1_790_000_000_000 }]);
    await close();
  });

  it('gives each test a database of its own', async () => {
    const [one, other] = await Promise.all([freshDatabase(), freshDatabase()]);
    await sql`create table note (text text)`.execute(one.db);
    await assert.rejects(sql`select * from note`.execute(other.db), /does not exist/);
    await Promise.all([one.close(), other.close()]);
  });

  it('says which database does not answer, and how to mend it, without the password', async () => {
    await assert.rejects(
      openDatabase({ url: 'postgres://user:hunter2@127.0.0.1:1/rollcall', dataDir: '', log }),
      (error: Error) => {
        assert.match(error.message, /127\.0\.0\.1:1\/rollcall does not answer: check DATABASE_URL/);
        assert.ok(!error.message.includes('hunter2'));
        return true;
      },
    );
  });

  it('gives up a connection that died without a word, and goes on with another', async () => {
    const { url, close } = await freshDatabase();
    const { port } = new URL(url);
    let silent = false;
    const front = createServer((near) => {
      const far = connect(Number(port), '127.0.0.1');
      const deaf = silent;
      for (const end of [near, far]) end.on('error', () => undefined);
      near.on('data', (data) => (silent && !deaf ? undefined : far.write(data)));
      far.pipe(near);
      near.on('close', () => far.destroy());
    }).listen(0, '127.0.0.1');
    await once(front, 'listening');
    const address = new URL(url);
    address.port = String((front.address() as AddressInfo).port);
    const database = await openDatabase({ url: address.href, dataDir: '', log, silenceMs: 200 });
    silent = true;
    await assert.rejects(sql`select 1`.execute(database.db), /timeout/);
    await sql`select 1`.execute(database.db);
    await database.close();
    front.close();
    await close();
  });

  it('fails what was under way on a connection that the server ends, and nothing more', async () => {
    const database = await freshDatabase();
    const work = database.db.transaction().execute(async (transaction) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(transaction);
      await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(database.urgent);
      const left = () =>
        sql`select 1 from pg_stat_activity where pid = ${rows[0]?.pid}`.execute(database.urgent);
      // The server's word arrives between two statements.
      while ((await left()).rows.length > 0);
      await sql`select 1`.execute(transaction);
    });
    await assert.rejects(work);
    await sql`select 1`.execute(database.db);
    await database.close();
  });

  it('is migrated without keeping others waiting for long, when a table is in use', async function () {
    this.timeout(40_000);
    const { url, db, close } = await freshDatabase();
    // Back to before one that needs tables which are in use; those after it may need none.
    const migrations = await loadMigrations();
    const undone = migrationNames.filter((name) => name >= '0011-retention');
    for (const name of undone.toReversed()) await migrations[name]?.down?.(db);
    await sql`delete from kysely_migration where name = any(${undone})`.execute(db);
    const writing = sql`lock table meetings, calls, cards, conversations, inbound in row exclusive mode`;
    let migrated: Promise<Database> | undefined;
    await db.transaction().execute(async (tx) => {
      await writing.execute(tx);
      migrated = openDatabase({ url, dataDir: '', log });
      // The migration waits for the table, this one behind it, until the migration makes room.
      for (let queued = false; !queued; ) {
        const { rows } = await sql`select from pg_locks where not granted`.execute(tx);
        queued = rows.length > 0;
      }
      await db.transaction().execute((another) => writing.execute(another));
    });
    await (await migrated)?.close();
    const { rows } = await sql`select from kysely_migration where name = any(${undone})`.execute(db);
    assert.equal(rows.length, undone.length);
    await close();
  });

  it('does not wait for one that accepts and says nothing', async () => {
    const mute = createServer().listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const { port } = mute.address() as AddressInfo;
    const url = `postgres://user:pw@127.0.0.1:${port}/rollcall`;
    const started = performance.now();
    await assert.rejects(openDatabase({ url, dataDir: '', log }), /does not answer/);
    assert.ok(performance.now() - started < 8_000);
    mute.close();
  });

  /** An unmigrated database beside a fresh one. */
  async function makeEmpty(url: string): Promise<string> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query('create database unmigrated template template0');
    await client.end();
    const address = new URL(url);
    address.pathname = '/unmigrated';
    return address.href;
  }
});
