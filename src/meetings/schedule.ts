/** Meetings from wish to calendar and back: make, draft, send, move, cancel, look up. */

import type { MeetingCoordinates } from '../calling/call.ts';
import { Refusal } from '../lib/errors.ts';
import { derivedId } from '../lib/ids.ts';
import type { Person } from '../people/person.ts';
import { answersOf, gone } from './answers.ts';
import { coordinatesOf } from './coordinates.ts';
import type { JoinLink } from './joinUrl.ts';
import { fittingSubject, refuseTooMany } from './limits.ts';
import { type Asker, lookUp } from './lookUp.ts';
import { makeMeeting } from './make.ts';
import type { Invitee, Meeting } from './meeting.ts';
import type { MeaningOf, MeetingsGraph, Missing } from './meetingsGraph.ts';
import { presentersIn } from './roles.ts';
import type { MeetingStore } from './stored.ts';

export interface MeetingRequest
  extends Pick<
    Meeting,
    | 'tenantId'
    | 'conversationId'
    | 'organizer'
    | 'subject'
    | 'start'
    | 'end'
    | 'zone'
    | 'invited'
    | 'lobby'
    | 'presenters'
    | 'locale'
  > {
  /** A GUID made of what asked for it (an activity, a form): the same one never makes two meetings. */
  requestId: string;
}

interface Made {
  meeting: Meeting;
  /** What an admin has to grant before all of it works. */
  missing: Missing[];
}

/** `schedule`, `startNow` and `draft` refuse what does not fit: `error.subjectTooLong`, `error.tooManyPeople`. */
export interface Scheduling {
  get(meetingId: string): Promise<Meeting | null>;
  /** A calendar event with a Teams meeting; `source: 'link'` where Rollcall has no right to the calendar. */
  schedule(request: MeetingRequest): Promise<Made>;
  /** An online meeting to join at once; an event where the access policy is missing. */
  startNow(request: MeetingRequest): Promise<Made>;
  /** Kept, not made: nobody hears of it before `send`. */
  draft(request: MeetingRequest): Promise<Meeting>;
  /** Makes what was drafted; a draft that was sent already gives its meeting. */
  send(draft: Meeting): Promise<Made>;
  reschedule(meeting: Meeting, to: { start: number; end: number; by: Person }): Promise<Meeting>;
  cancel(meeting: Meeting, by: Person): Promise<Meeting>;
  /** The meeting with the answers of the invited as its event has them now. */
  refreshAnswers(meeting: Meeting): Promise<Meeting>;
  /** The meeting behind a link, for those who have a part in it; Refusals as `lookUp` says. */
  details(link: JoinLink, asker: Asker): Promise<Meeting>;
  /** What a person organizes or is invited to and that is not over, soonest first. */
  upcoming(personId: string, tenantId: string): Promise<Meeting[]>;
  /** Entra ids of organizer, co-organizers and presenters by name. */
  presenters(meeting: Meeting): Promise<string[]>;
  coordinatesOf(meeting: Meeting): MeetingCoordinates | null;
}

export interface SchedulingNeeds {
  graph: MeetingsGraph;
  store: MeetingStore;
  now(): number;
  meaningOf: MeaningOf;
  personById(id: string): Promise<Invitee | null>;
  /** What those invited read in the cancellation. */
  cancelComment(meeting: Meeting, by: Person): string;
}

const mostUpcoming = 50;

export function createScheduling(needs: SchedulingNeeds): Scheduling {
  const { graph, store, now, meaningOf } = needs;

  /** The meeting to be, or the one this request has made already. Somebody else's request id is not theirs. */
  async function begun(
    request: MeetingRequest,
  ): Promise<{ meeting: Meeting; draft: boolean; done: boolean }> {
    const own = (meeting: Meeting) =>
      meeting.tenantId === request.tenantId && meeting.organizer.id === request.organizer.id;
    let id = request.requestId;
    let there = await store.get(id);
    if (there && !own(there)) {
      id = derivedId(request.requestId, request.organizer.id);
      there = await store.get(id);
    }
    if (there && there.state !== 'draft') return { meeting: there, draft: false, done: true };
    return { meeting: fresh(request, id, there?.createdAt ?? now()), draft: there !== null, done: false };
  }

  async function save(meeting: Meeting, overDraft: boolean): Promise<Meeting> {
    if (!overDraft) return store.insert(meeting);
    const { id, createdAt: _createdAt, ...rest } = meeting;
    return (await store.change(id, rest, 'draft')) ?? (await store.get(id)) ?? meeting;
  }

  async function make(request: MeetingRequest, startsNow: boolean): Promise<Made> {
    const { meeting, draft, done } = await begun(request);
    if (done) return { meeting, missing: [] };
    const { changes, missing } = await makeMeeting(meeting, startsNow, graph, meaningOf);
    return { meeting: await save({ ...meeting, ...changes, state: 'scheduled' }, draft), missing };
  }

  /** The row as it is now: two presses on one card may both hold an old one. */
  async function current(meeting: Meeting): Promise<Meeting> {
    const row = (await store.get(meeting.id)) ?? meeting;
    if (row.state === 'cancelled' || row.state === 'ended') throw new Refusal('error.meetingOver');
    if (row.learned && !row.eventId) throw new Refusal('error.meetingNotOurs');
    return row;
  }

  const passing = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      if (meaningOf(error) === 'notFound') throw new Refusal('error.meetingGone');
      throw error;
    }
  };

  return {
    get: (id) => store.get(id),
    coordinatesOf,
    schedule: (request) => make(request, false),
    startNow: (request) => make(request, true),

    async draft(request) {
      const { meeting, draft, done } = await begun(request);
      return done ? meeting : save({ ...meeting, state: 'draft' }, draft);
    },

    async send(draft) {
      const row = (await store.get(draft.id)) ?? draft;
      if (row.state !== 'draft') return { meeting: row, missing: [] };
      // A draft of a meeting that was to start at once starts when it is sent.
      const startsNow = row.start <= row.createdAt;
      const span = startsNow ? { start: now(), end: now() + row.end - row.start } : {};
      const meeting = { ...row, ...span };
      if (meeting.start < now()) throw new Refusal('error.whenPast');
      const { changes, missing } = await makeMeeting(meeting, startsNow, graph, meaningOf);
      return { meeting: await save({ ...meeting, ...changes, state: 'scheduled' }, true), missing };
    },

    async reschedule(meeting, { start, end }) {
      const row = await current(meeting);
      if (row.start === start && row.end === end) return row;
      if (row.state !== 'draft') {
        const { organizer, eventId, onlineMeetingId, source, zone } = row;
        if (source === 'event' && eventId)
          await passing(graph.patchEvent(organizer.id, eventId, { time: { start, end, zone } }));
        if (source === 'onlineMeeting' && onlineMeetingId)
          await passing(graph.patchOnlineMeeting(organizer.id, onlineMeetingId, { span: { start, end } }));
      }
      const movedFrom = row.state === 'draft' ? null : row.start;
      return (await store.change(row.id, { start, end, movedFrom })) ?? row;
    },

    async cancel(meeting, by) {
      const row = await current(meeting);
      if (row.state !== 'draft') {
        const { organizer, eventId, onlineMeetingId, source } = row;
        if (source === 'event' && eventId)
          await graph.cancelEvent(organizer.id, eventId, needs.cancelComment(row, by));
        if (source === 'onlineMeeting' && onlineMeetingId)
          await graph.deleteOnlineMeeting(organizer.id, onlineMeetingId);
      }
      return (await store.change(row.id, { state: 'cancelled', cancelledBy: by })) ?? row;
    },

    async refreshAnswers(meeting) {
      if (meeting.source !== 'event' || !meeting.eventId || meeting.state !== 'scheduled') return meeting;
      const event = await graph.getEvent(meeting.organizer.id, meeting.eventId);
      const changes = gone(event)
        ? { state: 'cancelled' as const, cancelledBy: meeting.organizer }
        : answersOf(meeting, event);
      return changes ? ((await store.change(meeting.id, changes, 'scheduled')) ?? meeting) : meeting;
    },

    details: (link, asker) => lookUp(link, asker, needs),
    upcoming: (personId, tenantId) => store.upcoming(personId, tenantId, now(), mostUpcoming),

    async presenters({ organizer, onlineMeetingId }) {
      const online = onlineMeetingId
        ? await graph.getOnlineMeeting(organizer.id, onlineMeetingId).catch(() => null)
        : null;
      return [...new Set([organizer.id, ...(online ? presentersIn(online) : [])])];
    },
  };
}

function fresh(
  { requestId: _requestId, ...request }: MeetingRequest,
  id: string,
  createdAt: number,
): Meeting {
  refuseTooMany(request.invited.length);
  return {
    ...request,
    subject: fittingSubject(request.subject),
    id,
    state: 'scheduled',
    source: 'link',
    eventId: null,
    onlineMeetingId: null,
    joinUrl: null,
    joinMeetingId: null,
    passcode: null,
    threadId: null,
    messageId: null,
    movedFrom: null,
    cancelledBy: null,
    createdAt,
  };
}
