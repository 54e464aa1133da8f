import assert from 'node:assert/strict';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import type { SimulatedCall } from '../../src/simulator/model.ts';
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

describe('simulator: calls', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await startStage();
  });
  afterEach(() => stage.close());

  it('joins by meeting id: 201 with an address, then the states in order and the whole roster', async () => {
    const meeting = meetingOf(stage);
    stage.simulator.world.join(meeting.room, { id: meeting.organizerId, name: 'Megan Bowen', kind: 'user' });
    const answer = await raw(stage, 'POST', '/v1.0/communications/calls', joinByNumber(stage, meeting), {
      'client-request-id': 'mine',
    });
    assert.equal(answer.status, 201);
    assert.equal(answer.body.state, 'establishing');
    assert.match(
      answer.headers.get('location') ?? '',
      new RegExp(`/communications/calls/${answer.body.id}$`),
    );
    assert.equal(answer.headers.get('client-request-id'), 'mine');
    assert.ok(answer.headers.get('request-id'));
    await stage.clock.advance(1000);
    assert.deepEqual(stage.bot.said(), [
      'updated call establishing',
      'updated call established',
      'updated participants 2',
    ]);
    assert.equal(stage.bot.heard[0]?.path, '/api/calls/ours');
    const note = stage.bot.heard[2]?.body.value[0];
    assert.equal(note.resourceUrl, `/communications/calls/${answer.body.id}/participants`);
    const applications = note.resourceData.filter(
      (entry: { info: { identity: { application?: { id: string } } } }) =>
        entry.info.identity.application?.id === botId,
    );
    assert.equal(applications.length, 1);
    const established = stage.bot.heard[1]?.body.value[0].resourceData;
    assert.equal(established.mediaState.audio, 'active');
  });

  it('joins by organizer and chat, and refuses a thread of nobody', async () => {
    const meeting = meetingOf(stage);
    const body = {
      ...joinByNumber(stage, meeting),
      chatInfo: { '@odata.type': '#microsoft.graph.chatInfo', threadId: meeting.threadId, messageId: '0' },
      meetingInfo: {
        '@odata.type': '#microsoft.graph.organizerMeetingInfo',
        organizer: {
          '@odata.type': '#microsoft.graph.identitySet',
          user: { '@odata.type': '#microsoft.graph.identity', id: meeting.organizerId, tenantId },
        },
      },
    };
    const call = await stage.graph.api('/communications/calls').post(body);
    assert.equal(call.meetingInfo['@odata.type'], '#microsoft.graph.organizerMeetingInfo');
    const elsewhere = { ...body, chatInfo: { threadId: '19:other@thread.v2', messageId: '0' } };
    assert.equal((await raw(stage, 'POST', '/v1.0/communications/calls', elsewhere)).status, 404);
  });

  it('refuses a wrong passcode, an http callback, a missing type and a foreign tenant', async () => {
    const meeting = meetingOf(stage);
    const good = joinByNumber(stage, meeting);
    const post = async (body: unknown) => raw(stage, 'POST', '/v1.0/communications/calls', body);
    const wrong = { ...good, meetingInfo: { ...good.meetingInfo, passcode: 'nope' } };
    assert.equal((await post(wrong)).status, 403);
    assert.equal((await post({ ...good, callbackUri: 'http://bot.example/api' })).status, 400);
    assert.equal((await post({ ...good, mediaConfig: {} })).status, 400);
    assert.equal((await post({ ...good, requestedModalities: [] })).status, 400);
    assert.equal((await post('{')).status, 400);
    const foreign = await post({ ...good, tenantId: '33333333-3333-4333-8333-333333333333' });
    assert.equal(foreign.body.error.code, '7505');
    assert.ok(foreign.body.error.innerError['request-id']);
    assert.equal(stage.simulator.world.calls.size, 0);
  });

  it('signs every notification: the keys of the metadata, the issuer, the bot, the tenant', async () => {
    await stage.graph.api('/communications/calls').post(joinByNumber(stage, meetingOf(stage)));
    await stage.clock.advance(1000);
    const metadata = await fetch(`${stage.simulator.url}/calls/.well-known/OpenIdConfiguration`);
    const { jwks_uri } = (await metadata.json()) as { jwks_uri: string };
    const keys = createRemoteJWKSet(new URL(jwks_uri));
    assert.equal(stage.bot.heard.length, 3);
    for (const { headers } of stage.bot.heard) {
      const token = String(headers.authorization).replace('Bearer ', '');
      const { payload, protectedHeader } = await jwtVerify(token, keys, {
        issuer: 'https://api.botframework.com',
        audience: botId,
      });
      assert.equal(payload.tid, tenantId);
      assert.equal(protectedHeader.alg, 'RS256');
    }
  });

  it('hangs up: 204, terminating, terminated with the result, then 404', async () => {
    const { path } = await inMeeting(stage);
    assert.equal((await raw(stage, 'DELETE', `/v1.0${path}`)).status, 204);
    await stage.clock.settle();
    assert.deepEqual(stage.bot.said(), ['updated call terminating', 'deleted call terminated']);
    const result = stage.bot.heard[1]?.body.value[0].resourceData.resultInfo;
    assert.deepEqual([result.code, result.subcode], [200, 7000]);
    assert.equal((await raw(stage, 'GET', `/v1.0${path}`)).status, 404);
    assert.equal((await raw(stage, 'POST', `/v1.0${path}/keepAlive`)).status, 404);
    assert.equal((await raw(stage, 'DELETE', `/v1.0${path}`)).status, 404);
  });

  it('tells why a call ended when the meeting ends or the bot is removed', async () => {
    const first = await inMeeting(stage);
    stage.simulator.world.endMeeting(first.meeting);
    await stage.clock.settle();
    assert.equal(stage.bot.heard.at(-1)?.body.value[0].resourceData.resultInfo.subcode, 5001);
    const second = await inMeeting(stage);
    const bot = stage.simulator.world.find(second.meeting.room, 'bot');
    assert.ok(bot);
    stage.simulator.world.leave(second.meeting.room, bot);
    await stage.clock.settle();
    assert.deepEqual(stage.bot.said(), ['deleted call terminated']);
    assert.equal(stage.bot.heard.at(-1)?.body.value[0].resourceData.resultInfo.subcode, 5000);
  });

  it('ends a call that is not kept alive for 45 minutes, and no other', async () => {
    const { path } = await inMeeting(stage);
    await stage.clock.advance(40 * 60_000);
    assert.equal((await raw(stage, 'POST', `/v1.0${path}/keepAlive`)).status, 200);
    await stage.clock.advance(44 * 60_000);
    assert.equal((await raw(stage, 'GET', `/v1.0${path}`)).body.state, 'established');
    await stage.clock.advance(60_001);
    const result = stage.bot.heard.at(-1)?.body.value[0].resourceData.resultInfo;
    assert.deepEqual([result.code, result.subcode], [408, 8537]);
  });

  it('keeps the bot in the lobby until it is admitted: no roster, and it sees only itself', async () => {
    const meeting = meetingOf(stage, { botWaits: true });
    const { world } = stage.simulator;
    world.join(meeting.room, { id: meeting.organizerId, name: 'Megan Bowen', kind: 'user' });
    const call = await stage.graph.api('/communications/calls').post(joinByNumber(stage, meeting));
    await stage.clock.advance(60_000);
    assert.deepEqual(stage.bot.said(), ['updated call establishing']);
    const { value } = await stage.graph.api(`/communications/calls/${call.id}/participants`).get();
    assert.deepEqual(
      value.map((entry: { isInLobby: boolean }) => entry.isInLobby),
      [true],
    );
    const waiting = world.find(meeting.room, 'bot');
    assert.ok(waiting);
    world.admit(meeting.room, waiting);
    await stage.clock.settle();
    assert.equal(stage.bot.said()[1], 'updated call established');
    assert.equal(stage.bot.said().at(-1), 'updated participants 2');
  });

  it('gives up in the lobby after a while: 5855', async () => {
    await stage.graph
      .api('/communications/calls')
      .post(joinByNumber(stage, meetingOf(stage, { botWaits: true })));
    await stage.clock.advance(stage.simulator.context.settings.lobbyTimeoutMs);
    assert.deepEqual(stage.bot.said(), ['updated call establishing', 'deleted call terminated']);
    assert.equal(stage.bot.heard.at(-1)?.body.value[0].resourceData.resultInfo.subcode, 5855);
  });

  it('calls one person without a roster, and several with one', async () => {
    const { world } = stage.simulator;
    const target = (name: string) => ({
      '@odata.type': '#microsoft.graph.invitationParticipantInfo',
      identity: {
        '@odata.type': '#microsoft.graph.identitySet',
        user: { '@odata.type': '#microsoft.graph.identity', id: world.person(name)?.id },
      },
    });
    const { meetingInfo: _, ...plain } = joinByNumber(stage, meetingOf(stage));
    const call = async (...names: string[]) =>
      stage.graph.api('/communications/calls').post({ ...plain, targets: names.map(target) });
    await call('Adele Vance');
    await stage.clock.advance(10_000);
    assert.deepEqual(stage.bot.said(), ['updated call establishing', 'updated call established']);
    const [{ room }] = [...world.calls.values()] as [SimulatedCall];
    const adele = world.find(room, 'Adele Vance');
    assert.ok(adele);
    world.leave(room, adele);
    await stage.clock.settle();
    assert.equal(stage.bot.heard.at(-1)?.body.value[0].resourceData.resultInfo.subcode, 4521);
    stage.bot.heard.length = 0;
    await call('Adele Vance', 'Pat Gomez');
    await stage.clock.advance(10_000);
    assert.equal(stage.bot.said().at(-1), 'updated participants 3');
    stage.bot.heard.length = 0;
    await call('Isaiah Langer');
    await stage.clock.advance(10_000);
    assert.deepEqual(stage.bot.said(), ['updated call establishing', 'deleted call terminated']);
  });

  it('mutes and unmutes itself, and lists its operations', async () => {
    const { path } = await inMeeting(stage);
    const muted = await stage.graph.api(`${path}/mute`).post({ clientContext: 'c1' });
    assert.equal(muted['@odata.type'], '#microsoft.graph.muteParticipantOperation');
    assert.deepEqual([muted.status, muted.clientContext], ['Completed', 'c1']);
    await stage.graph.api(`${path}/unmute`).post({});
    const { value } = await stage.graph.api(`${path}/operations`).get();
    assert.equal(value.length, 2);
    assert.equal((await stage.graph.api(`${path}/operations/${muted.id}`).get()).id, muted.id);
    assert.equal((await raw(stage, 'POST', `/v1.0${path}/mute`, { context: 'x' })).status, 400);
  });
});
