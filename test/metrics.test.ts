import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { createMetrics } from '../src/metrics.ts';
import { readLevels } from '../src/store/levels.ts';
import { pacingStore } from '../src/store/outgoing.ts';
import { HandClock, instance, joinRequest } from './calling/desk.fixtures.ts';
import { freshDatabase } from './fixtures/database.ts';

describe('metrics', () => {
  it('count requests to Graph by operation and result', async () => {
    const metrics = createMetrics(async () => assert.fail('not now'));
    for (const result of ['ok', 'ok', 'throttled'] as const) metrics.askedGraph('GET /users', result, 20);
    const text = await metrics.text();
    assert.match(text, /rollcall_graph_requests_total{operation="GET \/users",result="ok"} 2/);
    assert.match(text, /rollcall_graph_requests_total{operation="GET \/users",result="throttled"} 1/);
    assert.match(text, /rollcall_graph_request_seconds_sum{operation="GET \/users"} 0.06/);
    assert.match(text, /rollcall_calls_live Nan/i, 'told although the database does not answer');
  });

  it('show what waits, so that a lane that is stuck is seen', async () => {
    const database = await freshDatabase();
    const { desk, graph } = instance(database, new HandClock());
    graph.answers.join = () => new Promise<never>(() => undefined);
    const { call } = await desk.start(joinRequest);
    const { store } = instance(database, new HandClock());
    await store.saveEvents([{ callId: call.id, graphId: null, event: { kind: 'doubted' }, at: 0 }]);
    await pacingStore(database.db).pause({ id: 'patti', name: 'Patti Fernandez' }, 1);
    await sql`insert into graph_findings (instance, open_since, seen_at) values ('two', 1, 5000)`.execute(
      database.db,
    );
    const text = await createMetrics(() => readLevels(database.db, 5_000)).text();
    assert.match(text, /rollcall_calls_live 1/);
    assert.match(text, /rollcall_effects_waiting 1/);
    assert.match(text, /rollcall_call_events_undecided 1/);
    assert.match(text, /rollcall_call_events_oldest_seconds 5/);
    assert.match(text, /rollcall_cards_behind 0/);
    assert.match(text, /rollcall_calls_waiting 0/);
    assert.match(text, /rollcall_calls_paused 1/);
    assert.match(text, /rollcall_graph_circuit_open 1/);
    await database.close();
  });
});
