import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { derivedId } from '../../src/lib/ids.ts';
import { createLog } from '../../src/lib/log.ts';
import { type FreshDatabase, freshDatabase } from '../fixtures/database.ts';
import { FakeGraph, HandClock, hang, instance, news, terminated } from './desk.fixtures.ts';
import { adele, graphId, request } from './fixtures.ts';
import { arrival, facts } from './incoming.fixtures.ts';

const created = [{ callKey: graphId, event: { kind: 'incomingCall' } as const, arrival }];

describe('calls that come in to the desk', () => {
  let database: FreshDatabase;
  let clock: HandClock;

  beforeEach(async () => {
    database = await freshDatabase();
    clock = new HandClock();
  });
  afterEach(() => database.close());

  /** A Graph to which everything is known at once. */
  function knowing(): FakeGraph {
    const graph = new FakeGraph();
    graph.answers.screen = () => ({ ok: true, result: { kind: 'screen', facts } });
    return graph;
  }
  const rows = async (): Promise<string[]> =>
    (await sql<{ id: string }>`select id from calls`.execute(database.db)).rows.map(({ id }) => id);
  const times = (graph: FakeGraph, kind: string) => graph.kinds().filter((one) => one === kind).length;

  it('have one row and one answer, however often and wherever they are told', async () => {
    const graph = knowing();
    const desks = [instance(database, clock, graph).desk, instance(database, clock, graph).desk];
    await Promise.all([...desks, ...desks].map((desk) => desk.receive(null, created)));
    for (const desk of desks) await desk.idle();
    await desks[0]?.receive(null, created);
    await desks[0]?.idle();
    assert.equal((await rows()).length, 1);
    assert.deepEqual([times(graph, 'screen'), times(graph, 'answer')], [1, 1]);
  });

  it('are there before Graph hears that they were taken, and end by its word', async () => {
    const graph = knowing();
    graph.answers.screen = hang;
    const { desk, store } = instance(database, clock, graph);
    await desk.receive(null, [...created, ...news(terminated)]);
    const [id] = await rows();
    assert.ok(id);
    await store.undecidedCalls();
    for (let i = 0; i < 50 && (await store.get(id))?.phase !== 'ended'; i += 1) await desk.tick();
    const call = await desk.get(id);
    assert.deepEqual([call?.phase, call?.incoming?.became], ['ended', 'missed']);
    await desk.receive(null, created);
    assert.equal((await rows()).length, 1, 'told again after its end');
  });

  it('have the rule that decided in the log, once and with nobody’s name', async () => {
    const lines: string[] = [];
    const log = createLog('info', { write: (line) => void lines.push(line) });
    const { desk } = instance(database, clock, knowing(), undefined, log);
    await desk.receive(null, created);
    await desk.idle();
    await desk.receive(null, created);
    await desk.idle();
    const [id] = await rows();
    const told = lines.map((line) => JSON.parse(line)).filter((line) => 'rule' in line);
    assert.deepEqual(
      told.map(({ call, rule, outcome }) => [call, rule, outcome]),
      [[id, 'no rule', 'answer']],
    );
    assert.ok(!lines.join('').includes(facts.caller.name));
  });

  it('are answered by another instance where the one that took them is gone', async () => {
    const expire = () =>
      sql`update effects set lease_until = now() - interval '1 second'`.execute(database.db);
    for (const dies of ['screen', 'answer'] as const) {
      const graph = knowing();
      graph.answers[dies] = hang;
      const dead = instance(database, clock, graph);
      await dead.desk.receive(null, created);
      while (!graph.kinds().includes(dies)) await new Promise(setImmediate);
      // Only its last statement may still be under way: that one may have taken the effect once more.
      void dead.desk.drain();
      const next = instance(database, clock, knowing());
      next.graph.state = 'incoming' as never;
      next.graph.people = [];
      for (let sweep = 0; sweep < 5; sweep += 1) {
        await expire();
        await next.desk.tick();
        await next.desk.idle();
      }
      assert.equal(times(next.graph, 'answer'), 1, dies);
      await sql`delete from calls`.execute(database.db);
    }
  });

  it('are answered while everything else waits: 500 requests for Graph, and whoever wants a connection', async () => {
    const graph = knowing();
    graph.answers.place = hang;
    const { desk } = instance(database, clock, graph);
    const { tenantId, subject, conversationId, locale } = request;
    const sides = [{ id: adele.id, name: adele.name, kind: 'user' as const }];
    const purpose = { kind: 'talk' } as const;
    await Promise.all(
      Array.from({ length: 500 }, (_, n) =>
        desk.place({
          ...{ id: derivedId(String(n)), tenantId, subject, conversationId, locale },
          ...{ by: adele, sides, purpose },
        }),
      ),
    );
    assert.equal(times(graph, 'place'), 500, 'all of them wait for Graph');
    // Every connection that others may use is taken.
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const taken = Array.from({ length: 20 }, () => database.db.connection().execute(() => gate));
    await desk.receive(null, created);
    while (!graph.kinds().includes('answer')) await new Promise(setImmediate);
    release();
    await Promise.all(taken);
    assert.equal(times(graph, 'answer'), 1);
  });

  it('are decided when their time comes, though the sweep of all others waits for a connection', async () => {
    const graph = knowing();
    graph.answers.screen = hang;
    const { desk } = instance(database, clock, graph);
    await desk.receive(null, created);
    while (!graph.kinds().includes('screen')) await new Promise(setImmediate);
    // Whoever was to find out about it is gone, and nobody looks into it any more.
    await sql`delete from effects`.execute(database.db);
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const taken = Array.from({ length: 16 }, () => database.db.connection().execute(() => gate));
    const sweeping = desk.tick();
    clock.time += 13_000;
    const decided = (async () => {
      await desk.tickUrgent();
      while (!graph.kinds().includes('answer')) await new Promise(setImmediate);
      return 'decided';
    })();
    const first = await Promise.race([decided, sweeping.then(() => 'swept')]);
    release();
    await Promise.all([...taken, sweeping]);
    assert.equal(first, 'decided');
  });
});
