import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { newCall } from '../../src/calling/newCall.ts';
import { saveEventsQuery } from '../../src/store/callEvents.ts';
import { type CallStore, callStore } from '../../src/store/calls.ts';
import { graphId, request, start } from '../calling/fixtures.ts';
import { type FreshDatabase, freshDatabase } from '../fixtures/database.ts';

const nothing = { audit: [], cardChanged: false, effects: [], timers: [] };
const event = { kind: 'doubted' } as const;

describe('saving news of calls', () => {
  let database: FreshDatabase;
  let store: CallStore;
  const call = { ...newCall(request, start), graphId };

  beforeEach(async () => {
    database = await freshDatabase();
    store = callStore(database.db);
    await store.create({ call, ...nothing });
  });
  afterEach(() => database.close());

  it('finds each call by our id, by the one of Graph, or not at all', async () => {
    const unnamed = { ...newCall({ ...request, id: 'unnamed', meetingKey: 'b' }, start) };
    await store.create({ call: unnamed, ...nothing });
    const about = (callId: string | null, graph: string | null) => ({
      ...{ callId, graphId: graph, event, at: start },
    });
    const saved = await store.saveEvents([
      about(call.id, null),
      about(null, graphId),
      about(call.id, graphId),
      about(call.id, 'another'),
      about('unnamed', 'not heard before'),
      about('unnamed', graphId),
      about(null, 'nobody'),
      about('nobody', null),
    ]);
    assert.deepEqual(saved, [call.id, call.id, call.id, null, 'unnamed', null, null, null]);
  });

  it('looks at no call but those meant, however many there have been', async () => {
    await sql`
      insert into calls (id, graph_id, tenant_id, meeting_key, conversation_id, phase, revision, state, created_at)
      select 'old' || n, 'g' || n, 't', 'm' || n, 'c' || n, 'ended', 1, '{}', n from generate_series(1, 20000) n
    `.execute(database.db);
    await sql`analyze calls`.execute(database.db);
    const events = Array.from({ length: 200 }, (_, n) =>
      n % 2
        ? { callId: call.id, graphId, event, at: start }
        : { callId: null, graphId: `g${n + 1}`, event, at: start },
    );
    const explained = await sql<{ 'QUERY PLAN': string }>`
      explain (analyze, buffers off) ${saveEventsQuery(events)}`.execute(database.db);
    const plan = explained.rows.map((row) => row['QUERY PLAN']).join('\n');
    assert.doesNotMatch(plan, /Seq Scan on calls/, plan);
    assert.match(plan, /Index .*on calls/);
  });
});
