import assert from 'node:assert/strict';
import { type Kysely, sql } from 'kysely';
import type { Call } from '../../src/calling/call.ts';
import type { Decision } from '../../src/calling/effect.ts';
import { newCall } from '../../src/calling/newCall.ts';
import { createLog } from '../../src/lib/log.ts';
import { type CallStore, callStore } from '../../src/store/calls.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import type { Schema } from '../../src/store/schema.ts';
import { fireTimers } from '../../src/store/timers.ts';
import { request, start } from '../calling/fixtures.ts';
import { type FreshDatabase, freshDatabase } from '../fixtures/database.ts';
import { cameIn } from '../frontdesk/fixtures.ts';

const nothing = { audit: [], cardChanged: false, effects: [] };
const call = newCall(request, start);
const news = { callId: call.id, graphId: null, at: start, event: { kind: 'doubted' as const } };

describe('a call being decided', () => {
  let database: FreshDatabase;
  let other: Database;
  let store: CallStore;

  beforeEach(async () => {
    database = await freshDatabase();
    other = await openDatabase({ url: database.url, dataDir: '', log: createLog('silent') });
    store = callStore(database.db);
    await store.create({ call, ...nothing, timers: [{ name: 'settle', generation: 1, due: start }] });
    await store.saveEvents([news]);
  });
  afterEach(async () => {
    await other.close();
    await database.close();
  });

  /** Resolves when a statement of this text waits for a lock. */
  async function waiting(text: string): Promise<'waits'> {
    for (;;) {
      const { rows } = await sql`
        select from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and query like ${`%${text}%`}
          and pid <> pg_backend_pid()`.execute(database.db);
      if (rows.length > 0) return 'waits';
    }
  }

  /** A decision that has the call and waits for its timer, which `meanwhile` has. `of`: what it makes of the call. */
  async function whileDeciding(
    meanwhile: (tx: Kysely<Schema>) => Promise<void>,
    of: (call: Call) => Pick<Decision, 'call' | 'cardChanged'> = (before) => ({
      ...{ call: before, cardChanged: false },
    }),
  ) {
    let decided: Promise<unknown> = Promise.resolve();
    await other.db.transaction().execute(async (tx) => {
      await sql`select from timers where call_id = ${call.id} for update`.execute(tx);
      decided = store.fold(call.id, (before) => ({
        ...{ ...nothing, ...of(before) },
        timers: [{ name: 'settle', generation: 2, due: start + 5_000 }],
      }));
      decided.catch(() => undefined);
      await waiting('insert into "timers"');
      await meanwhile(tx);
    });
    await decided;
  }

  it('never stands against a sweep that fires its timers', () =>
    whileDeciding(async (tx) => {
      assert.deepEqual(await fireTimers(tx, start + 1), [call.id]);
    }));

  it('keeps no news waiting', () =>
    whileDeciding(async () => {
      const saved = store.saveEvents([news]);
      const first = await Promise.race([saved.then(() => 'saved'), waiting('call_events (')]);
      assert.equal(first, 'saved');
    }));

  it('keeps no other call waiting for the card that shows both', async () => {
    const queued = (one: Call) => ({ call: { ...one, incoming: cameIn({}) }, cardChanged: true });
    const another = { ...call, id: 'ca110000-0000-4000-8000-000000000002', meetingKey: 'another' };
    await sql`
      insert into cards (id, conversation_id, reference, subject)
      values (gen_random_uuid(), 'desk', '{}', ${`frontdesk:${call.tenantId}`})`.execute(database.db);
    await whileDeciding(async () => {
      const made = store.create({ ...nothing, ...queued(another), timers: [] });
      const first = await Promise.race([made.then(() => 'made'), waiting('update "cards"')]);
      assert.equal(first, 'made');
    }, queued);
    const [card] = (await sql<{ wanted: number }>`select wanted from cards`.execute(database.db)).rows;
    assert.equal(card?.wanted, 3, 'behind by both');
  });

  it('is left out by whoever decides several, and waits for none of them', async () => {
    const another = { ...call, id: 'ca110000-0000-4000-8000-000000000003', meetingKey: 'another' };
    await store.create({ call: another, ...nothing, timers: [] });
    await store.saveEvents([{ ...news, callId: another.id }]);
    await whileDeciding(async () => {
      const decide = (before: Call) => ({ call: before, ...nothing, timers: [] });
      const decided = await store.foldFree([call.id, another.id], decide);
      assert.deepEqual([...decided.keys()], [another.id]);
    });
    assert.deepEqual(await store.undecidedCalls(), []);
  });

  it('learns its id of Graph together with others, while news of all is saved in any order', async () => {
    const calls = [1, 2, 3].map((n) => `ca110000-0000-4000-8000-00000000001${n}`);
    for (const id of calls)
      await store.create({ call: { ...call, id, meetingKey: id }, ...nothing, timers: [] });
    const save = (ids: string[]) => store.saveEvents(ids.map((callId) => ({ ...news, callId })));
    for (let round = 0; round < 10; round += 1) {
      await save(calls);
      const learn = (before: Call) => ({
        call: { ...before, graphId: `${before.id}/${round}` },
        ...{ ...nothing, timers: [] },
      });
      const saving = [save(calls.toReversed()), save(calls), save(calls.toReversed())];
      const [decided] = await Promise.all([store.foldFree(calls, learn), ...saving]);
      assert.equal(decided.size, 3);
    }
  });
});
