import assert from 'node:assert/strict';
import type { Event, OnlineMeeting } from '@microsoft/microsoft-graph-types';
import { Refusal } from '../../src/lib/errors.ts';
import { newId } from '../../src/lib/ids.ts';
import { type JoinLink, readJoinLink } from '../../src/meetings/joinUrl.ts';
import type { Invitee } from '../../src/meetings/meeting.ts';
import type { MeetingsGraph } from '../../src/meetings/meetingsGraph.ts';
import { createScheduling, type MeetingRequest } from '../../src/meetings/schedule.ts';
import { meetingStore } from '../../src/store/meetings.ts';
import { type FreshDatabase, freshDatabase } from '../fixtures/database.ts';

const tenantId = '72f988bf-86f1-41af-91ab-2d7cd011db47';
const person = (number: number, name: string) => ({
  id: `aaaaaaaa-0000-4000-8000-00000000000${number}`,
  name,
});
const megan = person(1, 'Megan Bowen');
const adele = person(2, 'Adele Vance');
const stranger = person(9, 'Sam Stranger');
const invitee = ({ id, name }: { id: string; name: string }): Invitee => ({
  id,
  name,
  address: `${name.split(' ')[0]?.toLowerCase()}@contoso.example`,
  response: 'none',
  outside: false,
});
const start = Date.parse('2026-11-20T09:00:00Z');
const hour = 3_600_000;

class Failure extends Error {}

/** Graph as far as this room asks it: meetings are found by their organizer and those invited alone. */
function fakeGraph() {
  const events = new Map<string, Event & { organizerId: string }>();
  const onlines = new Map<string, OnlineMeeting>();
  const byTransaction = new Map<string, string>();
  const asked: string[] = [];
  const members = new Map<string, string[]>();
  let broken: Record<string, string> = {};
  let count = 0;

  function newOnline(
    organizerId: string,
    subject: string,
    from: number,
    to: number,
    attendees: { id: string }[],
  ) {
    count += 1;
    const threadId = `19:meeting_${count}${newId()}@thread.v2`;
    const context = encodeURIComponent(JSON.stringify({ Tid: tenantId, Oid: organizerId }));
    const online: OnlineMeeting = {
      id: `online-${count}`,
      subject,
      startDateTime: new Date(from).toISOString(),
      endDateTime: new Date(to).toISOString(),
      joinWebUrl: (
        readJoinLink(
          `https://teams.microsoft.com/l/meetup-join/${encodeURIComponent(threadId)}/0?context=${context}`,
        ) as Extract<JoinLink, { kind: 'long' }>
      ).url,
      joinMeetingIdSettings: {
        joinMeetingId: String(100_000_000_000 + Math.floor(Math.random() * 1e11)),
        passcode: 'Ab3xYz',
      },
      chatInfo: { threadId, messageId: '0' },
      participants: {
        organizer: { identity: { user: { id: organizerId } } },
        attendees: attendees.map(({ id }) => ({ identity: { user: { id } }, role: 'attendee' as const })),
      },
    };
    onlines.set(online.id as string, online);
    return online;
  }
  const hit = (what: string) => {
    asked.push(what);
    const how = broken[what];
    if (how) throw new Failure(how);
  };
  const sees = (userId: string, { participants }: OnlineMeeting) =>
    [participants?.organizer, ...(participants?.attendees ?? [])].some(
      (info) => info?.identity?.user?.id === userId,
    );
  const found = (userId: string, fits: (online: OnlineMeeting) => boolean) =>
    [...onlines.values()].find((online) => fits(online) && sees(userId, online)) ?? null;

  const graph: MeetingsGraph = {
    async createEvent(organizerId, event) {
      hit('createEvent');
      const there = byTransaction.get(event.transactionId);
      if (there) return events.get(there) as Event;
      const online = newOnline(organizerId, event.subject, event.start, event.end, []);
      const id = `event-${count}`;
      events.set(id, {
        id,
        organizerId,
        onlineMeeting: { joinUrl: online.joinWebUrl },
        attendees: event.attendees.map((emailAddress) => ({
          emailAddress,
          status: { response: 'notResponded' },
        })),
      });
      byTransaction.set(event.transactionId, id);
      return events.get(id) as Event;
    },
    getEvent: async (_organizerId, id) => events.get(id) ?? null,
    async patchEvent(_organizerId, id) {
      hit('patchEvent');
      if (!events.has(id)) throw new Failure('notFound');
      return events.get(id) as Event;
    },
    async cancelEvent(_organizerId, id, comment) {
      hit(`cancelEvent ${comment}`);
      events.delete(id);
    },
    async createOrGetOnlineMeeting(organizerId, meeting) {
      hit('createOrGet');
      const there = byTransaction.get(meeting.externalId);
      if (there) return { meeting: onlines.get(there) as OnlineMeeting, created: false };
      const online = newOnline(
        organizerId,
        meeting.subject,
        meeting.start,
        meeting.end,
        meeting.attendees ?? [],
      );
      byTransaction.set(meeting.externalId, online.id as string);
      return { meeting: online, created: true };
    },
    getOnlineMeeting: async (_userId, id) => onlines.get(id) ?? null,
    async patchOnlineMeeting(_userId, id, change) {
      hit(`patchOnlineMeeting ${JSON.stringify(change)}`);
      return onlines.get(id) as OnlineMeeting;
    },
    async deleteOnlineMeeting(_userId, id) {
      hit('deleteOnlineMeeting');
      onlines.delete(id);
    },
    async findByJoinUrl(userId, url) {
      hit('findByJoinUrl');
      return found(userId, ({ joinWebUrl }) => joinWebUrl === url);
    },
    async findByJoinMeetingId(userId, id) {
      hit('findByJoinMeetingId');
      return found(userId, ({ joinMeetingIdSettings }) => joinMeetingIdSettings?.joinMeetingId === id);
    },
    async chatMembers(threadId) {
      hit('chatMembers');
      return (members.get(threadId) ?? []).map((userId) => ({ userId }));
    },
  };
  return {
    graph,
    events,
    onlines,
    asked,
    members,
    newOnline,
    break: (what: Record<string, string>) => {
      broken = what;
    },
  };
}

describe('scheduling', () => {
  let database: FreshDatabase;
  let world: ReturnType<typeof fakeGraph>;
  let scheduling: ReturnType<typeof createScheduling>;
  let now = 0;
  before(async () => {
    database = await freshDatabase();
  });
  after(() => database.close());
  beforeEach(() => {
    now = Date.parse('2026-11-18T09:30:00Z');
    world = fakeGraph();
    scheduling = createScheduling({
      graph: world.graph,
      store: meetingStore(database.db),
      now: () => now,
      meaningOf: (error) => (error instanceof Failure ? error.message : 'unknown'),
      personById: async (id) => [megan, adele].map(invitee).find((known) => known.id === id) ?? null,
      cancelComment: (_meeting, by) => `by ${by.name}`,
    });
  });
  const request = (changes: Partial<MeetingRequest> = {}): MeetingRequest => ({
    requestId: newId(),
    tenantId,
    conversationId: '19:chat@thread.v2',
    organizer: megan,
    subject: 'Budget review',
    start,
    end: start + hour,
    zone: 'Europe/Berlin',
    locale: 'en-US',
    invited: [invitee(adele)],
    lobby: 'organization',
    presenters: 'everyone',
    ...changes,
  });
  const asker = (who: { id: string; name: string }, place = '19:elsewhere@thread.v2') => ({
    who,
    tenantId,
    place: { id: place },
    zone: 'Europe/Berlin',
    locale: 'en-US',
  });
  const refuses = (work: Promise<unknown>, key: string) =>
    assert.rejects(work, (error: Refusal) => error instanceof Refusal && error.key === key);

  describe('schedule', () => {
    it('makes a calendar event and learns how to join it', async () => {
      const { meeting, missing } = await scheduling.schedule(request());
      assert.deepEqual([meeting.source, meeting.state, missing], ['event', 'scheduled', []]);
      const online = [...world.onlines.values()][0];
      assert.equal(meeting.joinUrl, online?.joinWebUrl);
      assert.equal(meeting.joinMeetingId, online?.joinMeetingIdSettings?.joinMeetingId);
      assert.equal(meeting.passcode, 'Ab3xYz');
      assert.deepEqual(scheduling.coordinatesOf(meeting), {
        by: 'organizer',
        organizerId: megan.id,
        threadId: online?.chatInfo?.threadId,
        messageId: '0',
      });
      assert.ok(!world.asked.some((what) => what.startsWith('patchOnlineMeeting')));
      assert.deepEqual(await scheduling.get(meeting.id), meeting);
    });

    it('makes one however often, and at once, the same is asked for', async () => {
      const same = request();
      const made = await Promise.all([scheduling.schedule(same), scheduling.schedule(same)]);
      const again = await scheduling.schedule(same);
      assert.equal(new Set([...made, again].map(({ meeting }) => meeting.id)).size, 1);
      assert.equal(world.events.size, 1);
    });

    it('does not give somebody else’s meeting for a request id that was taken from a card', async () => {
      const { meeting } = await scheduling.schedule(request());
      const other = await scheduling.schedule(request({ requestId: meeting.id, organizer: stranger }));
      assert.notEqual(other.meeting.id, meeting.id);
      assert.equal(other.meeting.organizer.id, stranger.id);
    });

    it('sets the chosen options', async () => {
      await scheduling.schedule(request({ lobby: 'everyone' }));
      assert.ok(
        world.asked.includes('patchOnlineMeeting {"lobbyScope":"everyone","allowedPresenters":"everyone"}'),
      );
    });

    it('without the access policy still makes the event, and tells of it where options were lost', async () => {
      world.break({ findByJoinUrl: 'accessPolicyMissing' });
      const plain = await scheduling.schedule(request());
      assert.deepEqual([plain.meeting.source, plain.missing], ['event', []]);
      assert.ok(plain.meeting.threadId, 'the long link tells it');
      const chosen = await scheduling.schedule(request({ presenters: 'organizer' }));
      assert.deepEqual([chosen.meeting.source, chosen.missing], ['event', ['policy']]);
    });

    it('without a right to the calendar is a link, and says what is missing', async () => {
      world.break({ createEvent: 'consentMissing' });
      const { meeting, missing } = await scheduling.schedule(request());
      assert.deepEqual([meeting.source, meeting.state, missing], ['link', 'scheduled', ['calendar']]);
      assert.equal(scheduling.coordinatesOf(meeting), null);
    });

    it('refuses what does not fit before anything is made, and cleans the subject', async () => {
      await refuses(scheduling.schedule(request({ subject: 'x'.repeat(2_000) })), 'error.subjectTooLong');
      const invited = Array.from({ length: 400 }, () => invitee(adele));
      await refuses(scheduling.draft(request({ invited })), 'error.tooManyPeople');
      assert.deepEqual(world.asked, []);
      const { meeting } = await scheduling.schedule(request({ subject: 'Bud<b>get</b>\u0007 ' }));
      assert.equal(meeting.subject, 'Bud get');
    });

    it('passes on what is Graph’s trouble and saves nothing', async () => {
      world.break({ createEvent: 'unavailable' });
      const failing = request();
      await assert.rejects(scheduling.schedule(failing), Failure);
      assert.equal(await scheduling.get(failing.requestId), null);
      world.break({});
      assert.equal((await scheduling.schedule(failing)).meeting.source, 'event');
    });
  });

  describe('startNow', () => {
    it('makes an online meeting, once', async () => {
      const same = request({ start: now, end: now + hour });
      const one = await scheduling.startNow(same);
      const two = await scheduling.startNow(same);
      assert.deepEqual([one.meeting.source, two.meeting.id], ['onlineMeeting', one.meeting.id]);
      assert.equal(world.onlines.size, 1);
    });

    it('falls back to an event, then to a link, each time saying what is missing', async () => {
      world.break({ createOrGet: 'accessPolicyMissing' });
      const event = await scheduling.startNow(request());
      assert.deepEqual([event.meeting.source, event.missing], ['event', ['policy']]);
      world.break({ createOrGet: 'consentMissing', createEvent: 'consentMissing' });
      const link = await scheduling.startNow(request());
      assert.deepEqual([link.meeting.source, link.missing], ['link', ['onlineMeetings', 'calendar']]);
    });
  });

  describe('drafts', () => {
    it('are made when sent, once', async () => {
      const draft = await scheduling.draft(request());
      assert.equal(draft.state, 'draft');
      assert.deepEqual(world.asked, []);
      const [one, two] = await Promise.all([scheduling.send(draft), scheduling.send(draft)]);
      const again = await scheduling.send(draft);
      assert.deepEqual(
        [one?.meeting.state, two?.meeting.state, again.meeting.state],
        Array(3).fill('scheduled'),
      );
      assert.equal(world.events.size, 1);
      assert.equal(again.meeting.eventId, one?.meeting.eventId);
    });

    it('are replaced by the form they were changed with', async () => {
      const draft = await scheduling.draft(request());
      const { meeting } = await scheduling.schedule(request({ requestId: draft.id, subject: 'Changed' }));
      assert.deepEqual([meeting.id, meeting.subject, meeting.state], [draft.id, 'Changed', 'scheduled']);
    });

    it('of a meeting for now start when they are sent', async () => {
      const draft = await scheduling.draft(request({ start: now, end: now + hour }));
      now += 5 * 60_000;
      const { meeting } = await scheduling.send(draft);
      assert.deepEqual([meeting.source, meeting.start, meeting.end], ['onlineMeeting', now, now + hour]);
    });

    it('whose time has passed are not sent', async () => {
      const draft = await scheduling.draft(request());
      now = start + 1;
      await refuses(scheduling.send(draft), 'error.whenPast');
    });
  });

  describe('changes', () => {
    it('move the event and remember from when, and change nothing the second time', async () => {
      const { meeting } = await scheduling.schedule(request());
      const to = { start: start + hour, end: start + 2 * hour, by: megan };
      const moved = await scheduling.reschedule(meeting, to);
      const again = await scheduling.reschedule(meeting, to);
      assert.deepEqual([moved.start, moved.end, moved.movedFrom], [to.start, to.end, start]);
      assert.deepEqual(again, moved);
      assert.equal(world.asked.filter((what) => what === 'patchEvent').length, 1);
    });

    it('say that an event is gone', async () => {
      const { meeting } = await scheduling.schedule(request());
      world.events.clear();
      await refuses(scheduling.reschedule(meeting, { start: 1, end: 2, by: megan }), 'error.meetingGone');
      assert.equal((await scheduling.get(meeting.id))?.start, start);
    });

    it('cancel the event with a word, or delete the online meeting, and nothing after that', async () => {
      const { meeting } = await scheduling.schedule(request());
      const cancelled = await scheduling.cancel(meeting, adele);
      assert.deepEqual([cancelled.state, cancelled.cancelledBy], ['cancelled', adele]);
      assert.ok(world.asked.includes('cancelEvent by Adele Vance'));
      await refuses(scheduling.cancel(meeting, adele), 'error.meetingOver');
      await refuses(scheduling.reschedule(meeting, { start: 1, end: 2, by: megan }), 'error.meetingOver');
      const { meeting: other } = await scheduling.startNow(request());
      await scheduling.cancel(other, megan);
      assert.ok(world.asked.includes('deleteOnlineMeeting'));
    });

    it('take the answers from the event, and its cancellation', async () => {
      const { meeting } = await scheduling.schedule(request());
      assert.deepEqual(await scheduling.refreshAnswers(meeting), meeting);
      const event = world.events.get(meeting.eventId ?? '');
      const attendee = event?.attendees?.[0];
      if (attendee) attendee.status = { response: 'accepted' };
      assert.equal((await scheduling.refreshAnswers(meeting)).invited[0]?.response, 'accepted');
      world.events.clear();
      assert.equal((await scheduling.refreshAnswers(meeting)).state, 'cancelled');
    });
  });

  describe('details', () => {
    const elsewhere = (attendees: { id: string }[] = [adele]) =>
      world.newOnline(megan.id, 'Planning', start, start + hour, attendees);
    const linkOf = (online: OnlineMeeting) => readJoinLink(online.joinWebUrl ?? '');
    const idOf = (online: OnlineMeeting, passcode: string | null): JoinLink => ({
      kind: 'meetingId',
      joinMeetingId: online.joinMeetingIdSettings?.joinMeetingId ?? '',
      passcode,
    });

    it('are for organizer and invited, the same row whoever asks and by whichever link', async () => {
      const online = elsewhere();
      const first = await scheduling.details(linkOf(online), asker(megan));
      assert.deepEqual(
        [first.subject, first.organizer, first.learned, first.invited.map(({ name }) => name)],
        ['Planning', megan, true, ['Adele Vance']],
      );
      assert.equal((await scheduling.details(linkOf(online), asker(adele))).id, first.id);
      assert.equal((await scheduling.details(idOf(online, 'Ab3xYz'), asker(adele))).id, first.id);
      assert.equal((await scheduling.details(idOf(online, null), asker(adele))).id, first.id);
    });

    it('find the row of a meeting Rollcall made', async () => {
      const { meeting } = await scheduling.schedule(request());
      const online = [...world.onlines.values()][0] as OnlineMeeting;
      const found = await scheduling.details(linkOf(online), asker(megan));
      assert.deepEqual([found.id, found.source, found.learned], [meeting.id, 'event', undefined]);
    });

    it('are not for strangers, unknown meetings, or another tenant’s', async () => {
      const online = elsewhere();
      await refuses(scheduling.details(linkOf(online), asker(stranger)), 'error.linkUnknown');
      await refuses(scheduling.details(idOf(online, 'Ab3xYz'), asker(stranger)), 'error.linkUnknown');
      world.onlines.clear();
      await refuses(scheduling.details(linkOf(online), asker(megan)), 'error.linkUnknown');
      const foreign = { ...asker(megan), tenantId: newId() };
      await refuses(scheduling.details(linkOf(online), foreign), 'error.linkUnknown');
      await refuses(scheduling.details({ kind: 'broken', host: 'x' }, asker(megan)), 'error.linkBroken');
    });

    it('are for members of the meeting’s chat too', async () => {
      const online = elsewhere();
      const threadId = online.chatInfo?.threadId ?? '';
      const inChat = await scheduling.details(linkOf(online), asker(stranger, threadId));
      assert.equal(inChat.subject, 'Planning');
      const other = elsewhere();
      world.members.set(other.chatInfo?.threadId ?? '', [stranger.id]);
      assert.equal((await scheduling.details(linkOf(other), asker(stranger))).subject, 'Planning');
      world.break({ chatMembers: 'consentMissing' });
      const unread = scheduling.details(linkOf(elsewhere()), asker(stranger));
      await refuses(unread, 'error.adminConsentMissing');
      world.break({ chatMembers: 'notFound' });
      await refuses(scheduling.details(linkOf(elsewhere()), asker(stranger)), 'error.linkUnknown');
    });

    it('need the right passcode, and a meeting that is not over', async () => {
      const online = elsewhere();
      await refuses(scheduling.details(idOf(online, 'wrong1'), asker(megan)), 'error.passcodeWrong');
      now = start + 3 * hour;
      await refuses(scheduling.details(linkOf(online), asker(megan)), 'error.meetingOver');
    });

    it('of a meeting made elsewhere are not ours to move or cancel', async () => {
      const learned = await scheduling.details(linkOf(elsewhere()), asker(megan));
      await refuses(scheduling.cancel(learned, megan), 'error.meetingNotOurs');
      await refuses(scheduling.reschedule(learned, { start: 1, end: 2, by: megan }), 'error.meetingNotOurs');
    });

    it('spare those made presenters by name', async () => {
      const online = elsewhere();
      const learned = await scheduling.details(linkOf(online), asker(megan));
      assert.deepEqual(await scheduling.presenters(learned), [megan.id]);
      online.participants?.attendees?.push({ identity: { user: { id: stranger.id } }, role: 'presenter' });
      assert.deepEqual(await scheduling.presenters(learned), [megan.id, stranger.id]);
    });
  });
});
