/** The room with the product's own Graph client and database, against the simulator. */
import assert from 'node:assert/strict';
import { createGraph } from '../../src/graph/client.ts';
import { GraphError, meaningOf } from '../../src/graph/errors.ts';
import { createGraphEvents } from '../../src/graph/events.ts';
import { createGraphMeetings } from '../../src/graph/meetings.ts';
import { createGraphUsers } from '../../src/graph/users.ts';
import { Refusal } from '../../src/lib/errors.ts';
import { newId } from '../../src/lib/ids.ts';
import { createLog } from '../../src/lib/log.ts';
import { readJoinLink } from '../../src/meetings/joinUrl.ts';
import type { Invitee } from '../../src/meetings/meeting.ts';
import { createScheduling, type MeetingRequest, type Scheduling } from '../../src/meetings/schedule.ts';
import { createDirectory, type Directory } from '../../src/people/directory.ts';
import { meetingStore } from '../../src/store/meetings.ts';
import { type FreshDatabase, freshDatabase } from '../fixtures/database.ts';
import { botId, botPassword, type Stage, startStage, tenantId } from '../simulator/harness.ts';

const hour = 3_600_000;

describe('meetings against the simulator', () => {
  let stage: Stage;
  let database: FreshDatabase;
  let directory: Directory;
  let scheduling: Scheduling;
  let people: Record<'adele' | 'megan' | 'pat', Invitee>;
  before(async () => {
    [stage, database] = await Promise.all([startStage(), freshDatabase()]);
    const { url } = stage.simulator;
    const certificate = { BOT_CERTIFICATE_FILE: '', BOT_CERTIFICATE_KEY_FILE: '' };
    const bot = { BOT_ID: botId, BOT_TENANT_ID: tenantId, BOT_PASSWORD: botPassword, ...certificate };
    const graph = createGraph({
      config: { ...bot, GRAPH_URL: url, LOGIN_URL: url },
      clock: { now: () => Date.now(), every: () => () => undefined },
      log: createLog('silent'),
    });
    directory = createDirectory(createGraphUsers(graph));
    scheduling = createScheduling({
      graph: { ...createGraphMeetings(graph), ...createGraphEvents(graph) },
      store: meetingStore(database.db),
      now: () => stage.clock.now(),
      meaningOf: (error) => (error instanceof GraphError ? meaningOf(error) : 'unknown'),
      personById: (id) => directory.person(id),
      cancelComment: (_meeting, by) => `${by.name} cancelled it.`,
    });
    const found = await directory.resolve({ names: ['Adele', 'Megan Bowen', 'Pat Gomez'] });
    const [adele, megan, pat] = found.people;
    assert.ok(adele && megan && pat);
    people = { adele, megan, pat };
  });
  after(async () => {
    await stage.close();
    await database.close();
  });
  const request = (changes: Partial<MeetingRequest> = {}): MeetingRequest => ({
    requestId: newId(),
    tenantId,
    conversationId: '19:chat@thread.v2',
    organizer: { id: people.megan.id, name: people.megan.name },
    subject: 'Budget review',
    start: stage.clock.now() + hour,
    end: stage.clock.now() + 2 * hour,
    zone: 'Europe/Berlin',
    locale: 'en-US',
    invited: [people.adele],
    lobby: 'organization',
    presenters: 'everyone',
    ...changes,
  });
  const asker = ({ id, name }: Invitee) => ({
    ...{ who: { id, name }, tenantId, place: { id: '19:elsewhere@thread.v2' } },
    ...{ zone: 'Europe/Berlin', locale: 'en-US' },
  });

  it('schedules, finds again by either link for the invited alone, moves and cancels', async () => {
    const { meeting, missing } = await scheduling.schedule(request({ lobby: 'everyone' }));
    assert.deepEqual([meeting.source, missing], ['event', []]);
    const link = readJoinLink(meeting.joinUrl ?? '');
    const spoken = readJoinLink(`${meeting.joinMeetingId} passcode ${meeting.passcode}`);
    for (const way of [link, spoken])
      assert.equal((await scheduling.details(way, asker(people.adele))).id, meeting.id);
    await assert.rejects(
      scheduling.details(link, asker(people.pat)),
      (error: Refusal) => error instanceof Refusal && error.key === 'error.linkUnknown',
    );
    const to = { start: meeting.start + hour, end: meeting.end + hour, by: people.megan };
    assert.equal((await scheduling.reschedule(meeting, to)).movedFrom, meeting.start);
    assert.equal((await scheduling.cancel(meeting, people.megan)).state, 'cancelled');
    assert.deepEqual(await scheduling.upcoming(people.adele.id, tenantId), []);
  });

  it('starts one now, once, and can join it', async () => {
    const same = request({ start: stage.clock.now(), end: stage.clock.now() + hour });
    const { meeting } = await scheduling.startNow(same);
    assert.equal((await scheduling.startNow(same)).meeting.id, meeting.id);
    assert.equal(meeting.source, 'onlineMeeting');
    assert.equal(scheduling.coordinatesOf(meeting)?.by, 'organizer');
    assert.deepEqual(await scheduling.presenters(meeting), [people.megan.id]);
  });

  it('learns a meeting made elsewhere, with the names of the invited', async () => {
    const made = await stage.graph.api(`/users/${people.megan.id}/onlineMeetings`).post({
      subject: 'Elsewhere',
      participants: { attendees: [{ identity: { user: { id: people.adele.id } }, role: 'presenter' }] },
    });
    const link = readJoinLink(`Join ${made.joinWebUrl}, please`);
    const learned = await scheduling.details(link, asker(people.adele));
    assert.deepEqual([learned.subject, learned.organizer.name], ['Elsewhere', 'Megan Bowen']);
    assert.deepEqual(
      learned.invited.map(({ name }) => name),
      ['Adele Vance'],
    );
  });
});
