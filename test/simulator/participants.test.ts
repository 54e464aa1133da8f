import assert from 'node:assert/strict';
import { inMeeting, raw, type Stage, startStage } from './harness.ts';

const person = (id: string | undefined, kind = 'user') => ({
  '@odata.type': '#microsoft.graph.invitationParticipantInfo',
  identity: { '@odata.type': '#microsoft.graph.identitySet', [kind]: { id } },
});

describe('simulator: participants', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await startStage();
  });
  afterEach(() => stage.close());

  const idOf = (name: string) => stage.simulator.world.person(name)?.id;
  const lastOperation = () =>
    stage.bot.heard
      .map(({ body }) => body.value[0])
      .findLast(({ resourceUrl }) => /operations/.test(resourceUrl)).resourceData;

  it('mutes somebody: completed at once, and the whole roster says so', async () => {
    const { meeting, path } = await inMeeting(stage);
    const { world } = stage.simulator;
    const adele = world.join(meeting.room, {
      id: idOf('Adele Vance') ?? '',
      name: 'Adele Vance',
      kind: 'user',
    });
    const answer = await raw(stage, 'POST', `/v1.0${path}/participants/${adele.participantId}/mute`, {
      clientContext: 'mute-1',
    });
    assert.equal(answer.status, 200);
    assert.equal(answer.body.status, 'Completed');
    assert.match(answer.headers.get('location') ?? '', /\/operations\//);
    await stage.clock.settle();
    const roster = stage.bot.heard.at(-1)?.body.value[0].resourceData;
    const muted = roster.find((entry: { id: string }) => entry.id === adele.participantId);
    assert.deepEqual([muted.isMuted, muted.mediaStreams[0].serverMuted, roster.length], [true, true, 2]);
    assert.equal((await raw(stage, 'POST', `/v1.0${path}/participants/nobody/mute`, {})).status, 404);
    const one = await stage.graph.api(`${path}/participants/${adele.participantId}`).get();
    assert.equal(one.isMuted, true);
  });

  it('invites: the operation runs, somebody comes, and it ends as deleted with the context', async () => {
    const { path } = await inMeeting(stage);
    const invited = await raw(stage, 'POST', `/v1.0${path}/participants/invite`, {
      participants: [person(idOf('Pat Gomez'))],
      clientContext: 'invite-1',
    });
    assert.deepEqual([invited.status, invited.body.status], [200, 'Running']);
    await stage.clock.advance(5000);
    assert.deepEqual(stage.bot.said(), ['updated participants 2', 'deleted operation Completed']);
    assert.equal(lastOperation().clientContext, 'invite-1');
    assert.equal(lastOperation().id, invited.body.id);
  });

  it('tells how each kind of invitee answers', async () => {
    const { path } = await inMeeting(stage);
    const outcome = async (who: unknown) => {
      stage.bot.heard.length = 0;
      await stage.graph.api(`${path}/participants/invite`).post({ participants: [who] });
      await stage.clock.advance(61_000);
      return `${lastOperation().status} ${lastOperation().resultInfo.code}/${lastOperation().resultInfo.subcode}`;
    };
    assert.equal(await outcome(person(idOf('Isaiah Langer'))), 'Failed 603/0');
    assert.equal(await outcome(person(idOf('Diego Siciliani'))), 'Failed 480/10037');
    assert.equal(await outcome(person('00000000-0000-0000-0000-000000000000')), 'Failed 480/10134');
    assert.equal(await outcome(person('+12065550100', 'phone')), 'Completed 200/0');
    assert.equal(
      await outcome(person('44444444-4444-4444-8444-444444444444', 'application')),
      'Completed 200/0',
    );
    assert.equal(await outcome(person(idOf('Joni Sherman'))), 'Completed 200/0');
    assert.equal(await outcome(person(idOf('Joni Sherman'))), 'Failed 400/0');
    const { value } = await stage.graph.api(`${path}/participants`).get();
    const kinds = value.map((entry: { info: { identity: object } }) =>
      Object.keys(entry.info.identity).at(-1),
    );
    assert.deepEqual(kinds.sort(), ['application', 'application', 'phone', 'phone']);
  });

  it('refuses six at once, two bots, nobody, and an unknown parameter', async () => {
    const { path } = await inMeeting(stage);
    const status = async (body: unknown) =>
      (await raw(stage, 'POST', `/v1.0${path}/participants/invite`, body)).status;
    const adele = person(idOf('Adele Vance'));
    assert.equal(await status({ participants: Array(6).fill(adele) }), 400);
    assert.equal(
      await status({ participants: [person('a', 'application'), person('b', 'application')] }),
      400,
    );
    assert.equal(await status({ participants: [] }), 400);
    assert.equal(await status({ participants: [adele], context: 'x' }), 400);
    assert.equal(await status({ participants: [adele], clientContext: 'x'.repeat(257) }), 400);
  });

  it('removes somebody, unless the tenant does not let the app', async () => {
    const { meeting, path } = await inMeeting(stage);
    const { world, context } = stage.simulator;
    const lee = world.join(meeting.room, { id: idOf('Lee Gu') ?? '', name: 'Lee Gu', kind: 'user' });
    context.settings.removeParticipant = false;
    const refused = await raw(stage, 'DELETE', `/v1.0${path}/participants/${lee.participantId}`);
    assert.equal(refused.status, 403);
    assert.equal(meeting.room.people.size, 2);
    context.settings.removeParticipant = true;
    assert.equal((await raw(stage, 'DELETE', `/v1.0${path}/participants/${lee.participantId}`)).status, 204);
    assert.equal(meeting.room.people.size, 1);
    await stage.clock.settle();
    assert.equal(stage.bot.said().at(-1), 'updated participants 1');
  });

  it('batches: each part answered, one missing, twenty-one refused, and refused by a fault', async () => {
    const { meeting, path } = await inMeeting(stage);
    stage.simulator.world.fill(meeting.room, 20);
    const ids = [...meeting.room.people.values()].slice(1).map(({ participantId }) => participantId);
    const part = (id: string, index: number) => ({
      id: String(index),
      method: 'POST',
      url: `${path}/participants/${id}/mute`,
      headers: { 'Content-Type': 'application/json' },
      body: { clientContext: `mute-${index}` },
    });
    const { responses } = await stage.graph.api('/$batch').post({
      requests: [...ids.slice(0, 19), 'gone'].map(part),
    });
    assert.deepEqual(
      responses.map(({ status }: { status: number }) => status),
      [...Array(19).fill(200), 404],
    );
    assert.equal(
      (await raw(stage, 'POST', '/v1.0/$batch', { requests: [...ids, 'x'].map(part) })).status,
      400,
    );
    stage.simulator.faults.add({ kind: 'batchRefused', count: 1 });
    assert.equal((await raw(stage, 'POST', '/v1.0/$batch', { requests: ids.map(part) })).status, 403);
    assert.equal((await raw(stage, 'POST', '/v1.0/$batch', { requests: ids.map(part) })).status, 200);
  });

  it('sends a roster of three hundred as one notification', async () => {
    const { meeting } = await inMeeting(stage);
    stage.simulator.world.fill(meeting.room, 299);
    await stage.clock.settle();
    assert.deepEqual(stage.bot.said(), ['updated participants 300']);
  });

  it('fills a meeting by itself where that is on', async () => {
    stage.simulator.context.settings.autoFill = true;
    const { path } = await inMeeting(stage);
    await stage.clock.advance(30_000);
    const { value } = await stage.graph.api(`${path}/participants`).get();
    assert.ok(value.length >= 8, `${value.length} came`);
    const kinds = new Set(
      value.map((entry: { info: { identity: object } }) => Object.keys(entry.info.identity).at(-1)),
    );
    assert.deepEqual([...kinds].sort(), ['application', 'guest', 'phone', 'user']);
    assert.ok(value.some((entry: { isInLobby: boolean }) => entry.isInLobby));
    assert.ok(value.some((entry: { isMuted: boolean }) => !entry.isMuted));
  });
});
