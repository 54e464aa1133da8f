import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { type Finding, graphFindingStore } from '../../src/store/graphFindings.ts';
import { type FreshDatabase, freshDatabase } from '../fixtures/database.ts';

const now = Date.parse('2026-11-21T09:00:00Z');

describe('what instances find about Graph', () => {
  let database: FreshDatabase;
  before(async () => {
    database = await freshDatabase();
    await sql`
      insert into calls (id, tenant_id, meeting_key, conversation_id, phase, revision, state, created_at)
      values ('live', 't', 'a', '', 'established', 0, '{}', 0), ('over', 't', 'b', '', 'ended', 0, '{}', 0)`.execute(
      database.db,
    );
    await sql`
      insert into cards (id, conversation_id, reference, subject, shown)
      select gen_random_uuid(), 'chat', '{}', 'call:' || id, 1 from calls`.execute(database.db);
  });
  after(() => database.close());

  const store = () => graphFindingStore(database.db);
  const tell = (instance: string, more: Partial<Finding>, at = now) =>
    store().tell({ ...{ instance, openSince: null, answeredAt: null }, ...more }, at);
  const wanted = async () => {
    const { rows } = await sql<{ wanted: number }>`select wanted from cards order by subject`.execute(
      database.db,
    );
    return rows.map((row) => row.wanted);
  };

  it('is told on cards of calls under way when it changes, and only then', async () => {
    await tell('a', { answeredAt: now - 9_000 });
    assert.deepEqual([await store().isAway(), await wanted()], [false, [1, 1]]);
    await tell('b', { openSince: now - 5_000 });
    await tell('b', { openSince: now - 5_000 }, now + 1_000);
    assert.deepEqual([await store().isAway(), await wanted()], [true, [2, 1]]);
    await tell('b', { answeredAt: now + 2_000 }, now + 2_000);
    assert.deepEqual([await store().isAway(), await wanted()], [false, [3, 1]]);
  });

  it('is not told where Graph answers another instance, nor after one that is gone', async () => {
    await tell('b', { openSince: now + 3_000 }, now + 4_000);
    assert.equal(await store().isAway(), true);
    await tell('a', { answeredAt: now + 5_000 }, now + 5_000);
    assert.equal(await store().isAway(), false);
    await tell('b', { openSince: now + 6_000 }, now + 6_000);
    assert.equal(await store().isAway(), true);
    await tell('a', { answeredAt: now + 5_000 }, now + 22_000);
    assert.equal(await store().isAway(), false);
  });

  it('is not believed of a time to come: the clock was set back, and who said so may be gone', async () => {
    await tell('b', { openSince: now + 3_600_000 }, now + 3_600_000);
    assert.equal(await store().isAway(), true);
    await tell('a', {}, now);
    assert.equal(await store().isAway(), false);
  });
});
