import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { readCommand, type Said } from '../../src/jobs/command.ts';
import { deadLetters } from '../../src/jobs/deadLetters.ts';
import { createJobs, type Jobs } from '../../src/jobs/jobs.ts';
import { createLog } from '../../src/lib/log.ts';
import { type FreshDatabase, freshDatabase } from '../fixtures/database.ts';

const log = createLog('silent');
const run = promisify(execFile);

describe('npm run jobs', () => {
  let database: FreshDatabase;
  let jobs: Jobs;
  before(async () => {
    database = await freshDatabase();
    jobs = createJobs({
      ...{ db: database.db, log },
      handlers: {
        remind: async (all) =>
          all.map(({ data }) =>
            data.reminderId.startsWith('dead')
              ? { kind: 'dead', reason: 'Nobody is there.' }
              : { kind: 'done' },
          ),
      },
    });
  });
  after(() => database.close());
  afterEach(() => sql`delete from pgboss.job`.execute(database.db));

  const say = async (...words: string[]): Promise<Said> => {
    const asked = readCommand(words);
    return typeof asked === 'function' ? asked(deadLetters({ db: database.db, log })) : asked;
  };
  const add = (...ids: string[]) =>
    jobs.add(
      'remind',
      ids.map((reminderId) => ({ data: { reminderId }, key: reminderId })),
    );
  const turn = () => jobs.tick().then(jobs.idle);
  const rowOf = async (queue: string) =>
    (await say()).text
      .split('\n')
      .find((line) => line.startsWith(queue))
      ?.split(/\s+/);
  const dead = async () => {
    const { text } = await say('list', 'remind', '--dead');
    return text
      .split('\n')
      .slice(1)
      .map((line) => line.split(' ')[0] ?? '');
  };

  it('shows how many jobs each queue has, and lists them without what they carry', async () => {
    await add('dead-1', 'a');
    await turn();
    await add('b');
    assert.deepEqual(await rowOf('remind'), ['remind', '1', '0', '0', '1', '1']);
    assert.deepEqual(await rowOf('import'), ['import', '0', '0', '0', '0', '0']);
    const waiting = await say('list', 'remind');
    assert.match(waiting.text, /^id .*\n[0-9a-f-]{36} +waiting +0 /);
    const put = await say('list', 'remind', '--dead');
    assert.match(put.text, /waiting +1 .* Nobody is there\.$/);
    assert.ok(!(waiting.text + put.text).includes('dead-1'));
    assert.equal((await say('list', 'import')).text, 'There are none.');
  });

  it('shows all of one job, and says so where there is none', async () => {
    await add('dead-1');
    await turn();
    const [id = ''] = await dead();
    const { text, code } = await say('show', id);
    assert.equal(code, 0);
    assert.equal(JSON.parse(text).data.reminderId, 'dead-1');
    const none = await say('show', '00000000-0000-4000-8000-000000000000');
    assert.deepEqual([none.code, /There is no job/.test(none.text)], [1, true]);
  });

  it('tries one again, or all of a queue, with the rules that the queue has', async () => {
    await add('dead-1', 'dead-2', 'dead-3');
    await turn();
    const [first = ''] = await dead();
    assert.match((await say('requeue', first)).text, /tried again, as a new job of remind/);
    assert.equal((await dead()).length, 2);
    const { rows } = await sql<{ retry_limit: number; dead_letter: string }>`
      select retry_limit, dead_letter from pgboss.job where name = 'remind' and state = 'created'`.execute(
      database.db,
    );
    assert.deepEqual(rows, [{ retry_limit: 12, dead_letter: 'remind-dead' }]);
    assert.match((await say('requeue', '--all', 'remind')).text, /^2 dead letters are tried again/);
    assert.deepEqual(await rowOf('remind'), ['remind', '3', '0', '0', '0', '0']);
    await turn();
    assert.equal((await dead()).length, 3);
  });

  it('says that one which was tried again is no dead letter any more, also when that is over', async () => {
    await add('dead-1');
    await turn();
    const [id = ''] = await dead();
    await say('requeue', id);
    const twice = await say('requeue', id);
    assert.equal(twice.code, 1);
    assert.match(twice.text, /no dead letter .* \(any more\): it was tried again already, or deleted/);
    await turn();
    for (const verb of ['requeue', 'drop']) assert.deepEqual(await say(verb, id), twice);
  });

  it('does not try one again whose key is in the queue already', async () => {
    await add('dead-1');
    await turn();
    await add('dead-1');
    const [id = ''] = await dead();
    const { text, code } = await say('requeue', id);
    assert.deepEqual([code, /stays a dead letter/.test(text)], [1, true]);
    assert.equal((await dead()).length, 1);
  });

  it('deletes a dead letter, and nothing else', async () => {
    await add('dead-1');
    await turn();
    await add('a');
    const [id = ''] = await dead();
    assert.deepEqual(await say('drop', id), { text: 'It is deleted.', code: 0 });
    assert.deepEqual(await dead(), []);
    const { rows } = await sql<{ id: string }>`select id from pgboss.job where state = 'created'`.execute(
      database.db,
    );
    const waiting = await say('drop', rows[0]?.id ?? '');
    assert.deepEqual([waiting.code, /is no dead letter/.test(waiting.text)], [1, true]);
  });

  it('keeps a dead letter for a month', async () => {
    await add('dead-1');
    await turn();
    const { rows } = await sql<{ days: number }>`
      select extract(day from keep_until - now())::int as days from pgboss.job where name = 'remind-dead'`.execute(
      database.db,
    );
    assert.ok(rows[0] && rows[0].days >= 29, JSON.stringify(rows));
  });

  it('explains itself, and what it did not understand', async () => {
    for (const words of [['--help'], ['-h'], ['help']]) assert.equal((await say(...words)).code, 0);
    for (const words of [
      ['list'],
      ['list', 'letters'],
      ['requeue'],
      ['requeue', '--all'],
      ['show', 'me'],
      ['drop', 'all'],
      ['dance'],
      ['--loud'],
      ['list', 'remind', 'twice'],
    ]) {
      const { code, text } = await say(...words);
      assert.equal(code, 2, words.join(' '));
      assert.match(text, /npm run jobs -- list/);
    }
  });

  it('runs in a terminal against the database of the environment', async () => {
    const main = join(import.meta.dirname, '../../src/jobs.ts');
    const env = { PATH: process.env.PATH, DATABASE_URL: database.url };
    const { stdout } = await run(process.execPath, [main], { env });
    assert.match(stdout, /^queue .*\nremind/);
    const away = { ...env, DATABASE_URL: 'postgres://u:hunter2@127.0.0.1:1/rollcall' };
    await assert.rejects(
      run(process.execPath, [main], { env: away }),
      (error: { code: number; stderr: string }) => {
        assert.equal(error.code, 1);
        assert.equal(
          error.stderr,
          'The database at 127.0.0.1:1/rollcall does not answer: check DATABASE_URL.\n',
        );
        return true;
      },
    );
  });
});
