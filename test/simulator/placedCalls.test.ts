import assert from 'node:assert/strict';
import {
  answeredCallFrom,
  callTo,
  codes,
  control,
  graph,
  idOf,
  inCallWith,
  invitee,
  lastHeard,
  viewOf,
} from './callSteps.ts';
import { inMeeting, type Stage, startStage } from './harness.ts';

describe('simulator: calls that the bot places', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await startStage();
  });
  afterEach(() => stage.close());

  const place = (targets: readonly object[], more: object = {}) =>
    graph(stage, 'POST', '/communications/calls', callTo(stage, targets, more));
  const people = (...names: string[]) => names.map((name) => invitee(idOf(stage, name)));
  const invite = (path: string, participants: readonly object[]) =>
    graph(stage, 'POST', `${path}/participants/invite`, { participants, clientContext: 'mine' });
  const settledOperation = () =>
    stage.bot.heard
      .map(({ body }) => body.value[0])
      .findLast(({ resourceUrl }) => /operations/.test(resourceUrl))?.resourceData;

  it('says how each kind of person takes it', async () => {
    const outcome = async (behaviour: string) => {
      await control(stage, 'PATCH', '/people/Adele%20Vance', { behaviour });
      stage.bot.heard.length = 0;
      const { body } = await place(people('Adele Vance'));
      await stage.clock.advance(61_000);
      if (stage.bot.said().at(-1) === 'updated call established') {
        await graph(stage, 'DELETE', `/communications/calls/${body.id}`);
        return 'answered';
      }
      return codes(lastHeard(stage).resultInfo);
    };
    assert.equal(await outcome('joins'), 'answered');
    assert.equal(await outcome('voicemail'), 'answered');
    assert.equal(await outcome('declines'), '603/0');
    assert.equal(await outcome('busy'), '486/0');
    assert.equal(await outcome('unreachable'), '480/10076');
    assert.equal(await outcome('neverAnswers'), '480/10037');
    assert.equal(await outcome('byHand'), '480/10037');
  });

  it('rings until a hand answers or declines', async () => {
    await control(stage, 'PATCH', '/people/Adele%20Vance', { behaviour: 'byHand' });
    assert.equal((await control(stage, 'POST', '/people/Adele%20Vance/answer')).status, 409);
    const { body } = await place(people('Adele Vance'));
    await stage.clock.advance(30_000);
    const [ring] = (await control(stage, 'GET', '/rings')).body;
    assert.deepEqual([ring.personId, ring.callId], [idOf(stage, 'Adele Vance'), body.id]);
    assert.equal((await control(stage, 'POST', '/people/Adele%20Vance/answer')).status, 200);
    await stage.clock.settle();
    assert.equal(stage.bot.said().at(-1), 'updated call established');
    assert.deepEqual((await control(stage, 'GET', '/rings')).body, []);
    await place(people('Adele Vance'));
    await control(stage, 'POST', '/people/Adele%20Vance/decline');
    await stage.clock.settle();
    assert.equal(codes(lastHeard(stage).resultInfo), '603/0');
  });

  it('holds five people, and refuses to invite a sixth', async () => {
    const four = ['Adele Vance', 'Pat Gomez', 'Alex Johnson', 'Megan Bowen'];
    const { body } = await place(people(...four));
    await stage.clock.advance(3000);
    const path = `/communications/calls/${body.id}`;
    assert.equal((await invite(path, people('Lee Gu'))).status, 200);
    await stage.clock.advance(3000);
    assert.equal((await invite(path, people('Alex Wilber'))).status, 400);
    assert.equal((await invite(path, people('Lee Gu'))).status, 200, 'who is there counts once');
  });

  it('rings five people each on their own, and no sixth', async () => {
    const five = ['Adele Vance', 'Isaiah Langer', 'Pat Gomez', 'Diego Siciliani', 'Lee Gu'];
    assert.equal((await place(people(...five, 'Alex Johnson'))).status, 400);
    const { body } = await place(people(...five));
    assert.equal(stage.simulator.world.rings.size, 5);
    await stage.clock.advance(61_000);
    assert.equal(stage.bot.said()[1], 'updated call established');
    assert.equal(lastHeard(stage).length, 4, 'three people and the bot');
    assert.equal((await viewOf(stage, body.id)).state, 'established');
    const { status } = await invite(
      `/communications/calls/${body.id}`,
      people('Alex Johnson', 'Nestor Wilke'),
    );
    assert.equal(status, 400, 'it has no chat');
    await place(people('Isaiah Langer', 'Diego Siciliani'));
    await stage.clock.advance(61_000);
    assert.equal(codes(lastHeard(stage).resultInfo), '200/5013');
  });

  it('calls phones through its resource account alone', async () => {
    const phone = [invitee('+4930123456', 'phone')];
    const { applicationInstanceId } = stage.simulator.context.settings;
    const source = (id: string) => ({ source: { identity: { applicationInstance: { id } } } });
    assert.equal((await place(phone)).status, 400);
    assert.equal((await place(phone, source('66666666-6666-4666-8666-666666666666'))).status, 403);
    assert.equal((await place(phone, { ...source(applicationInstanceId), tenantId: null })).status, 400);
    const made = await place(phone, source(applicationInstanceId));
    assert.equal(made.status, 201);
    assert.equal(made.body.source.identity.applicationInstance.id, applicationInstanceId);
    await stage.clock.advance(3000);
    assert.equal(stage.bot.said().at(-1), 'updated call established');
  });

  it('wants application-hosted media to be permitted, and only audio of the service', async () => {
    const mediaConfig = { '@odata.type': '#microsoft.graph.appHostedMediaConfig', blob: '{}' };
    stage.simulator.context.permissions.delete('Calls.AccessMedia.All');
    assert.equal((await place(people('Adele Vance'), { mediaConfig })).status, 403);
    assert.equal((await place(people('Adele Vance'), { requestedModalities: ['video'] })).status, 400);
  });

  it('escalates when a third person is invited: from then on there is a roster', async () => {
    const path = await inCallWith(stage, 'Adele Vance');
    assert.equal((await invite(path, people('Pat Gomez', 'Lee Gu'))).status, 400);
    assert.equal((await invite(path, people('Pat Gomez'))).status, 200);
    await stage.clock.advance(3000);
    assert.deepEqual(stage.bot.said(), [
      'updated participants 2',
      'updated participants 3',
      'deleted operation Completed',
    ]);
    assert.equal((await viewOf(stage, path)).peerToPeer, false);
    assert.equal(settledOperation().clientContext, 'mine');
    await control(stage, 'POST', `/calls/${path.split('/').at(-1)}/hangUp`, { person: 'Adele Vance' });
    await stage.clock.settle();
    assert.equal(stage.bot.said().at(-1), 'updated participants 2');
  });

  it('loses the call by escalating without the permission, whoever does it', async () => {
    const mine = await inCallWith(stage, 'Adele Vance');
    const theirs = await inCallWith(stage, 'Lee Gu');
    for (const name of ['InitiateGroupCall', 'JoinGroupCall'])
      stage.simulator.context.permissions.delete(`Calls.${name}.All`);
    assert.equal((await invite(mine, people('Pat Gomez'))).status, 200);
    await stage.clock.advance(1000);
    assert.deepEqual(stage.bot.said(), ['deleted call terminated']);
    assert.equal(codes(lastHeard(stage).resultInfo), '403/7504');
    await control(stage, 'POST', `/calls/${theirs.split('/').at(-1)}/add`, { person: 'Pat Gomez' });
    await stage.clock.settle();
    assert.deepEqual(stage.bot.said(), ['deleted call terminated', 'deleted call terminated']);
  });

  it('stays when the other side adds somebody and it may be in group calls', async () => {
    const path = await inCallWith(stage, 'Adele Vance');
    await control(stage, 'POST', `/calls/${path.split('/').at(-1)}/add`, { person: 'Pat Gomez' });
    await stage.clock.settle();
    assert.equal(stage.bot.said().at(-1), 'updated participants 3');
  });

  it('moves the person of another call into a meeting, and that call ends', async () => {
    const { meeting, path } = await inMeeting(stage);
    const rung = await inCallWith(stage, 'Adele Vance');
    const replacesCallId = rung.split('/').at(-1);
    const first = invitee(idOf(stage, 'Adele Vance'), 'user', { replacesCallId });
    await invite(path, [first, ...people('Pat Gomez')]);
    await stage.clock.advance(5000);
    const { world } = stage.simulator;
    assert.ok(world.find(meeting.room, 'Adele Vance'));
    assert.equal(world.find(meeting.room, 'Pat Gomez'), undefined, 'only the first is read');
    assert.equal(settledOperation().status, 'Completed');
    assert.equal((await viewOf(stage, rung)).state, 'terminated');
    assert.ok(stage.bot.heard.some(({ body }) => body.value[0].resourceUrl === rung));
    await invite(path, [invitee(idOf(stage, 'Lee Gu'), 'user', { replacesCallId })]);
    await stage.clock.advance(1000);
    assert.equal(`${settledOperation().status} ${codes(settledOperation().resultInfo)}`, 'Failed 404/0');
  });

  it('knows no lobby and no muted arrivals outside meetings', async () => {
    for (const name of ['Lynne Robbins', 'Alex Wilber', 'Joni Sherman']) {
      const [, one] = (await viewOf(stage, await inCallWith(stage, name))).people;
      assert.deepEqual([one.personId, one.inLobby, one.muted], [idOf(stage, name), false, false]);
    }
  });

  it('invites phones where Teams lets it', async () => {
    const phone = [invitee('+4930123456', 'phone')];
    const meeting = await inMeeting(stage);
    assert.equal((await invite(meeting.path, phone)).status, 200);
    assert.equal((await invite(await inCallWith(stage, 'Adele Vance'), phone)).status, 200);
    const toBot = await answeredCallFrom(stage, 'Megan Bowen');
    assert.equal((await invite(toBot.path, phone)).status, 403);
    const to = stage.simulator.context.settings.applicationInstanceId;
    const toAccount = await answeredCallFrom(stage, 'Megan Bowen', { to });
    assert.equal((await invite(toAccount.path, phone)).status, 200);
  });
});
