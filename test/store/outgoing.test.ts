import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sql } from 'kysely';
import { askedOf, type Caps } from '../../src/calling/line.ts';
import { createLog } from '../../src/lib/log.ts';
import { openDatabase } from '../../src/store/database.ts';
import { admit, pacingStore } from '../../src/store/outgoing.ts';
import { type FreshDatabase, freshDatabase } from '../fixtures/database.ts';

const now = Date.parse('2026-11-21T09:00:00Z');
const wide: Caps = { callsAtOnce: 1_000, callsPerMonth: 1_000_000, requestsPerWindow: 1_000_000 };
const patti = { id: 'patti', name: 'Patti' };

interface Waiting {
  id: string;
  sender: string;
  priority?: 0 | 1;
  at?: number;
}

describe('the line of outgoing calls', () => {
  let database: FreshDatabase;
  before(async () => {
    database = await freshDatabase();
  });
  after(() => database.close());
  beforeEach(() => clear());

  const clear = async () => {
    await sql`delete from calls`.execute(database.db);
    await sql`delete from cards`.execute(database.db);
    await sql`delete from outgoing_months`.execute(database.db);
    await pacingStore(database.db).resume(patti, now);
  };
  const wait = async (calls: Waiting[]) => {
    const rows = JSON.stringify(calls.map((call) => ({ priority: 0, at: now, ...call })));
    await sql`
      with waiting as (
        select * from jsonb_to_recordset(${rows}::jsonb) as w (id text, sender text, priority int, at bigint)
      ), added as (
        insert into calls (id, tenant_id, meeting_key, conversation_id, phase, revision, state, created_at)
        select id, 't', id, '', 'waiting', 0, '{}', at from waiting returning id
      )
      insert into outgoing (call_id, sender, priority, asked_at)
      select waiting.id, sender, priority, at from waiting join added on added.id = waiting.id`.execute(
      database.db,
    );
  };
  const end = (ids: string[]) =>
    sql`update calls set phase = 'ended' where id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`.execute(
      database.db,
    );
  const many = (sender: string, count: number, more: Partial<Waiting> = {}) =>
    Array.from({ length: count }, (_, n) => ({
      ...{ id: `${sender}${String(n).padStart(5, '0')}`, sender },
      ...more,
    }));
  const go = async (caps: Partial<Caps> = {}, at = now, lowest: 0 | 1 = 1) =>
    (await admit(database.db, askedOf({ ...wide, ...caps }, at, lowest))).told.sort();

  it('lets whoever has fewest under way go first, and keeps to its length: as a plain model of it does', async () => {
    const senders = ['a', 'b', 'c'];
    const lines = fc.array(fc.nat(5), { minLength: senders.length, maxLength: senders.length });
    await fc.assert(
      fc
        .asyncProperty(
          lines,
          fc.integer({ min: 1, max: 4 }),
          fc.array(fc.nat(3), { maxLength: 4 }),
          async (counts, callsAtOnce, ends) => {
            let waiting = senders.flatMap((sender, n) => many(sender, counts[n] ?? 0));
            await wait(waiting);
            let live: Waiting[] = [];
            for (const over of [0, ...ends]) {
              await end(live.splice(0, over).map(({ id }) => id));
              const expected: string[] = [];
              while (live.length < callsAtOnce && waiting.length > 0) {
                const busy = ({ sender }: Waiting) => live.filter((call) => call.sender === sender).length;
                const fewest = Math.min(...waiting.map(busy));
                const first = waiting.find((call) => busy(call) === fewest) as Waiting;
                expected.push(first.id);
                live = [...live, first];
                waiting = waiting.filter((call) => call !== first);
              }
              assert.deepEqual(await go({ callsAtOnce }), expected.sort());
            }
          },
        )
        .afterEach(clear),
      { numRuns: 25 },
    );
  });

  it('keeps nobody waiting behind ten thousand of somebody else, and costs no more for them', async () => {
    await wait(many('crowd', 10_000, { priority: 1 }));
    const first = await go({ callsAtOnce: 3 });
    await wait([{ id: 'single', sender: 'one', priority: 1, at: now + 1 }]);
    await end(first.slice(0, 1));
    assert.deepEqual(await go({ callsAtOnce: 3 }), ['single']);
    assert.deepEqual(await go({ callsAtOnce: 3 }), []);
  });

  it('lets people pass what falls due by itself, which goes by itself while Graph answers', async () => {
    await wait([...many('due', 2, { priority: 1, at: now - 1_000 }), { id: 'person', sender: 'p' }]);
    assert.deepEqual(await go({ callsAtOnce: 1 }), ['person']);
    assert.deepEqual(await go({}, now, 0), []);
    assert.equal((await go()).length, 2);
  });

  it('counts requests in a window, and calls in a month: whoever is beyond that hears it at once', async () => {
    await wait(many('a', 9));
    assert.equal((await go({ requestsPerWindow: 40 })).length, 4);
    assert.equal((await go({ requestsPerWindow: 40 }, now + 14_000)).length, 0);
    assert.equal((await go({ requestsPerWindow: 40 }, now + 15_000)).length, 4);
    await wait(many('b', 2));
    assert.deepEqual(await go({ callsPerMonth: 8 }), ['a00008', 'b00000', 'b00001']);
    const told = await sql<{ kind: string; count: number }>`
      select event ->> 'kind' as kind, count(*) from call_events group by 1 order by 1`.execute(database.db);
    assert.deepEqual(told.rows, [
      { kind: 'lineFree', count: 8 },
      { kind: 'noLine', count: 3 },
    ]);
    await wait(many('c', 1));
    assert.deepEqual(await go({ callsPerMonth: 8 }, Date.parse('2026-12-01T00:00:00Z')), ['c00000']);
  });

  it('holds nobody up for calls of an hour that is still to come: the clock was set back', async () => {
    await wait(many('a', 8));
    assert.equal((await go({ requestsPerWindow: 40 }, now + 3_600_000)).length, 4);
    assert.equal((await go({ requestsPerWindow: 40 })).length, 4);
  });

  it('is stopped while all its cards are being changed, in whatever order they were made', async () => {
    await wait(many('a', 2));
    await sql`
      insert into cards (id, conversation_id, reference, subject) values
        ('ffffffff-0000-4000-8000-000000000000', 'chat', '{}', 'call:a00000'),
        ('00000000-0000-4000-8000-000000000000', 'chat', '{}', 'call:a00001')`.execute(database.db);
    const waits = async () => {
      const { rows } = await sql`
        select from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`.execute(database.db);
      return rows.length > 0;
    };
    let paused: Promise<boolean> = Promise.resolve(false);
    await database.db.transaction().execute(async (tx) => {
      await sql`update cards set wanted = 2 where subject = 'call:a00001'`.execute(tx);
      paused = pacingStore(database.db).pause(patti, now);
      paused.catch(() => undefined);
      while (!(await waits()));
      await sql`update cards set wanted = 2 where subject = 'call:a00000'`.execute(tx);
    });
    assert.equal(await paused, true);
  });

  it('is stopped and let go for everybody, once, and its cards are behind by that', async () => {
    const { pause, resume, paused, line, counts } = pacingStore(database.db);
    await wait(many('a', 2));
    await sql`
      insert into cards (id, conversation_id, reference, subject, shown)
      select gen_random_uuid(), 'chat', '{}', subject, 1
      from unnest(array['call:a00000', 'reminder:due', 'reminder:later', 'reminders:all']) subject`.execute(
      database.db,
    );
    await sql`
      insert into reminders (id, tenant_id, by_id, to_id, batch_id, status, wake_at, state, created_at, updated_at)
      values ('due', 't', 'm', 'a', 'all', 'waiting', 1, '{}', 0, 0), ('later', 't', 'm', 'a', null, 'scheduled', 1, '{}', 0, 0)`.execute(
      database.db,
    );
    assert.deepEqual([await pause(patti, now), await pause({ id: 'x', name: 'X' }, now + 1)], [true, false]);
    assert.deepEqual(await paused(), { by: patti, at: now });
    assert.deepEqual([await line(), await go()], [{ paused: true, teamsAway: false }, []]);
    assert.deepEqual(
      [await resume(patti, now), await resume(patti, now), await paused()],
      [true, false, null],
    );
    const { rows } = await sql<{ card: string }>`
      select subject || ' ' || wanted as card from cards order by subject`.execute(database.db);
    assert.deepEqual(
      rows.map(({ card }) => card),
      ['call:a00000 3', 'reminder:due 3', 'reminder:later 1', 'reminders:all 3'],
    );
    assert.deepEqual(await go({ callsAtOnce: 1 }), ['a00000']);
    assert.deepEqual(await counts(now), { waiting: 1, live: 1, month: 1 });
  });

  it('is one for all instances: however many ask at once, the caps hold', async () => {
    const log = createLog('silent');
    const others = await Promise.all([1, 2].map(() => openDatabase({ url: database.url, dataDir: '', log })));
    try {
      await wait(['a', 'b', 'c'].flatMap((sender) => many(sender, 20)));
      const asked = await Promise.all(
        Array.from({ length: 12 }, (_, n) =>
          admit(
            [database, ...others][n % 3]?.db ?? database.db,
            askedOf({ ...wide, callsAtOnce: 7 }, now, 1),
          ),
        ),
      );
      const told = asked.flatMap((one) => one.told);
      assert.deepEqual([told.length, new Set(told).size], [7, 7]);
      assert.deepEqual((await pacingStore(database.db).counts(now)).live, 7);
    } finally {
      for (const one of others) await one.close();
    }
  });
});
