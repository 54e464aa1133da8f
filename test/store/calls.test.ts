import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { decide } from '../../src/calling/decide.ts';
import type { Decision, PlannedEffect } from '../../src/calling/effect.ts';
import { newCall } from '../../src/calling/newCall.ts';
import { readAudit, writeAudit } from '../../src/store/audit.ts';
import { type CallStore, callStore } from '../../src/store/calls.ts';
import { adele, graphId, request, rules, start } from '../calling/fixtures.ts';
import { type FreshDatabase, freshDatabase } from '../fixtures/database.ts';

describe('the store of calls', () => {
  let database: FreshDatabase;
  let store: CallStore;

  beforeEach(async () => {
    database = await freshDatabase();
    store = callStore(database.db);
  });
  afterEach(() => database.close());

  const nothing = { timers: [], audit: [], cardChanged: false };
  const planned = (n: number, lane: PlannedEffect['lane']): PlannedEffect => ({
    id: `${request.id}/${n}`,
    lane,
    effect: { kind: 'settle' },
    outlivesCall: false,
  });
  const create = async (more: Partial<Decision> = {}) => {
    const call = newCall(request, start);
    await store.create({ call, effects: [], ...nothing, ...more });
    return call;
  };
  const taken = async (now = start) =>
    [
      ...(await store.takeEffects([request.id], now, 1_000, 'urgent')),
      ...(await store.takeEffects([request.id], now, 1_000, 'others')),
    ].map((one) => `${one.id.split('/')[1]}`);

  it('keeps one live call a meeting, and gives that one to whoever asks for another', async () => {
    const first = await create();
    const second = newCall({ ...request, id: 'another' }, start + 1);
    assert.deepEqual(await store.create({ call: second, effects: [], ...nothing }), {
      call: first,
      created: false,
    });
  });

  it('adds several at once, each once, and gives what was there of the others', async () => {
    const there = await create();
    const placed = ['two', 'one', 'three'].map((id) => newCall({ ...request, id, meetingKey: id }, start));
    const again = placed.flatMap((call) => (call.id === 'one' ? { ...call, subject: 'Again' } : []));
    const effects = [{ ...planned(1, 'controls'), id: 'one/1' }];
    const made = await store.createAll(
      [...placed, there, ...again].map((call) => ({
        ...{ call, ...nothing, effects: call.subject === 'Again' || call.id !== 'one' ? [] : effects },
      })),
    );
    assert.deepEqual(
      made.map(({ call, created }) => [call.id, call.subject, created]),
      [
        ['two', request.subject, true],
        ['one', request.subject, true],
        ['three', request.subject, true],
        [there.id, request.subject, false],
        ['one', request.subject, false],
      ],
    );
    const all = await store.takeEffects(['one', 'two', there.id], start, 1_000, 'others');
    assert.deepEqual(
      all.map(({ id }) => id),
      ['one/1'],
    );
  });

  it('decides waiting events once, in their order, and erases them', async () => {
    await create();
    const mine = { callId: request.id, graphId: null, at: start };
    await store.saveEvents([
      { ...mine, event: { kind: 'callUpdated', news: { graphId, state: 'establishing' } } },
      { ...mine, event: { kind: 'callUpdated', news: { graphId, state: 'established' } } },
    ]);
    const seen: string[] = [];
    const deciding = () =>
      store.fold(request.id, (call, events) => {
        let decision: Decision = { call, effects: [], ...nothing };
        for (const { event, at } of events) {
          seen.push(event.kind === 'callUpdated' ? String(event.news.state) : event.kind);
          decision = decide(decision.call, event, at, rules);
        }
        return decision;
      });
    const turns = await Promise.all([deciding(), deciding(), deciding()]);
    assert.deepEqual(seen, ['establishing', 'established']);
    assert.equal(turns.filter((turn) => turn?.changed).length, 1);
    assert.ok(turns.every((turn) => turn?.call.phase === 'established'));
    assert.deepEqual(await store.undecidedCalls(), []);
    assert.equal(await store.fold('no-such-call', () => assert.fail()), null);
  });

  it('writes nothing of a decision that fails', async () => {
    const call = await create();
    await store.saveEvents([{ callId: call.id, graphId: null, at: start, event: { kind: 'doubted' } }]);
    const broken = store.fold(call.id, (before) => ({
      call: { ...before, subject: 'changed' },
      effects: [planned(1, 'upkeep'), planned(1, 'upkeep')],
      ...nothing,
    }));
    await assert.rejects(broken);
    assert.equal((await store.get(call.id))?.subject, request.subject);
    assert.deepEqual(await store.undecidedCalls(), [call.id]);
  });

  it('gives out the head of each lane, to one taker, until it is finished', async () => {
    await create({ effects: [planned(1, 'controls'), planned(2, 'controls'), planned(3, 'urgent')] });
    const both = await Promise.all([taken(), taken(), taken()]);
    assert.deepEqual(both.flat().sort(), ['1', '3']);
    const done = { id: `${request.id}/1`, attempt: 1, event: null, at: start };
    const another = { ...done, id: `${request.id}/3`, event: { kind: 'doubted' } } as const;
    assert.deepEqual(await store.finishEffects([done]), [true]);
    assert.deepEqual(await store.undecidedCalls(), []);
    assert.deepEqual(await taken(), ['2']);
    assert.deepEqual(await store.finishEffects([done, another]), [false, true]);
    assert.deepEqual(await store.undecidedCalls(), [request.id]);
  });

  it('holds an effect back until its time, and the rest of its lane with it', async () => {
    await create({ effects: [planned(1, 'controls'), planned(2, 'controls')] });
    await taken();
    await store.postponeEffect({ id: `${request.id}/1`, attempt: 1 }, start + 500, null, true);
    assert.deepEqual(await taken(start + 499), []);
    const [again] = await store.takeEffects([request.id], start + 500, 60_000, 'others');
    assert.deepEqual([again?.id, again?.attempt, again?.spared], [`${request.id}/1`, 2, 1]);
  });

  it('takes over when a lease has run out; the late one has nothing to say', async () => {
    await create({ effects: [planned(1, 'upkeep')] });
    await taken();
    await sql`update effects set lease_until = now() - interval '1 second'`.execute(database.db);
    const [again] = await store.takeEffects(null, start, 1_000, 'others');
    assert.deepEqual([again?.attempt, again?.wasSent], [2, true]);
    const done = { id: `${request.id}/1`, event: { kind: 'doubted' }, at: start } as const;
    assert.deepEqual(await store.finishEffects([{ ...done, attempt: 1 }]), [false]);
    assert.deepEqual(await store.undecidedCalls(), []);
    assert.deepEqual(await store.finishEffects([{ ...done, attempt: 2 }]), [true]);
    assert.deepEqual(await store.undecidedCalls(), [request.id]);
  });

  it('fires a timer once, when it is due, as last set', async () => {
    await create({ timers: [{ name: 'settle', generation: 1, due: start + 10 }] });
    const call = await store.get(request.id);
    assert.ok(call);
    await store.saveEvents([{ callId: call.id, graphId: null, at: start, event: { kind: 'doubted' } }]);
    await store.fold(call.id, () => ({
      ...{ call, effects: [], audit: [], cardChanged: false },
      timers: [
        { name: 'settle', generation: 2, due: start + 20 },
        { name: 'alone', generation: 1, due: null },
      ],
    }));
    assert.deepEqual(await store.fireTimers(start + 19), []);
    const fired = await Promise.all([store.fireTimers(start + 20), store.fireTimers(start + 20)]);
    assert.deepEqual(fired.flat(), [call.id]);
    await store.fold(call.id, (before, events) => {
      assert.deepEqual(events, [
        { event: { kind: 'timerDue', name: 'settle', generation: 2 }, at: start + 20 },
      ]);
      return { call: before, effects: [], ...nothing };
    });
  });

  it('writes a deed once and brings it up to date', async () => {
    const waiting = { participantId: 'p', personId: null, name: 'Pat', outcome: 'waiting' as const };
    const deed = {
      id: 'c1',
      callId: null,
      tenantId: request.tenantId,
      verb: 'schedule',
      actor: adele,
      targets: [waiting],
      requestedAt: start,
      finishedAt: null,
    };
    await writeAudit(database.db, [deed]);
    const done = { ...deed, targets: [{ ...waiting, outcome: 'done' as const }], finishedAt: start + 5 };
    await writeAudit(database.db, [done]);
    assert.deepEqual(await readAudit(database.db, request.tenantId, start), [done]);
    assert.deepEqual(await readAudit(database.db, request.tenantId, start + 1), []);
    assert.deepEqual(await readAudit(database.db, 'other', start), []);
  });
});
