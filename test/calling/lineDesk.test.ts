import assert from 'node:assert/strict';
import { fold } from '../../src/calling/fold.ts';
import { newPlacedCall, type PlaceRequest } from '../../src/calling/placed.ts';
import { derivedId } from '../../src/lib/ids.ts';
import { createLog } from '../../src/lib/log.ts';
import { openDatabase } from '../../src/store/database.ts';
import { pacingStore } from '../../src/store/outgoing.ts';
import { type FreshDatabase, freshDatabase } from '../fixtures/database.ts';
import { FakeGraph, failure, HandClock, hang, instance } from './desk.fixtures.ts';
import { adele, botId, caps, request, rules } from './fixtures.ts';

const log = createLog('silent');
const refused = { status: 403, code: '', message: '', reference: 'r' };
const asked = (name: string, more: Partial<PlaceRequest> = {}): PlaceRequest => ({
  ...{ id: derivedId(name), tenantId: request.tenantId, subject: '', conversationId: '', locale: 'en' },
  ...{ by: adele, purpose: { kind: 'talk' }, sides: [{ id: name, name, kind: 'user' }] },
  ...more,
});

describe('the line of several desks', () => {
  let database: FreshDatabase;
  let clock: HandClock;
  beforeEach(async () => {
    database = await freshDatabase();
    clock = new HandClock();
  });
  afterEach(() => database.close());

  const deskOn = (where: FreshDatabase, callsAtOnce: number) => {
    const graph = new FakeGraph();
    graph.answers.place = hang;
    return instance(where, clock, graph, 60_000, log, { ...caps, callsAtOnce });
  };

  it('never has more under way than there are lines, and lets the next go as soon as one ends', async () => {
    const others = await Promise.all(
      [1, 2].map(async () => {
        const opened = await openDatabase({ url: database.url, dataDir: '', log });
        return { ...database, db: opened.db, urgent: opened.urgent, close: opened.close };
      }),
    );
    try {
      const desks = [database, ...others].map((where) => deskOn(where, 4));
      const rung = () => desks.reduce((sum, { graph }) => sum + graph.kinds().length, 0);
      await Promise.all(Array.from({ length: 12 }, (_, n) => desks[n % 3]?.desk.place(asked(`person ${n}`))));
      for (const { desk } of desks) await desk.tick();
      assert.equal(rung(), 4);
      const one = desks.flatMap(({ graph }) => graph.asked)[0];
      await desks[2]?.store.saveEvents([
        {
          ...{ callId: one?.callId ?? '', graphId: null, at: clock.now() },
          event: { kind: 'effectFailed', effectId: one?.effectId ?? '', failure: refused, of: 'place' },
        },
      ]);
      const next = async () => {
        for (const { desk } of desks) await desk.tick();
        await new Promise(setImmediate);
        return rung();
      };
      while ((await next()) < 5);
      assert.equal(rung(), 5);
    } finally {
      for (const one of others) await one.close();
    }
  });

  it('takes back who is to be tried again when all calls are paused, and lets them go once', async () => {
    const { desk, graph, store } = deskOn(database, 4);
    const { pause, resume } = pacingStore(database.db);
    graph.answers.place = () => failure(429, '', 60_000);
    const { call } = await desk.place(asked('somebody'));
    const comesTo = async (phase: string) => {
      for (;;) {
        await desk.tick();
        const row = await database.db.selectFrom('calls').select('phase').executeTakeFirst();
        if (row?.phase === phase) return (await store.get(call.id))?.placed?.waiting;
        await new Promise(setImmediate);
      }
    };
    assert.equal(await comesTo('joining'), undefined);
    while (graph.asked.length === 0) await new Promise(setImmediate);
    await pause(adele, clock.now());
    assert.equal(await comesTo('waiting'), true);
    await desk.tick();
    assert.deepEqual(graph.kinds(), ['place'], 'long before it was to be tried again');
    graph.answers.place = hang;
    await resume(adele, clock.now());
    await comesTo('joining');
    while (graph.asked.length === 1) await desk.tick();
    await desk.tick();
    assert.deepEqual(graph.kinds(), ['place', 'place']);
  });

  it('is left by nobody whose desk died: another one rings them, once', async () => {
    const { desk, graph, store } = deskOn(database, 4);
    const call = newPlacedCall(asked('somebody'), derivedId('somebody'), botId, clock.now());
    const first = [{ event: { kind: 'placeRequested' } as const, at: clock.now() }];
    await store.create(fold(call, first, rules, assert.ifError));
    while (graph.asked.length === 0) {
      await desk.tick();
      await new Promise(setImmediate);
    }
    await desk.tick();
    assert.deepEqual(graph.kinds(), ['place']);
    assert.equal((await desk.place(asked('somebody'))).placed, 'already');
    assert.deepEqual(graph.kinds(), ['place']);
  });
});
