/** Calls that are placed and calls that come in: the product's requests against the simulator, and what it tells of them. */
import assert from 'node:assert/strict';
import { readNotifications } from '../../src/calling/notification.ts';
import type { MediaConfig } from '../../src/calling/perform.ts';
import { callNews, participantOf } from '../../src/calling/wire.ts';
import { createGraphCalls } from '../../src/graph/calls.ts';
import { createGraph } from '../../src/graph/client.ts';
import { createLog } from '../../src/lib/log.ts';
import { cast } from '../../src/simulator/people.ts';
import { botId, botPassword, type Stage, startStage, tenantId } from '../simulator/harness.ts';

const member = (first: string) => {
  const found = cast.find(({ name }) => name.startsWith(first));
  assert.ok(found);
  return found;
};
const adele = member('Adele');
const alex = member('Alex');
const media: MediaConfig = { hostedBy: 'service' };
const sideOf = ({ id, name }: { id: string; name: string }) => ({
  ...{ id, name, kind: 'user' as const, state: 'ringing' as const },
});

describe('ringing in Graph', () => {
  let stage: Stage;
  let calls: ReturnType<typeof createGraphCalls>;
  let callbackUri: string;

  beforeEach(async () => {
    stage = await startStage();
    const { url } = stage.simulator;
    callbackUri = `${url}/api/calls/1`;
    const graph = createGraph({
      config: {
        ...{ BOT_ID: botId, BOT_TENANT_ID: tenantId, BOT_PASSWORD: botPassword },
        ...{ BOT_CERTIFICATE_FILE: '', BOT_CERTIFICATE_KEY_FILE: '', LOGIN_URL: url, GRAPH_URL: url },
      },
      clock: { now: () => stage.clock.now(), every: () => () => undefined },
      log: createLog('silent'),
    });
    calls = createGraphCalls(graph, { callNews, participantOf });
  });
  afterEach(() => stage.close());

  const placing = (sides: Parameters<typeof calls.place>[0]['sides'], more = {}) =>
    calls.place({
      ...{ tenantId, sides, subject: 'A word', callbackUri, media, applicationInstance: null },
      ...more,
    });
  const stateOf = (id: string) => stage.simulator.world.calls.get(id)?.state;

  /** Somebody calls the bot; gives what the first notification says. */
  async function comesIn(more: object = {}) {
    const created = await fetch(`${stage.simulator.url}/simulator/v1/calls`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ from: adele.id, ...more }),
    });
    assert.ok(created.ok, await created.clone().text());
    await stage.clock.advance(1_000);
    const news = readNotifications(stage.bot.heard[0]?.body, (text) => text);
    assert.ok(news !== 'legacy' && news[0] && 'event' in news[0] && news[0].arrival);
    return { callId: news[0].callKey, arrival: news[0].arrival };
  }
  const ringing = (callId: string) => ({ tenantId, callId, callbackUri });

  it('rings one, and several', async () => {
    const one = await placing([sideOf(adele)]);
    const several = await placing([sideOf(adele), sideOf(alex)]);
    assert.ok(one.ok && several.ok, JSON.stringify([one, several]));
    await stage.clock.advance(5_000);
    assert.deepEqual(
      [one, several].map(({ value }) => stateOf(value.graphId)),
      ['established', 'established'],
    );
    const roster = await calls.participants({ tenantId, callId: several.value.graphId });
    assert.ok(roster.ok && roster.value.some(({ personId }) => personId === alex.id));
  });

  it('rings a number through a resource account alone', async () => {
    const phone = {
      id: '+493012345678',
      name: '+493012345678',
      kind: 'phone' as const,
      state: 'ringing' as const,
    };
    const without = await placing([phone]);
    assert.ok(!without.ok && without.failure.status === 400);
    const { applicationInstanceId: applicationInstance } = stage.simulator.context.settings;
    const through = await placing([phone], { applicationInstance });
    assert.ok(through.ok, JSON.stringify(through));
  });

  it('reads who calls, and answers', async () => {
    const { callId, arrival } = await comesIn({ modalities: ['audio', 'video'], languageId: 'pt-PT' });
    assert.deepEqual(
      [arrival.caller.kind, arrival.caller.id, arrival.caller.name, arrival.caller.tenantId],
      ['user', adele.id.toLowerCase(), adele.name, tenantId],
    );
    assert.deepEqual([arrival.caller.languageId, arrival.video, arrival.callee.id], ['pt-PT', true, botId]);
    const answered = await calls.answer({ ...ringing(callId), media });
    assert.ok(answered.ok, JSON.stringify(answered));
    await stage.clock.advance(1_000);
    assert.equal(stateOf(callId), 'established');
    const again = await calls.answer({ ...ringing(callId), media });
    assert.ok(!again.ok && again.failure.status === 400);
  });

  it('answers with the media of a host', async () => {
    const { callId } = await comesIn();
    const answered = await calls.answer({
      ...ringing(callId),
      media: { hostedBy: 'application', blob: '{}' },
    });
    assert.ok(answered.ok, JSON.stringify(answered));
    assert.equal(stage.simulator.world.calls.get(callId)?.hosting, 'application');
  });

  it('turns away, and sends on to somebody, to several and to a voicemail', async () => {
    const { callId } = await comesIn();
    assert.ok((await calls.reject({ ...ringing(callId), reason: 'busy' })).ok);
    for (const targets of [
      [{ kind: 'user' as const, id: alex.id }],
      [
        { kind: 'user' as const, id: alex.id },
        { kind: 'bot' as const, id: '33333333-3333-4333-8333-333333333333' },
      ],
      [{ kind: 'voicemail' as const, id: alex.id }],
    ]) {
      stage.bot.heard.length = 0;
      const next = await comesIn();
      const sent = await calls.redirect({ ...ringing(next.callId), targets, seconds: 20 });
      assert.ok(sent.ok, JSON.stringify(sent));
      await stage.clock.advance(1_000);
      assert.equal(stateOf(next.callId) ?? 'terminated', 'terminated');
    }
  });

  it('transfers, and moves somebody out of a call of their own', async () => {
    const one = await placing([sideOf(adele)]);
    assert.ok(one.ok);
    await stage.clock.advance(5_000);
    const { graphId: callId } = one.value;
    const transferred = await calls.transfer({ tenantId, callId, to: alex.id, replacesCallId: null });
    assert.ok(transferred.ok, JSON.stringify(transferred));
    await stage.clock.advance(10_000);
    assert.equal(stage.simulator.world.calls.get(callId)?.result?.subcode, 7015);
    const group = await placing([sideOf(adele), sideOf(adele)]);
    const other = await placing([sideOf(alex)]);
    assert.ok(group.ok && other.ok);
    await stage.clock.advance(5_000);
    const moved = await calls.invite({
      ...{ tenantId, callId: group.value.graphId, person: alex, context: 'call/1' },
      replacesCallId: other.value.graphId,
    });
    assert.ok(moved.ok, JSON.stringify(moved));
    await stage.clock.advance(2_000);
    const roster = await calls.participants({ tenantId, callId: group.value.graphId });
    assert.ok(roster.ok && roster.value.some(({ personId }) => personId === alex.id));
  });
});
