import assert from 'node:assert/strict';
import { answeredCallFrom, answerOf, codes, control, graph, idOf, lastHeard, viewOf } from './callSteps.ts';
import { botId, meetingOf, type Stage, startStage, tenantId } from './harness.ts';

describe('simulator: calls that come in', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await startStage();
  });
  afterEach(() => stage.close());

  /** Somebody calls; the path of the call, after its notification has arrived. */
  const callFrom = async (from: string, more: object = {}) => {
    const { status, body } = await control(stage, 'POST', '/calls', { from, ...more });
    assert.equal(status, 201, JSON.stringify(body));
    await stage.clock.settle();
    return `/communications/calls/${body.id}`;
  };
  const post = async (path: string, body?: unknown) => (await graph(stage, 'POST', path, body)).status;

  it('tells the registration webhook who calls whom, and how', async () => {
    const path = await callFrom('Megan Bowen', { modalities: ['audio', 'video'], languageId: 'pt-BR' });
    const [{ path: heardAt, body }] = stage.bot.heard as [(typeof stage.bot.heard)[0]];
    const [note] = body.value;
    assert.equal(heardAt, '/api/calls');
    assert.deepEqual([note.changeType, note.resourceUrl], ['created', path]);
    const { state, direction, source, targets, requestedModalities, ...rest } = note.resourceData;
    assert.deepEqual([state, direction], ['incoming', 'incoming']);
    assert.equal(source.identity.user.id, idOf(stage, 'Megan Bowen'));
    assert.equal(source.languageId, 'pt-BR');
    assert.equal(targets[0].identity.application.id, botId);
    assert.deepEqual(requestedModalities, ['audio', 'video']);
    assert.ok(rest.callChainId && rest.myParticipantId);
    assert.equal(rest.tenantId, tenantId);
    assert.equal((await graph(stage, 'GET', path)).body.direction, 'incoming');
  });

  it('is answered: 202, establishing and established at the address of the answer, no roster', async () => {
    const path = await callFrom('Megan Bowen');
    stage.bot.heard.length = 0;
    const { status, body } = await graph(stage, 'POST', `${path}/answer`, answerOf(stage));
    assert.deepEqual([status, body], [202, null]);
    await stage.clock.advance(20_000);
    assert.deepEqual(stage.bot.said(), ['updated call establishing', 'updated call established']);
    assert.ok(stage.bot.heard.every(({ path: at }) => at === '/api/calls/ours'));
    assert.equal(lastHeard(stage).mediaState.audio, 'active');
    assert.equal(await post(`${path}/answer`, answerOf(stage)), 400);
    assert.equal(await post(`${path}/reject`, {}), 400);
    await control(stage, 'POST', `/calls/${path.split('/').at(-1)}/hangUp`);
    await stage.clock.settle();
    assert.equal(stage.bot.said().at(-1), 'deleted call terminated');
    assert.equal(codes(lastHeard(stage).resultInfo), '200/4521');
    assert.equal(await post(`${path}/keepAlive`), 404);
  });

  it('comes to the webhook that the bot is registered with', async () => {
    await control(stage, 'PATCH', '/settings', { callsWebhook: '/api/elsewhere' });
    await callFrom('Megan Bowen');
    assert.equal(stage.bot.heard[0]?.path, '/api/elsewhere');
  });

  it('can have its audio later than it is established', async () => {
    await control(stage, 'PATCH', '/settings', { audioDelayMs: 3000 });
    const { path } = await answeredCallFrom(stage, 'Megan Bowen');
    const audio = async () => (await graph(stage, 'GET', path)).body.mediaState.audio;
    assert.equal(await audio(), 'inactive');
    assert.equal(await post(`${path}/subscribeToTone`, {}), 400);
    await stage.clock.advance(3000);
    assert.deepEqual(stage.bot.said(), ['updated call established']);
    assert.equal(lastHeard(stage).mediaState.audio, 'active');
    assert.equal(await audio(), 'active');
    assert.equal(await post(`${path}/subscribeToTone`, {}), 200);
  });

  it('comes two hundred times at once', async () => {
    const paths = await Promise.all(
      Array.from({ length: 200 }, (_, n) => callFrom(`+49301000${String(n).padStart(3, '0')}`)),
    );
    const statuses = await Promise.all(paths.map((path) => post(`${path}/answer`, answerOf(stage))));
    assert.ok(statuses.every((status) => status === 202));
    await stage.clock.advance(1000);
    const said = stage.bot.said();
    assert.equal(said.filter((line) => line === 'updated call established').length, 200);
  });

  it('can be an invitation into a meeting, which the bot is in once it has answered', async () => {
    const meeting = meetingOf(stage);
    const { world, context } = stage.simulator;
    world.join(meeting.room, { id: meeting.organizerId, name: 'Megan Bowen', kind: 'user' });
    const path = await callFrom('Megan Bowen', { meeting: meeting.id });
    const { chatInfo, meetingInfo } = lastHeard(stage);
    assert.equal(chatInfo.threadId, meeting.threadId);
    assert.equal(meetingInfo.organizer.user.id, meeting.organizerId);
    assert.equal(meeting.room.people.size, 1);
    context.permissions.delete('Calls.JoinGroupCall.All');
    assert.equal(await post(`${path}/answer`, answerOf(stage)), 403);
    context.permissions.add('Calls.JoinGroupCall.All');
    assert.equal(await post(`${path}/answer`, answerOf(stage)), 202);
    await stage.clock.advance(1000);
    assert.equal(stage.bot.said().at(-1), 'updated participants 2');
    const rejected = await callFrom('Megan Bowen', { meeting: meeting.id });
    assert.equal(await post(`${rejected}/reject`, {}), 202);
    await stage.clock.advance(1000);
    assert.equal(meeting.room.people.size, 2);
  });

  it('stays with the webhook when the answer names no address', async () => {
    const path = await callFrom('Megan Bowen');
    const { callbackUri: _, ...body } = answerOf(stage);
    assert.equal(await post(`${path}/answer`, body), 202);
    await stage.clock.advance(1000);
    assert.ok(stage.bot.heard.every(({ path: at }) => at === '/api/calls'));
    assert.equal(stage.bot.said().at(-1), 'updated call established');
  });

  it('ends after fifteen seconds without an answer, and when the caller hangs up before', async () => {
    const first = await callFrom('Megan Bowen');
    await stage.clock.advance(14_900);
    assert.equal((await viewOf(stage, first)).state, 'incoming');
    await stage.clock.advance(100);
    assert.equal(stage.bot.said().at(-1), 'deleted call terminated');
    assert.equal(codes(lastHeard(stage).resultInfo), '408/1106');
    assert.equal(await post(`${first}/answer`, answerOf(stage)), 404);
    const second = await callFrom('Adele Vance');
    await control(stage, 'POST', `/calls/${second.split('/').at(-1)}/hangUp`);
    await stage.clock.settle();
    assert.deepEqual(stage.bot.said().slice(-2), ['created call incoming', 'deleted call terminated']);
  });

  it('refuses an answer that makes no sense', async () => {
    const path = await callFrom('Megan Bowen');
    for (const wrong of [
      { callbackUri: 'http://bot.example/api/calls' },
      { mediaConfig: {} },
      { acceptedModalities: [] },
      { acceptedModalities: ['smell'] },
      { acceptedModalities: ['audio', 'video'] },
      { participantCapacity: 'many' },
      { callOptions: {} },
      { clientContext: 'x' },
    ]) {
      assert.equal(await post(`${path}/answer`, answerOf(stage, wrong)), 400, JSON.stringify(wrong));
    }
    assert.equal((await viewOf(stage, path)).state, 'incoming');
  });

  it('takes application-hosted media, video too, from an application that may have it', async () => {
    const hosted = answerOf(stage, {
      mediaConfig: { '@odata.type': '#microsoft.graph.appHostedMediaConfig', blob: '{}' },
      acceptedModalities: ['audio', 'video'],
    });
    const path = await callFrom('Megan Bowen');
    stage.simulator.context.permissions.delete('Calls.AccessMedia.All');
    assert.equal(await post(`${path}/answer`, hosted), 403);
    stage.simulator.context.permissions.add('Calls.AccessMedia.All');
    assert.equal(await post(`${path}/answer`, hosted), 202);
    assert.equal((await viewOf(stage, path)).hosting, 'application');
  });

  it('is rejected for each reason, and for no other', async () => {
    for (const reason of ['busy', 'forbidden', 'none', undefined]) {
      const path = await callFrom('Megan Bowen');
      assert.equal(await post(`${path}/reject`, reason && { reason }), 202);
      await stage.clock.advance(200);
      assert.equal(stage.bot.said().at(-1), 'deleted call terminated');
      assert.deepEqual((await viewOf(stage, path)).handover, { kind: 'rejected', reason: reason ?? 'none' });
    }
    assert.equal(await post(`${await callFrom('Megan Bowen')}/reject`, { reason: 'bored' }), 400);
  });

  it('hides the caller from an application without the permissions, and where it is asked to', async () => {
    await callFrom('Megan Bowen', { encrypted: true });
    assert.deepEqual(Object.keys(lastHeard(stage).source.identity), ['@odata.type', 'encrypted']);
    stage.simulator.context.permissions.clear();
    await callFrom('Megan Bowen');
    assert.ok(lastHeard(stage).source.identity.encrypted.id);
    assert.ok(!JSON.stringify(lastHeard(stage).source).includes(idOf(stage, 'Megan Bowen')));
    stage.simulator.context.permissions.add('Calls.JoinGroupCall.All');
    await callFrom('anonymous');
    assert.equal(lastHeard(stage).source.identity.phone.id, 'anonymous');
  });

  it('comes in the legacy format first, and again in Graph’s after a 204 alone', async () => {
    stage.bot.answers.push(204);
    await callFrom('Megan Bowen', { legacyFirst: true });
    assert.deepEqual(stage.bot.said(), ['not a notification', 'created call incoming']);
    await callFrom('Adele Vance', { legacyFirst: true });
    assert.deepEqual(stage.bot.said().slice(2), ['not a notification']);
    await stage.clock.advance(15_000);
    assert.equal(stage.bot.said().at(-1), 'deleted call terminated');
  });

  it('says who cannot call whom', async () => {
    const status = async (body: object) => (await control(stage, 'POST', '/calls', body)).status;
    assert.equal(await status({}), 400);
    assert.equal(await status({ from: 'Nobody Known' }), 400);
    assert.equal(await status({ from: 'Megan Bowen', to: 'Adele Vance' }), 400);
    assert.equal(await status({ from: 'Megan Bowen', colour: 'red' }), 400);
    assert.equal(await status({ from: 'Megan Bowen', to: botId }), 201);
  });
});
