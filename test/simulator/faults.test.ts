import assert from 'node:assert/strict';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import {
  botId,
  inMeeting,
  joinByNumber,
  meetingOf,
  raw,
  type Stage,
  startStage,
  tenantId,
} from './harness.ts';

describe('simulator: faults', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await startStage();
  });
  afterEach(() => stage.close());

  const join = () => stage.graph.api('/communications/calls').post(joinByNumber(stage, meetingOf(stage)));
  const order = ['updated call establishing', 'updated call established', 'updated participants 1'];

  it('tries a notification again until it is acknowledged, the next ones waiting', async () => {
    stage.bot.answers.push(500, 503);
    await join();
    await stage.clock.advance(900);
    assert.deepEqual(stage.bot.said(), [order[0]]);
    await stage.clock.advance(10_000);
    assert.deepEqual(stage.bot.said(), [order[0], order[0], ...order]);
  });

  it('gives a notification up after three more attempts', async () => {
    stage.bot.answers.push(500, 500, 500, 500);
    await join();
    await stage.clock.advance(60_000);
    assert.deepEqual(stage.bot.said(), [order[0], order[0], order[0], ...order]);
  });

  it('takes 204 for an acknowledgement', async () => {
    stage.bot.answers.push(204, 204, 204);
    await join();
    await stage.clock.advance(60_000);
    assert.deepEqual(stage.bot.said(), order);
  });

  it('duplicates, drops, delays and reorders', async () => {
    const { faults } = stage.simulator;
    const heard = async () => {
      stage.bot.heard.length = 0;
      await join();
      await stage.clock.advance(20_000);
      return stage.bot.said();
    };
    faults.add({ kind: 'notificationDuplicate', count: 1 });
    assert.deepEqual(await heard(), [order[0], ...order]);
    faults.add({ kind: 'notificationDrop', route: 'call established', count: 1 });
    assert.deepEqual(await heard(), [order[0], order[2]]);
    faults.add({ kind: 'notificationDelay', route: 'call establishing', ms: 9000, count: 1 });
    assert.deepEqual(await heard(), [order[1], order[2], order[0]]);
    faults.add({ kind: 'notificationReorder', count: 1 });
    assert.deepEqual(await heard(), [order[1], order[0], order[2]]);
    assert.deepEqual(faults.list(), []);
  });

  it('sends the legacy format first, and never as Graph traffic', async () => {
    stage.simulator.faults.add({ kind: 'legacyFirst', count: 1 });
    stage.bot.answers.push(204);
    await join();
    await stage.clock.advance(1000);
    assert.deepEqual(stage.bot.said(), ['not a notification', ...order]);
    assert.deepEqual(stage.simulator.traffic.forgeries(), [{ fault: 'legacyFirst', status: 204 }]);
    const recorded = stage.simulator.traffic.list().filter(({ kind }) => kind === 'notification');
    assert.equal(recorded.length, 3);
  });

  it('forges tokens, and sends the genuine notification after each', async () => {
    const kinds = ['wrongIssuer', 'wrongAudience', 'wrongTenant', 'wrongKey', 'expiredToken'] as const;
    for (const kind of [...kinds, 'unsigned', 'noToken'] as const) {
      stage.bot.heard.length = 0;
      stage.simulator.faults.add({ kind, count: 1 });
      stage.bot.answers.push(401);
      await join();
      await stage.clock.advance(1000);
      assert.deepEqual(stage.bot.said(), [order[0], ...order]);
      const header = String(stage.bot.heard[0]?.headers.authorization ?? '');
      if (kind === 'noToken') assert.equal(header, '');
      else {
        const token = header.replace('Bearer ', '');
        const claims = decodeJwt(token);
        assert.equal(claims.iss !== 'https://api.botframework.com', kind === 'wrongIssuer');
        assert.equal(claims.aud !== botId, kind === 'wrongAudience');
        assert.equal(claims.tid !== tenantId, kind === 'wrongTenant');
        assert.equal((claims.exp ?? 0) * 1000 < stage.clock.now(), kind === 'expiredToken');
        assert.equal(decodeProtectedHeader(token).alg === 'none', kind === 'unsigned');
      }
    }
    assert.equal(stage.simulator.traffic.forgeries().length, 7);
  });

  it('throttles with Retry-After and breaks, per route and count', async () => {
    const { faults } = stage.simulator;
    faults.add({ kind: '429', route: 'GET /users/{user}', count: 1, retryAfter: 2.128 });
    const megan = stage.simulator.world.person('Megan Bowen')?.id;
    assert.equal((await raw(stage, 'GET', '/v1.0/chats/x/members')).status, 404);
    const throttled = await raw(stage, 'GET', `/v1.0/users/${megan}`);
    assert.deepEqual([throttled.status, throttled.headers.get('retry-after')], [429, '2.128']);
    assert.equal((await raw(stage, 'GET', `/v1.0/users/${megan}`)).status, 200);
    for (const kind of ['500', '503'] as const) {
      faults.add({ kind, count: 1 });
      assert.equal((await raw(stage, 'GET', `/v1.0/users/${megan}`)).status, Number(kind));
    }
  });

  it('resets, loses answers after doing the work, and never answers', async () => {
    const { faults, world } = stage.simulator;
    const meeting = meetingOf(stage);
    const post = () => raw(stage, 'POST', '/v1.0/communications/calls', joinByNumber(stage, meeting));
    faults.add({ kind: 'reset', count: 1 });
    await assert.rejects(post());
    assert.equal(world.calls.size, 0);
    faults.add({ kind: 'answerLost', count: 1 });
    await assert.rejects(post());
    assert.equal(world.calls.size, 1);
    faults.add({ kind: 'timeout', count: 1 });
    const silent = post();
    let outcome = 'waiting';
    silent.then(
      () => {
        outcome = 'answered';
      },
      () => {
        outcome = 'cut';
      },
    );
    while (faults.list().length > 0) await new Promise(setImmediate);
    assert.equal((await raw(stage, 'GET', '/v1.0/users')).status, 200);
    assert.equal(outcome, 'waiting');
    await stage.simulator.close();
    await assert.rejects(silent);
  });

  it('delays an answer by the clock', async () => {
    stage.simulator.faults.add({ kind: 'delay', ms: 5000, count: 1 });
    let answered = false;
    const waiting = raw(stage, 'GET', '/v1.0/users').then(() => {
      answered = true;
    });
    while (stage.simulator.faults.list().length > 0) await new Promise(setImmediate);
    await raw(stage, 'GET', '/v1.0/users');
    assert.equal(answered, false);
    await stage.clock.advance(5000);
    await waiting;
  });

  it('loses an operation: it runs for ever', async () => {
    const { path } = await inMeeting(stage);
    stage.simulator.faults.add({ kind: 'lostOperation', count: 1 });
    const identity = { user: { id: stage.simulator.world.person('Pat Gomez')?.id } };
    const operation = await stage.graph
      .api(`${path}/participants/invite`)
      .post({ participants: [{ identity }] });
    await stage.clock.advance(600_000);
    assert.deepEqual(stage.bot.said(), []);
    assert.equal((await stage.graph.api(`${path}/operations/${operation.id}`).get()).status, 'Running');
  });

  it('answers 201 after the notifications', async () => {
    stage.simulator.faults.add({ kind: 'lateCreated', count: 1 });
    await join();
    assert.deepEqual(stage.bot.said(), order);
    await stage.clock.advance(5000);
    assert.equal(stage.bot.said().filter((line) => line === order[1]).length, 1);
  });
});
