import assert from 'node:assert/strict';
import { sql } from 'kysely';
import sinon from 'sinon';
import type { ControlRequest } from '../../src/calling/call.ts';
import { counts } from '../../src/calling/roster.ts';
import { readAudit } from '../../src/store/audit.ts';
import { type FreshDatabase, freshDatabase } from '../fixtures/database.ts';
import {
  established,
  FakeGraph,
  failure,
  HandClock,
  hang,
  instance,
  joinRequest,
  news,
  terminated,
} from './desk.fixtures.ts';
import { adele, graphId, person, request, rollcall, rosterOf, start } from './fixtures.ts';

describe('the desk', () => {
  let database: FreshDatabase;
  let clock: HandClock;

  beforeEach(async () => {
    database = await freshDatabase();
    clock = new HandClock();
  });
  afterEach(() => database.close());

  const rows = async (table: string) =>
    (await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(database.db))
      .rows[0]?.n;

  /** A call in the meeting, everything settled. */
  async function inMeeting(one = instance(database, clock)) {
    const { call } = await one.desk.start(joinRequest);
    await one.desk.idle();
    await one.desk.receive(call.id, news(established, rosterOf(person('Alex'))));
    await one.desk.idle();
    return { ...one, id: call.id };
  }

  async function later(ms: number, ...desks: { tick(): Promise<void>; idle(): Promise<void> }[]) {
    clock.time += ms;
    for (const desk of desks) {
      await desk.tick();
      await desk.idle();
    }
  }

  it('joins, hears, settles, and leaves nothing waiting', async () => {
    const { desk, graph, shown, id } = await inMeeting();
    await later(5_000, desk);
    const call = await desk.get(id);
    assert.equal(call?.phase, 'established');
    assert.equal(call?.graphId, graphId);
    assert.equal(call && counts(call).here, 1);
    assert.deepEqual(graph.kinds(), ['join', 'settle']);
    assert.deepEqual([await rows('call_events'), await rows('effects')], [0, 0]);
    assert.equal(shown.at(-1)?.revision, call?.revision);
  });

  it('joins a meeting once, however many ask at the same moment', async () => {
    const [a, b] = [instance(database, clock), instance(database, clock)];
    const asked = await Promise.all([a, b, a, b].map((one) => one.desk.start(joinRequest)));
    await Promise.all([a.desk.idle(), b.desk.idle()]);
    assert.equal(asked.filter((one) => one.joined === 'new').length, 1);
    assert.equal(new Set(asked.map((one) => one.call.id)).size, 1);
    assert.deepEqual([...a.graph.kinds(), ...b.graph.kinds()], ['join']);
    const id = asked[0]?.call.id ?? '';
    await a.desk.receive(id, news(terminated));
    await a.desk.idle();
    assert.equal((await a.desk.start(joinRequest)).joined, 'new', 'an ended call does not stand in the way');
    assert.equal((await a.desk.liveIn('chat')).length, 1);
    assert.equal((await a.desk.recentIn('chat')).length, 2);
  });

  it('takes a notification before the 201, and finds calls by the id of Graph too', async () => {
    const graph = new FakeGraph();
    let answer = () => {};
    graph.answers.join = () =>
      new Promise((resolve) => {
        answer = () =>
          resolve({ ok: true, result: { kind: 'join', news: { graphId, state: 'establishing' } } });
      });
    const { desk } = instance(database, clock, graph);
    const { call } = await desk.start(joinRequest);
    await desk.receive(call.id.toUpperCase(), news(established));
    assert.equal((await desk.tell(call.id, { kind: 'doubted' }))?.graphId, graphId);
    await desk.receive(null, news(rosterOf(person('Alex'), person('Pat'))));
    answer();
    await desk.idle();
    await later(5_000, desk);
    const now = await desk.get(call.id);
    assert.equal(now?.phase, 'established');
    assert.equal(now && counts(now).here, 1, 'the settling GET is the truth');
  });

  it('drops news of calls that are not ours, or that name another call of Graph', async () => {
    const { desk, id } = await inMeeting();
    const other = { ...terminated, news: { ...terminated.news, graphId: 'other' } };
    await desk.receive(id, [{ callKey: 'other', event: other }]);
    await desk.receive('no-such-call', news(terminated));
    await desk.receive(null, [
      { callKey: 'unknown', event: terminated },
      { unknown: 'contentSharingSessions' },
    ]);
    await desk.idle();
    assert.equal((await desk.get(id))?.phase, 'established');
    assert.equal(await rows('call_events'), 0);
    assert.equal(await desk.tell('no-such-call', { kind: 'doubted' }), null);
  });

  it('keeps names that a database does not take as they come', async () => {
    const { desk, id } = await inMeeting();
    await desk.receive(id, news(rosterOf(person('Al\u0000ex \ud800'), person('\\u0000'))));
    await desk.idle();
    const names = (await desk.get(id))?.roster.participants.map((one) => one.name);
    assert.deepEqual(names, ['Rollcall', 'Alex \ufffd', '\\u0000']);
  });

  it('ends in the same state with many duplicates at once on two instances', async () => {
    const a = await inMeeting();
    const b = instance(database, clock);
    const sent = Array.from({ length: 30 }, (_, i) =>
      (i % 2 ? a : b).desk.receive(
        i % 3 ? a.id : null,
        news(established, rosterOf(person('Alex'), person('Pat'))),
      ),
    );
    await Promise.all(sent);
    await Promise.all([a.desk.idle(), b.desk.idle()]);
    const call = await a.desk.get(a.id);
    assert.equal(call && counts(call).here, 2);
    assert.equal(await rows('call_events'), 0);
    const before = [...a.graph.kinds(), ...b.graph.kinds()].length;
    a.graph.people = b.graph.people = [rollcall(), person('Alex'), person('Pat')];
    await later(5_000, a.desk, b.desk);
    const after = [...a.graph.kinds(), ...b.graph.kinds()].slice(before);
    // Instance b asks after every call when it starts; the burst itself is settled once.
    assert.ok(after.length <= 2 && after.every((kind) => kind === 'settle'), String(after));
  });

  it('does a control, tells its outcome and writes it down', async () => {
    const { desk, graph, id } = await inMeeting();
    const told = await desk.tell(id, {
      kind: 'controlRequested',
      id: 'control-1',
      by: adele,
      request: { verb: 'mute', to: ['p-Alex'] },
    });
    assert.equal(told?.controls[0]?.targets[0]?.outcome, 'waiting');
    await desk.idle();
    assert.equal((await desk.get(id))?.controls[0]?.targets[0]?.outcome, 'done');
    assert.ok(graph.kinds().includes('mute'));
    const [record, ...rest] = await readAudit(database.db, request.tenantId, start);
    assert.equal(rest.length, 0);
    assert.deepEqual(
      [record?.id, record?.verb, record?.actor, record?.finishedAt],
      ['control-1', 'mute', adele, start],
    );
    assert.deepEqual(record?.targets, [
      { participantId: 'p-Alex', personId: 'id-alex', name: 'Alex', outcome: 'done' },
    ]);
  });

  it('carries out a lane in order, and lets the urgent one pass', async () => {
    const { desk, graph, id } = await inMeeting();
    graph.answers.mute = hang;
    const ask = (controlId: string, asked: 'mute' | 'remove' | 'leave') =>
      desk.tell(id, {
        kind: 'controlRequested',
        id: controlId,
        by: adele,
        request: asked === 'leave' ? { verb: 'leave' } : { verb: asked, to: ['p-Alex'] },
      });
    await ask('c1', 'mute');
    await ask('c2', 'remove');
    await ask('c3', 'leave');
    await later(0, { tick: desk.tick, idle: async () => undefined });
    assert.deepEqual(graph.kinds().slice(0, 3), ['join', 'mute', 'hangUp']);
    assert.ok(!graph.kinds().includes('remove'));
  });

  it('tries again when Graph asks it to, not before', async () => {
    const graph = new FakeGraph();
    graph.answers.join = () => failure(429, 'TooManyRequests', 7_000);
    const { desk } = instance(database, clock, graph);
    const { call } = await desk.start(joinRequest);
    await desk.idle();
    await later(6_999, desk);
    assert.deepEqual(graph.kinds(), ['join']);
    graph.answers = {};
    await later(1, desk);
    assert.deepEqual(graph.kinds().slice(0, 2), ['join', 'join']);
    assert.equal((await desk.get(call.id))?.graphId, graphId);
  });

  it('ends a call that cannot be joined, with the reason', async () => {
    const graph = new FakeGraph();
    graph.answers.join = () => failure(403, '7504');
    const { desk, shown } = instance(database, clock, graph);
    const { call } = await desk.start(joinRequest);
    await desk.idle();
    assert.equal((await desk.get(call.id))?.ending?.reason, 'consentMissing');
    assert.equal(shown.at(-1)?.phase, 'ended');
    assert.equal(await rows('timers'), 0);
  });

  describe('when an instance dies', () => {
    /** Leases by the database's clock: run out at once. */
    const expire = () =>
      sql`update effects set lease_until = now() - interval '1 second'`.execute(database.db);

    it('takes over what may be sent twice', async () => {
      const dead = await inMeeting();
      dead.graph.answers.remove = hang;
      await dead.desk.tell(dead.id, {
        kind: 'controlRequested',
        id: 'c1',
        by: adele,
        request: { verb: 'remove', to: ['p-Alex'] },
      });
      const next = instance(database, clock);
      await later(1_000, next.desk);
      assert.ok(!next.graph.kinds().includes('remove'), 'the lease still runs');
      await expire();
      await later(1_000, next.desk);
      assert.equal(next.graph.kinds().filter((kind) => kind === 'remove').length, 1);
      assert.equal((await next.desk.get(dead.id))?.controls[0]?.targets[0]?.outcome, 'done');
    });

    it('gives up an effect that ended every instance which took it', async () => {
      const dead = await inMeeting();
      dead.graph.answers.remove = hang;
      const request = { verb: 'remove', to: ['p-Alex'] } satisfies ControlRequest;
      await dead.desk.tell(dead.id, { kind: 'controlRequested', id: 'c1', by: adele, request });
      for (let restart = 0; restart < 8; restart += 1) {
        await expire();
        clock.time += 1_000;
        await instance(database, clock, dead.graph).desk.tick();
      }
      assert.equal(dead.graph.kinds().filter((kind) => kind === 'remove').length, 5);
      const after = instance(database, clock);
      await later(1_000, after.desk);
      assert.equal((await after.desk.get(dead.id))?.controls[0]?.targets[0]?.reason, 'teamsSilent');
    });

    it('never sends a join a second time, and goes on when the callback comes', async () => {
      const dead = instance(database, clock);
      dead.graph.answers.join = hang;
      const { call } = await dead.desk.start(joinRequest);
      const next = instance(database, clock);
      await expire();
      await later(1_000, next.desk);
      assert.deepEqual(next.graph.kinds(), []);
      assert.equal((await next.desk.get(call.id))?.phase, 'joining');
      await next.desk.receive(call.id, news(established));
      await next.desk.idle();
      await later(61_000, next.desk);
      assert.equal((await next.desk.get(call.id))?.phase, 'established');
      assert.ok(!next.graph.kinds().includes('join'));
    });

    it('gives a join up after a minute without a callback', async () => {
      const dead = instance(database, clock);
      dead.graph.answers.join = hang;
      const { call } = await dead.desk.start(joinRequest);
      const next = instance(database, clock);
      await expire();
      await later(1_000, next.desk);
      await later(60_000, next.desk);
      assert.equal((await next.desk.get(call.id))?.ending?.reason, 'unreachable');
    });

    it('decides what was only saved, fires its timers, and asks after every live call', async () => {
      const dead = await inMeeting();
      await dead.store.saveEvents([
        { callId: dead.id, graphId, event: rosterOf(person('Alex'), person('Pat')), at: start },
      ]);
      const next = instance(database, clock);
      next.graph.people = [rollcall(), person('Pat')];
      await later(6_000, next.desk);
      assert.equal(next.shown[0]?.id, dead.id, 'the card is brought up to date by the new one');
      const call = await next.desk.get(dead.id);
      assert.deepEqual(
        call?.roster.participants.map((one) => one.name),
        ['Rollcall', 'Pat'],
      );
      assert.ok(next.graph.kinds().every((kind) => kind === 'settle'));
    });

    it('ends a call that is gone meanwhile', async () => {
      const dead = await inMeeting();
      const next = instance(database, clock);
      next.graph.answers.settle = () => ({
        ok: true,
        result: { kind: 'settle', askedAt: clock.now(), news: null, participants: null },
      });
      await later(1_000, next.desk);
      assert.equal((await next.desk.get(dead.id))?.ending?.reason, 'gone');
    });
  });

  it('drops what an ended call still wanted', async () => {
    const { desk, graph, id } = await inMeeting();
    graph.answers.mute = () => failure(429, '', 30_000);
    await desk.tell(id, {
      kind: 'controlRequested',
      id: 'c1',
      by: adele,
      request: { verb: 'mute', to: ['p-Alex'] },
    });
    await desk.idle();
    await desk.receive(id, news(terminated));
    await desk.idle();
    await later(60_000, desk);
    assert.equal(graph.kinds().filter((kind) => kind === 'mute').length, 1);
    assert.deepEqual([await rows('effects'), await rows('timers')], [0, 0]);
  });

  it('keeps the call alive and leaves when alone, by durable timers', async () => {
    const { desk, graph, id } = await inMeeting();
    await later(600_000, desk);
    assert.ok(graph.kinds().includes('keepAlive'));
    graph.people = [rollcall()];
    await desk.receive(id, news(rosterOf()));
    await desk.idle();
    await later(299_000, desk);
    assert.ok(!graph.kinds().includes('hangUp'));
    await later(1_000, desk);
    assert.ok(graph.kinds().includes('hangUp'));
  });

  it('refuses what it cannot save, and asks after every call once the database is back', async () => {
    const one = await inMeeting();
    await later(5_000, one.desk);
    one.graph.people = [rollcall(), person('Pat')];
    const broken = instance(database, clock, one.graph);
    await later(1_000, broken.desk);
    const settles = one.graph.kinds().filter((kind) => kind === 'settle').length;
    await sql`alter table call_events rename to away`.execute(database.db);
    await assert.rejects(broken.desk.receive(one.id, news(established)));
    await later(1_000, broken.desk);
    await sql`alter table away rename to call_events`.execute(database.db);
    await later(1_000, broken.desk);
    assert.equal(one.graph.kinds().filter((kind) => kind === 'settle').length, settles + 1);
  });

  it('keeps nobody else’s timers waiting for a call that another instance holds', async () => {
    const { desk, graph, store, id } = await inMeeting();
    await later(5_000, desk);
    const anotherCall = { graphId: 'other', state: 'establishing' } as const;
    graph.answers.join = () => ({ ok: true, result: { kind: 'join', news: anotherCall } });
    const { call: other } = await desk.start({ ...joinRequest, meetingKey: 'other' });
    await desk.idle();
    await database.db.transaction().execute(async (tx) => {
      await sql`select from calls where id = ${id} for no key update`.execute(tx);
      await store.saveEvents([{ callId: id, graphId: null, event: { kind: 'doubted' }, at: clock.time }]);
      clock.time += 20_000;
      const since = performance.now();
      await desk.tick();
      const asked = () => graph.asked.some((one) => one.callId === other.id && one.effect.kind === 'settle');
      while (!asked()) await new Promise(setImmediate);
      assert.ok(performance.now() - since < 4_000, 'it waited for the lock to time out');
    });
    await desk.idle();
  });

  it('asks after every call when news could not be saved, not when one sweep had to wait', async () => {
    const one = await inMeeting();
    await later(5_000, one.desk);
    const asked = () => one.graph.kinds().filter((kind) => kind === 'settle').length;
    await later(1_000, one.desk);
    const settles = asked();
    const locked = sinon
      .stub(one.store, 'fireTimers')
      .rejects(Object.assign(new Error('no'), { code: '55P03' }));
    await later(1_000, one.desk);
    locked.restore();
    await later(1_000, one.desk);
    assert.equal(asked(), settles);

    const lost = sinon.stub(one.store, 'saveEvents').rejects(new Error('Connection terminated unexpectedly'));
    await assert.rejects(one.desk.receive(one.id, news(established)));
    lost.restore();
    await later(1_000, one.desk);
    assert.equal(asked(), settles + 1);
  });

  it('takes up nothing more while it drains', async () => {
    const { desk, graph, id } = await inMeeting();
    await desk.drain();
    await desk.tell(id, { kind: 'doubted' });
    await desk.idle();
    assert.ok(!graph.kinds().includes('settle'));
    const next = instance(database, clock);
    await later(0, next.desk);
    assert.ok(next.graph.kinds().includes('settle'));
  });
});
