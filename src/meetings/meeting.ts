/**
 * A meeting as Rollcall keeps it: what it asked Graph to make, and what it learned of one made elsewhere. Pure types.
 * All instants are milliseconds since the epoch.
 */
import type { Person } from '../people/person.ts';

export type MeetingState = 'draft' | 'scheduled' | 'cancelled' | 'ended';

export type Response = 'none' | 'accepted' | 'tentativelyAccepted' | 'declined';

export interface Invitee extends Person {
  /** UPN or mail address, what an event's attendee needs. */
  address: string;
  response: Response;
  /** Outside the tenant, or a guest in it. */
  outside: boolean;
}

/** How the meeting exists in Microsoft 365: a calendar event, an online meeting alone, or only a link to make one. */
type MeetingSource = 'event' | 'onlineMeeting' | 'link';

/** lobbyBypassSettings.scope and allowedPresenters of Graph, those a form offers. */
export type LobbyScope = 'organizer' | 'organization' | 'organizationAndFederated' | 'everyone';
export type AllowedPresenters = 'everyone' | 'organization' | 'organizer';

export interface Meeting {
  id: string;
  tenantId: string;
  /** The chat whose meeting card this is. */
  conversationId: string;
  organizer: Person;
  subject: string;
  start: number;
  end: number;
  /** IANA zone it was planned in. */
  zone: string;
  invited: Invitee[];
  lobby: LobbyScope;
  presenters: AllowedPresenters;
  state: MeetingState;
  source: MeetingSource;
  /** Made elsewhere and looked up: its calendar entry is not Rollcall's to change. */
  learned?: boolean;
  eventId: string | null;
  onlineMeetingId: string | null;
  joinUrl: string | null;
  joinMeetingId: string | null;
  passcode: string | null;
  threadId: string | null;
  /** The message id of the chat coordinates, "0" for a scheduled meeting. */
  messageId: string | null;
  /** Start before the last reschedule: "was 14:00". */
  movedFrom: number | null;
  cancelledBy: Person | null;
  locale: string;
  createdAt: number;
}
