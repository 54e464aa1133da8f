import assert from 'node:assert/strict';
import { answeredCallFrom, answerOf, graph, inCallWith, lastHeard } from './callSteps.ts';
import { inMeeting, joinByNumber, meetingOf, type Stage, startStage } from './harness.ts';

interface RosterEntry {
  id: string;
  metadata: string | null;
  info: { identity: { application?: { applicationType?: string } } };
  mediaStreams: { mediaType: string; direction: string }[];
}

describe('simulator: what a bot does in a group call', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await startStage();
  });
  afterEach(() => stage.close());

  const post = (path: string, body?: unknown) => graph(stage, 'POST', path, body);
  const roster = () =>
    stage.bot.heard
      .map(({ body }) => body.value[0].resourceData)
      .findLast((data) => Array.isArray(data)) as RosterEntry[];

  it('adds the large gallery, a participant that says what it is', async () => {
    const { path } = await inMeeting(stage);
    const { status, body } = await post(`${path}/addLargeGalleryView`, { clientContext: 'gallery' });
    assert.deepEqual([status, body.status], [202, 'Running']);
    await stage.clock.advance(1000);
    assert.deepEqual(stage.bot.said(), ['updated participants 2', 'deleted operation Completed']);
    assert.equal(lastHeard(stage).clientContext, 'gallery');
    const gallery = roster().find(
      ({ info }) => info.identity.application?.applicationType === 'LargeGallery-V2',
    );
    assert.deepEqual(
      gallery?.mediaStreams.map(({ mediaType, direction }) => `${mediaType} ${direction}`),
      ['audio receiveOnly', 'video sendReceive'],
    );
    assert.equal(JSON.parse(gallery?.metadata ?? '{}').audienceView.status, 'active');
    await post(`${path}/addLargeGalleryView`, {});
    await stage.clock.advance(1000);
    assert.equal(roster().length, 2);
    assert.equal((await post(`${path}/addLargeGalleryView`, { clientContext: 'x'.repeat(257) })).status, 400);
    assert.equal((await post(`${await inCallWith(stage, 'Adele Vance')}/addLargeGalleryView`)).status, 400);
  });

  it('shares the screen only where it hosts its media', async () => {
    const served = await inMeeting(stage);
    assert.equal((await post(`${served.path}/changeScreenSharingRole`, { role: 'sharer' })).status, 400);
    const hosted = {
      ...joinByNumber(stage, meetingOf(stage)),
      mediaConfig: { '@odata.type': '#microsoft.graph.appHostedMediaConfig', blob: '{}' },
    };
    const { id } = (await post('/communications/calls', hosted)).body;
    const path = `/communications/calls/${id}`;
    await stage.clock.advance(1000);
    const sends = () =>
      roster()[0]?.mediaStreams.some(
        ({ mediaType, direction }) => mediaType === 'videoBasedScreenSharing' && direction === 'sendOnly',
      );
    for (const [role, sending] of [
      ['sharer', true],
      ['viewer', false],
    ] as const) {
      const { status, body } = await post(`${path}/changeScreenSharingRole`, { role });
      assert.deepEqual([status, body], [202, null]);
      await stage.clock.settle();
      assert.equal(sends(), sending);
    }
    assert.equal((await post(`${path}/changeScreenSharingRole`, { role: 'painter' })).status, 400);
    stage.simulator.context.permissions.delete('Calls.AccessMedia.All');
    assert.equal((await post(`${path}/changeScreenSharingRole`, { role: 'viewer' })).status, 403);
  });

  it('routes audio: made, listed, changed and removed', async () => {
    const { meeting, path } = await inMeeting(stage);
    stage.simulator.world.fill(meeting.room, 3);
    const [bot, ...others] = [...meeting.room.people.keys()];
    const groups = `${path}/audioRoutingGroups`;
    const oneToOne = { id: 'aside', routingMode: 'oneToOne', sources: [bot], receivers: others.slice(0, 1) };
    const made = await post(groups, oneToOne);
    assert.equal(made.status, 200);
    assert.deepEqual({ ...made.body, '@odata.type': undefined }, { ...oneToOne, '@odata.type': undefined });
    assert.equal((await post(groups, oneToOne)).status, 409);
    const multicast = { routingMode: 'multicast', sources: [bot], receivers: others };
    assert.ok((await post(groups, multicast)).body.id);
    assert.equal((await graph(stage, 'GET', groups)).body.value.length, 2);
    const refused = [
      { ...oneToOne, id: 'b', receivers: others },
      { ...multicast, receivers: ['nobody'] },
      { ...multicast, receivers: [] },
      { ...multicast, routingMode: 'telepathy' },
    ];
    for (const body of refused) assert.equal((await post(groups, body)).status, 400, JSON.stringify(body));
    const one = `${groups}/aside`;
    const changed = await graph(stage, 'PATCH', one, { routingMode: 'multicast', receivers: others });
    assert.deepEqual([changed.status, changed.body.receivers], [200, others]);
    assert.equal((await graph(stage, 'GET', one)).body.routingMode, 'multicast');
    assert.equal((await graph(stage, 'DELETE', one)).status, 204);
    assert.equal((await graph(stage, 'GET', one)).status, 404);
    const alone = await inCallWith(stage, 'Adele Vance');
    assert.equal((await graph(stage, 'GET', `${alone}/audioRoutingGroups`)).status, 400);
  });

  it('is not muted in a peer-to-peer call, and no call is answered twice', async () => {
    const { path } = await answeredCallFrom(stage, 'Megan Bowen');
    assert.equal((await post(`${path}/mute`, {})).status, 400);
    assert.equal((await post(`${path}/answer`, answerOf(stage))).status, 400);
  });
});
