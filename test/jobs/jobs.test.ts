import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { createJobs, type Handlers, type Jobs } from '../../src/jobs/jobs.ts';
import type { JobOutcome } from '../../src/jobs/settle.ts';
import { createLog } from '../../src/lib/log.ts';
import { type FreshDatabase, freshDatabase } from '../fixtures/database.ts';

const log = createLog('silent');
const done: JobOutcome = { kind: 'done' };

describe('durable jobs', () => {
  let database: FreshDatabase;
  before(async () => {
    database = await freshDatabase();
  });
  after(() => database.close());
  afterEach(() => sql`delete from pgboss.job`.execute(database.db));

  type Remind = Handlers['remind'];
  const worker = (remind: Remind): Jobs =>
    createJobs({
      ...{ db: database.db, log },
      handlers: { remind, import: async () => [done], retention: async () => [done] },
    });
  const turns = async (...workers: Jobs[]): Promise<void> => {
    await Promise.all(workers.map((one) => one.tick()));
    await Promise.all(workers.map((one) => one.idle()));
  };
  const reminder = (reminderId: string) => ({ data: { reminderId }, key: reminderId });
  const rows = async () =>
    (
      await sql<{ name: string; state: string; retry_count: number; wait: number; output: unknown }>`
        select name, state, retry_count, output, extract(epoch from start_after - now())::float8 as wait
        from pgboss.job order by name`.execute(database.db)
    ).rows;
  const now = () => sql`update pgboss.job set start_after = now()`.execute(database.db);

  it('are run once each, whoever of three takes them', async () => {
    const ran: string[] = [];
    const remind: Remind = async (jobs) => {
      ran.push(...jobs.map(({ data }) => data.reminderId));
      return jobs.map(() => done);
    };
    const workers = [worker(remind), worker(remind), worker(remind)] as const;
    const wanted = Array.from({ length: 600 }, (_, index) => `r${index}`);
    await workers[0].add('remind', wanted.map(reminder));
    await turns(...workers);
    assert.deepEqual(ran.toSorted(), wanted.toSorted());
    assert.ok((await rows()).every(({ state }) => state === 'completed'));
  });

  it('are added with what wants them, or not at all, and the same key once', async () => {
    const jobs = worker(async (all) => all.map(() => done));
    await database.db
      .transaction()
      .execute(async (tx) => {
        await jobs.add('remind', [reminder('never')], tx);
        throw new Error('undone');
      })
      .catch(() => undefined);
    assert.equal((await rows()).length, 0);
    await jobs.add('remind', [reminder('a'), reminder('b'), { data: { reminderId: 'a' } }]);
    await jobs.add('remind', [reminder('a')]);
    assert.equal((await rows()).length, 3);
  });

  it('of a key may come again when the first is done, but not twice within their slice of time', async () => {
    const jobs = worker(async (all) => all.map(() => done));
    for (let twice = 0; twice < 2; twice += 1) {
      await jobs.add('remind', [reminder('a')]);
      await jobs.add('retention', [{ data: {}, key: 'all' }]);
      await turns(jobs);
    }
    const names = (await rows()).map(({ name }) => name);
    assert.deepEqual(names, ['remind', 'remind', 'retention']);
  });

  it('are tried again with longer waits, and end as dead letters with their reason', async () => {
    const tries: { tries: number; last: boolean }[] = [];
    const jobs = worker(async (all) => {
      tries.push(...all.map(({ tries, last }) => ({ tries, last })));
      throw new RangeError('Nancy is not to be named');
    });
    await jobs.add('remind', [reminder('a')]);
    const waits: number[] = [];
    for (let count = 0; count <= 12; count += 1) {
      await now();
      await turns(jobs);
      waits.push((await rows())[0]?.wait ?? 0);
    }
    assert.deepEqual(
      tries.map(({ tries: count }) => count),
      Array.from({ length: 13 }, (_, index) => index),
    );
    assert.deepEqual(
      tries.filter(({ last }) => last),
      [{ tries: 12, last: true }],
    );
    assert.ok((waits[0] ?? 0) <= 2 && (waits[4] ?? 0) >= 15 && (waits[10] ?? 0) <= 120, waits.join(' '));
    const dead = await rows();
    assert.deepEqual(
      dead.map(({ name, state }) => [name, state]),
      [
        ['remind', 'failed'],
        ['remind-dead', 'created'],
      ],
    );
    assert.ok(!JSON.stringify(dead).includes('Nancy'));
  });

  it('come again when they were told to, and each of a batch ends in its own way', async () => {
    const outcomes: Record<string, JobOutcome> = {
      done,
      asked: { kind: 'again', afterMs: 90_500, reason: 'Graph asked for a pause.' },
      own: { kind: 'again', afterMs: null, reason: 'Graph did not answer.' },
      dead: { kind: 'dead', reason: 'Nobody is there.' },
      back: { kind: 'back' },
    };
    const jobs = worker(async (all) => all.map(({ data }) => outcomes[data.reminderId] ?? done));
    await jobs.add('remind', Object.keys(outcomes).map(reminder));
    await turns(jobs);
    const { rows: ended } = await sql<{ key: string; state: string; wait: number; left: number }>`
      select singleton_key as key, state, retry_limit - retry_count as left,
        round(extract(epoch from start_after - now()))::int as wait
      from pgboss.job where name = 'remind' order by key`.execute(database.db);
    const [asked, back, dead, first, own] = ended;
    assert.equal(asked?.state, 'retry');
    assert.ok(Math.abs((asked?.wait ?? 0) - 90) <= 1);
    assert.deepEqual([back?.state, back?.wait, back?.left], ['retry', 0, 13]);
    assert.equal(dead?.state, 'failed');
    assert.equal(first?.state, 'completed');
    assert.ok(own?.state === 'retry' && own.wait <= 2);
    assert.equal((await rows()).filter(({ name }) => name === 'remind-dead').length, 1);
  });

  it('that carry something else are dead letters without being run', async () => {
    let asked = 0;
    const jobs = worker(async (all) => {
      asked += all.length;
      return all.map(() => done);
    });
    await jobs.add('remind', [{ data: { other: 1 } }, reminder('a')]);
    await turns(jobs);
    assert.equal(asked, 1);
    assert.deepEqual((await rows()).map(({ name, state }) => [name, state]).toSorted(), [
      ['remind', 'completed'],
      ['remind', 'failed'],
      ['remind-dead', 'created'],
    ]);
  });

  it('of a process that died are run by another, and what the dead one says later counts no more', async () => {
    const holds = Promise.withResolvers<void>();
    const dying = worker(async (all) => {
      await holds.promise;
      return all.map(() => ({ kind: 'dead', reason: 'too late' }));
    });
    const ran: number[] = [];
    const other = worker(async (all) => {
      ran.push(...all.map(({ tries }) => tries));
      return all.map(() => done);
    });
    await other.add('remind', [reminder('a')]);
    await dying.tick();
    await sql`update pgboss.job set heartbeat_on = now() - interval '11 seconds'`.execute(database.db);
    await sql`update pgboss.queue set monitor_on = null, monitor_claim_on = null`.execute(database.db);
    await other.supervise();
    await now();
    await turns(other);
    assert.deepEqual(ran, [1]);
    holds.resolve();
    await dying.idle();
    assert.deepEqual(
      (await rows()).map(({ state }) => state),
      ['completed'],
    );
  });

  it('are left alone by one that drains, and given back when they take too long', async () => {
    const told = Promise.withResolvers<boolean>();
    const leaving = worker(async (_all, signal) => {
      signal.addEventListener('abort', () => told.resolve(true));
      return new Promise(() => undefined);
    });
    await leaving.add('remind', [reminder('a')]);
    await leaving.tick();
    await leaving.drain(20);
    assert.ok(await told.promise);
    await leaving.add('remind', [reminder('b')]);
    await leaving.tick();
    const ran: string[] = [];
    const other = worker(async (all) => {
      ran.push(...all.map(({ data }) => data.reminderId));
      return all.map(() => done);
    });
    await turns(other);
    assert.deepEqual(ran.toSorted(), ['a', 'b']);
  });
});
