/** The product's Graph functions against the simulator: the calling room's whole vocabulary, meetings and people. */
import assert from 'node:assert/strict';
import { callNews, participantOf } from '../../src/calling/wire.ts';
import { createGraphCalls } from '../../src/graph/calls.ts';
import type { Graph } from '../../src/graph/client.ts';
import { createGraph } from '../../src/graph/client.ts';
import { GraphError, meaningOf } from '../../src/graph/errors.ts';
import { createGraphEvents, instantOf } from '../../src/graph/events.ts';
import { createGraphMeetings } from '../../src/graph/meetings.ts';
import { createGraphUsers } from '../../src/graph/users.ts';
import { newId } from '../../src/lib/ids.ts';
import { createLog } from '../../src/lib/log.ts';
import { cast } from '../../src/simulator/people.ts';
import { botId, botPassword, type Stage, startStage, tenantId } from '../simulator/harness.ts';

const named = (name: string) => {
  const person = cast.find((one) => one.name === name);
  assert.ok(person, name);
  return person;
};
const megan = named('Megan Bowen');
const adele = named('Adele Vance');
const alex = named('Alex Wilber');
const pat = named('Pat Gomez');
const hour = 3_600_000;

let stage: Stage;
let graph: Graph;

const start = async (): Promise<void> => {
  stage = await startStage();
  graph = createGraph({
    config: {
      BOT_ID: botId,
      BOT_TENANT_ID: tenantId,
      BOT_PASSWORD: botPassword,
      BOT_CERTIFICATE_FILE: '',
      BOT_CERTIFICATE_KEY_FILE: '',
      LOGIN_URL: stage.simulator.url,
      GRAPH_URL: stage.simulator.url,
    },
    clock: { now: () => stage.clock.now(), every: () => () => undefined },
    log: createLog('silent'),
  });
};

const failure = async (work: Promise<unknown>): Promise<GraphError> => {
  const error = await work.then(
    () => assert.fail('it succeeded'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof GraphError, String(error));
  return error;
};

describe('calls in Graph', () => {
  let calls: ReturnType<typeof createGraphCalls>;

  beforeEach(async () => {
    await start();
    calls = createGraphCalls(graph, { callNews, participantOf });
  });
  afterEach(() => stage.close());

  const meetingOf = () =>
    stage.simulator.world.createMeeting({ organizerId: megan.id, subject: 'Budget' } as never);

  async function joinMeeting(): Promise<{ callId: string; meeting: ReturnType<typeof meetingOf> }> {
    const meeting = meetingOf();
    const created = await calls.create({
      tenantId,
      subject: 'Budget',
      callbackUri: `${stage.simulator.url}/api/calls/1`,
      media: { hostedBy: 'service' },
      coordinates: { by: 'organizer', organizerId: megan.id, threadId: meeting.threadId, messageId: '0' },
    });
    assert.ok(created.ok, JSON.stringify(created));
    await stage.clock.advance(5_000);
    return { callId: created.value.graphId, meeting };
  }

  it('joins by organizer, and is in', async () => {
    const { callId } = await joinMeeting();
    const got = await calls.get({ tenantId, callId });
    assert.ok(got.ok);
    assert.deepEqual([got.value.graphId, got.value.state], [callId, 'established']);
  });

  it('joins by meeting ID and passcode, and not by a wrong one', async () => {
    const meeting = meetingOf();
    const request = {
      tenantId,
      subject: 'Budget',
      callbackUri: `${stage.simulator.url}/api/calls/1`,
      media: { hostedBy: 'service' } as const,
    };
    const coordinates = {
      by: 'meetingId' as const,
      joinMeetingId: meeting.joinMeetingId,
      passcode: meeting.passcode ?? null,
    };
    const right = await calls.create({ ...request, coordinates });
    assert.ok(right.ok, JSON.stringify(right));
    const wrong = await calls.create({ ...request, coordinates: { ...coordinates, passcode: 'wrong' } });
    assert.ok(!wrong.ok);
    assert.ok(wrong.failure.status >= 400 && wrong.failure.reference);
  });

  it('sees, mutes, invites and removes people, and leaves', async () => {
    const { callId, meeting } = await joinMeeting();
    const { world } = stage.simulator;
    const there = world.join(meeting.room, adele);
    const roster = await calls.participants({ tenantId, callId });
    assert.ok(roster.ok);
    assert.ok(
      roster.value.some(
        ({ id, personId, muted }) => id === there.participantId && personId === adele.id && !muted,
      ),
    );

    const muted = await calls.muteMany({
      tenantId,
      callId,
      participantIds: [there.participantId, 'gone'],
      context: 'effect-1',
    });
    assert.ok(muted.ok);
    assert.equal(muted.value[0]?.failure, null);
    assert.equal(muted.value[1]?.participantId, 'gone');
    assert.ok((muted.value[1]?.failure?.status ?? 0) >= 400);
    assert.equal(world.find(meeting.room, adele.id)?.serverMuted, true);

    const invited = await calls.invite({
      tenantId,
      callId,
      person: { id: pat.id, name: pat.name },
      context: 'effect-2',
    });
    assert.ok(invited.ok, JSON.stringify(invited));
    assert.equal(invited.value.ended, false);
    assert.ok(invited.value.operationId);
    const { operationId } = invited.value;
    const ringing = await calls.operation({ tenantId, callId, operationId });
    assert.ok(ringing.ok && !ringing.value.ended);
    await stage.clock.advance(30_000);
    assert.ok(world.find(meeting.room, pat.id));
    const over = await calls.operation({ tenantId, callId, operationId });
    assert.ok(over.ok && over.value.ended && over.value.ok);

    assert.ok((await calls.keepAlive({ tenantId, callId })).ok);

    const participantIds = [there.participantId, 'gone'];
    const removed = await calls.removeMany({ tenantId, callId, participantIds });
    assert.ok(removed.ok, JSON.stringify(removed));
    assert.deepEqual(
      removed.value.map(({ failure }) => failure?.status ?? null),
      [null, 404],
    );
    assert.equal(world.find(meeting.room, adele.id), undefined);

    assert.ok((await calls.delete({ tenantId, callId })).ok);
    await stage.clock.advance(5_000);
    const gone = await calls.get({ tenantId, callId });
    assert.ok(!gone.ok);
    assert.equal(gone.failure.status, 404);
  });

  it('mutes a crowd by batches', async () => {
    const { callId, meeting } = await joinMeeting();
    stage.simulator.world.fill(meeting.room, 60);
    const roster = await calls.participants({ tenantId, callId });
    assert.ok(roster.ok);
    const participantIds = roster.value.filter(({ kind }) => kind === 'user').map(({ id }) => id);
    assert.ok(participantIds.length >= 50);
    const muted = await calls.muteMany({ tenantId, callId, participantIds, context: 'effect-1' });
    assert.ok(muted.ok);
    assert.deepEqual(
      muted.value.map(({ participantId }) => participantId),
      participantIds,
    );
    assert.deepEqual(
      muted.value.filter((one) => one.failure),
      [],
    );
  });

  it('is told why it may not remove', async () => {
    const { callId, meeting } = await joinMeeting();
    const there = stage.simulator.world.join(meeting.room, adele);
    stage.simulator.context.settings.removeParticipant = false;
    const removed = await calls.removeMany({ tenantId, callId, participantIds: [there.participantId] });
    const failure = removed.ok ? removed.value[0]?.failure : null;
    assert.ok(failure);
    assert.equal(meaningOf(failure, 'remove'), 'removalNotAllowed');
  });

  it('is told that consent is missing', async () => {
    stage.simulator.context.permissions.clear();
    const created = await calls.create({
      tenantId,
      subject: 'Budget',
      callbackUri: `${stage.simulator.url}/api/calls/1`,
      media: { hostedBy: 'service' },
      coordinates: { by: 'organizer', organizerId: megan.id, threadId: meetingOf().threadId, messageId: '0' },
    });
    assert.ok(!created.ok);
    assert.equal(meaningOf(created.failure), 'consentMissing');
  });
});

describe('meetings and people in Graph', () => {
  beforeEach(start);
  afterEach(() => stage.close());

  it('makes, moves and cancels an event, once for a transaction id', async () => {
    const events = createGraphEvents(graph);
    const begin = Date.parse('2026-11-23T14:00:00Z');
    const wanted = {
      transactionId: 'b7a0a3f0-0000-4000-8000-000000000001',
      subject: 'Budget review',
      attendees: [{ address: adele.userPrincipalName, name: adele.name }],
      start: begin,
      end: begin + hour,
      zone: 'Europe/Berlin',
    };
    const event = await events.createEvent(megan.id, wanted);
    assert.ok(event.id && event.onlineMeeting?.joinUrl);
    assert.equal(instantOf(event.start), begin);
    assert.equal((await events.createEvent(megan.id, wanted)).id, event.id);
    const time = { start: begin + hour, end: begin + 2 * hour, zone: 'Europe/Berlin' };
    assert.equal(instantOf((await events.patchEvent(megan.id, event.id, { time })).start), begin + hour);
    await events.cancelEvent(megan.id, event.id, 'Sorry');
    await events.cancelEvent(megan.id, event.id).catch((error) => assert.ok(error instanceof GraphError));
    assert.equal(await events.getEvent(megan.id, 'no-such-event'), null);
  });

  it('makes an online meeting once, changes it, finds it for its people alone, and deletes it', async () => {
    const meetings = createGraphMeetings(graph);
    const begin = stage.clock.now();
    const wanted = {
      externalId: 'activity-1',
      subject: "O'Neil's & Co",
      start: begin,
      end: begin + hour,
      attendees: [{ id: adele.id, upn: adele.userPrincipalName }],
    };
    const first = await meetings.createOrGetOnlineMeeting(megan.id, wanted);
    const second = await meetings.createOrGetOnlineMeeting(megan.id, wanted);
    assert.deepEqual([first.created, second.created], [true, false]);
    const { id, joinWebUrl, joinMeetingIdSettings } = first.meeting;
    assert.ok(id && joinWebUrl && joinMeetingIdSettings?.joinMeetingId);
    assert.equal(second.meeting.id, id);

    for (const person of [megan, adele]) {
      assert.equal((await meetings.findByJoinUrl(person.id, joinWebUrl))?.id, id);
      assert.equal(
        (await meetings.findByJoinMeetingId(person.id, joinMeetingIdSettings.joinMeetingId))?.id,
        id,
      );
    }
    assert.equal(await meetings.findByJoinUrl(alex.id, joinWebUrl), null);

    const span = { start: begin + hour, end: begin + 2 * hour };
    const moved = await meetings.patchOnlineMeeting(megan.id, id, { span, lobbyScope: 'everyone' });
    assert.equal(Date.parse(moved.startDateTime ?? ''), begin + hour);
    assert.equal((await meetings.getOnlineMeeting(megan.id, id))?.lobbyBypassSettings?.scope, 'everyone');

    const threadId = first.meeting.chatInfo?.threadId;
    assert.ok(threadId);
    assert.ok((await meetings.chatMembers(threadId)).length >= 1);

    await meetings.deleteOnlineMeeting(megan.id, id);
    await meetings.deleteOnlineMeeting(megan.id, id);
    assert.equal(await meetings.getOnlineMeeting(megan.id, id), null);
  });

  it('is told that the application access policy is missing', async () => {
    stage.simulator.context.settings.policyUsers = [];
    const begin = stage.clock.now();
    const wanted = { externalId: 'a', subject: 'x', start: begin, end: begin + hour };
    const error = await failure(createGraphMeetings(graph).createOrGetOnlineMeeting(megan.id, wanted));
    assert.equal(meaningOf(error), 'accessPolicyMissing');
  });

  it('finds people by id, UPN and the start of a name, quotes and all', async () => {
    const users = createGraphUsers(graph);
    assert.equal((await users.getUser(adele.id))?.displayName, adele.name);
    assert.equal((await users.getUser(adele.userPrincipalName))?.id, adele.id);
    assert.equal(await users.getUser('nobody@contoso.example'), null);
    const many = [...Array.from({ length: 20 }, newId), adele.id, megan.id];
    assert.deepEqual((await users.getUsers(many)).map(({ id }) => id).sort(), [adele.id, megan.id].sort());
    assert.deepEqual((await users.findUsers('alex')).map(({ displayName }) => displayName).sort(), [
      'Alex Johnson',
      'Alex Wilber',
    ]);
    assert.deepEqual(await users.findUsers("O'Nobody & 'co"), []);
    assert.deepEqual(await users.findUsers('  '), []);
  });
});
