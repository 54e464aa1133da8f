/**
 * Online meetings and their chats, app-only: the organizer's object id in the path (a UPN is refused), and an
 * application access policy on that organizer. https://learn.microsoft.com/graph/api/resources/onlinemeeting
 */
import type { AadUserConversationMember, OnlineMeeting } from '@microsoft/microsoft-graph-types';
import type { Graph } from './client.ts';
import { segment } from './client.ts';
import { listAll } from './pages.ts';
import { orNull, quoted } from './users.ts';

/** What can be set of an online meeting; `start` and `end` (milliseconds since the epoch) always go together. */
interface OnlineMeetingChange {
  subject?: string;
  span?: { start: number; end: number };
  lobbyScope?: 'organizer' | 'organization' | 'organizationAndFederated' | 'everyone';
  allowedPresenters?: 'everyone' | 'organization' | 'organizer';
}

export interface GraphMeetings {
  /**
   * The meeting of that `externalId` (unique per organizer), made now if there is none: the second of two presses
   * gets the first one's meeting. `created` tells which it was. It stands in no calendar.
   */
  createOrGetOnlineMeeting(
    organizerId: string,
    meeting: {
      externalId: string;
      subject: string;
      start: number;
      end: number;
      attendees?: MeetingAttendee[];
    },
  ): Promise<{ meeting: OnlineMeeting; created: boolean }>;
  getOnlineMeeting(userId: string, meetingId: string): Promise<OnlineMeeting | null>;
  patchOnlineMeeting(
    organizerId: string,
    meetingId: string,
    change: OnlineMeetingChange,
  ): Promise<OnlineMeeting>;
  /** Harmless when it is gone already. */
  deleteOnlineMeeting(organizerId: string, meetingId: string): Promise<void>;
  /** The meeting behind a join link, as organizer or invited attendee; null for everybody else. */
  findByJoinUrl(userId: string, joinUrl: string): Promise<OnlineMeeting | null>;
  /** The meeting with that meeting ID (digits), as organizer or invited attendee; null for everybody else. */
  findByJoinMeetingId(userId: string, joinMeetingId: string): Promise<OnlineMeeting | null>;
  chatMembers(threadId: string): Promise<AadUserConversationMember[]>;
}

interface MeetingAttendee {
  id: string;
  upn: string;
}

const iso = (instant: number): string => new Date(instant).toISOString();

/** Online meetings over a Graph client; every method throws GraphError when Graph does not do it. */
export function createGraphMeetings(graph: Graph): GraphMeetings {
  const all = (userId: string) => `/users/${segment(userId)}/onlineMeetings`;
  const one = (userId: string, meetingId: string) => `${all(userId)}/${segment(meetingId)}`;

  /** The filters answer with a collection of one; somebody who is not invited gets an empty one, or 404. */
  const find = (userId: string, $filter: string) =>
    orNull(async () => {
      const answer = await graph.request<{ value?: OnlineMeeting[] }>({
        method: 'GET',
        path: all(userId),
        query: { $filter },
      });
      return answer.body?.value?.[0] ?? null;
    });

  return {
    async createOrGetOnlineMeeting(organizerId, { externalId, subject, start, end, attendees = [] }) {
      const answer = await graph.request<OnlineMeeting>({
        method: 'POST',
        path: `${all(organizerId)}/createOrGet`,
        body: {
          externalId,
          subject,
          startDateTime: iso(start),
          endDateTime: iso(end),
          ...(attendees.length > 0 ? { participants: { attendees: attendees.map(attendeeBody) } } : {}),
        },
      });
      return { meeting: answer.body, created: answer.status === 201 };
    },

    getOnlineMeeting: (userId, meetingId) =>
      orNull(async () => {
        return (await graph.request<OnlineMeeting>({ method: 'GET', path: one(userId, meetingId) })).body;
      }),

    async patchOnlineMeeting(organizerId, meetingId, { subject, span, lobbyScope, allowedPresenters }) {
      const answer = await graph.request<OnlineMeeting>({
        method: 'PATCH',
        path: one(organizerId, meetingId),
        body: {
          ...(subject === undefined ? {} : { subject }),
          ...(span ? { startDateTime: iso(span.start), endDateTime: iso(span.end) } : {}),
          ...(lobbyScope ? { lobbyBypassSettings: { scope: lobbyScope } } : {}),
          ...(allowedPresenters ? { allowedPresenters } : {}),
        },
      });
      return answer.body;
    },

    async deleteOnlineMeeting(organizerId, meetingId) {
      await orNull(() => graph.request({ method: 'DELETE', path: one(organizerId, meetingId) }));
    },

    findByJoinUrl: (userId, joinUrl) => find(userId, `JoinWebUrl eq ${quoted(joinUrl)}`),

    findByJoinMeetingId: (userId, joinMeetingId) =>
      find(userId, `joinMeetingIdSettings/joinMeetingId eq ${quoted(joinMeetingId)}`),

    chatMembers: (threadId) =>
      listAll<AadUserConversationMember>(graph, { path: `/chats/${segment(threadId)}/members` }),
  };
}

const attendeeBody = ({ id, upn }: MeetingAttendee) => ({
  identity: { user: { id } },
  upn,
  role: 'attendee',
});
