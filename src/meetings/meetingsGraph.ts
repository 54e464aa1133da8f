/** What the meetings room asks of Graph; `graph/meetings.ts` and `graph/events.ts` answer it. Types alone. */
import type { Event, OnlineMeeting } from '@microsoft/microsoft-graph-types';
import type { AllowedPresenters, LobbyScope } from './meeting.ts';

export interface MeetingsGraph {
  /** With a Teams meeting and invitations; the same `transactionId` gives the same event. */
  createEvent(
    organizerId: string,
    event: {
      transactionId: string;
      subject: string;
      attendees: { address: string; name: string }[];
      start: number;
      end: number;
      zone: string;
    },
  ): Promise<Event>;
  getEvent(organizerId: string, eventId: string): Promise<Event | null>;
  patchEvent(
    organizerId: string,
    eventId: string,
    change: { time?: { start: number; end: number; zone: string } },
  ): Promise<Event>;
  cancelEvent(organizerId: string, eventId: string, comment?: string): Promise<void>;

  /** The same `externalId` of the same organizer gives the same meeting. */
  createOrGetOnlineMeeting(
    organizerId: string,
    meeting: {
      externalId: string;
      subject: string;
      start: number;
      end: number;
      attendees?: { id: string; upn: string }[];
    },
  ): Promise<{ meeting: OnlineMeeting; created: boolean }>;
  getOnlineMeeting(userId: string, meetingId: string): Promise<OnlineMeeting | null>;
  patchOnlineMeeting(
    organizerId: string,
    meetingId: string,
    change: {
      span?: { start: number; end: number };
      lobbyScope?: LobbyScope;
      allowedPresenters?: AllowedPresenters;
    },
  ): Promise<OnlineMeeting>;
  deleteOnlineMeeting(organizerId: string, meetingId: string): Promise<void>;
  /** As organizer or invited attendee; null for everybody else. */
  findByJoinUrl(userId: string, joinUrl: string): Promise<OnlineMeeting | null>;
  findByJoinMeetingId(userId: string, joinMeetingId: string): Promise<OnlineMeeting | null>;
  /** Entra ids (`userId`) of a chat's members. */
  chatMembers(threadId: string): Promise<{ userId?: string | null }[]>;
}

/** What a failed request meant, of which this room tells four apart; anything else is passed on as it came. */
export type MeaningOf = (error: unknown) => string;

/** Missing for want of an admin: a text each, `missing.<what>.user` and `missing.<what>.admin`. */
export type Missing =
  /** The application access policy for this organizer. */
  | 'policy'
  /** Consent to OnlineMeetings.ReadWrite.All. */
  | 'onlineMeetings'
  /** Consent to Calendars.ReadWrite. */
  | 'calendar';
