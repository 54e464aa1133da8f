/** The things of the simulated tenant. All instants are milliseconds since the epoch. */
import type { EndingName } from './endings.ts';
import type { MediaState } from './media/state.ts';
import type { SimulatedPerson } from './people.ts';

/** Somebody in a room, or waiting at its door. */
export interface Attendance {
  /** The participant id of Graph. */
  participantId: string;
  person: Pick<SimulatedPerson, 'id' | 'name' | 'kind'>;
  muted: boolean;
  serverMuted: boolean;
  inLobby: boolean;
  joinedAt: number;
  /** Whose phone it is, for a person who dialled in. */
  callerId?: string;
  /** The call leg of an application. */
  callId?: string;
  /** Shows the screen: a call with application-hosted media can. */
  sharesScreen?: boolean;
  /** It is the picture of the large gallery, which is a participant too. */
  gallery?: boolean;
}

/** Where people meet: a meeting's, a group call's or a peer-to-peer call's. */
export interface Room {
  id: string;
  /** Null for calls outside a meeting. */
  meetingId: string | null;
  peerToPeer: boolean;
  people: Map<string, Attendance>;
  /** Counts the changes of the roster. */
  sequence: number;
}

export type MeetingRole = 'attendee' | 'presenter' | 'coorganizer';
export type MeetingAnswer = 'none' | 'accepted' | 'tentativelyAccepted' | 'declined';

export interface Invited {
  /** Null for an address outside the tenant. */
  personId: string | null;
  address: string;
  name: string;
  role: MeetingRole;
  answer: MeetingAnswer;
}

export interface SimulatedMeeting {
  /** The id of Graph's onlineMeeting. */
  id: string;
  organizerId: string;
  threadId: string;
  messageId: string;
  subject: string;
  start: number;
  end: number;
  createdAt: number;
  joinWebUrl: string;
  joinMeetingId: string;
  passcode: string | null;
  externalId: string | null;
  eventId: string | null;
  invited: Invited[];
  /** Properties of the onlineMeeting that are only kept and given back. */
  properties: Record<string, unknown>;
  state: 'scheduled' | 'live' | 'ended';
  /** A bot that joins has to be admitted. */
  botWaits: boolean;
  autoFilled: boolean;
  room: Room;
}

export interface CallOperation {
  id: string;
  type: string;
  status: 'NotStarted' | 'Running' | 'Completed' | 'Failed';
  clientContext: string | null;
  result: ResultInfo | null;
  /** Further members of the resource. */
  extra: Record<string, unknown>;
}

export interface ResultInfo {
  code: number;
  subcode: number;
  message: string;
}

/** Graph's callState (v1.0 metadata), as far as it is simulated. */
export type CallState =
  | 'incoming'
  | 'establishing'
  | 'established'
  | 'transferring'
  | 'transferAccepted'
  | 'terminating'
  | 'terminated';

/** What became of a caller whom the bot turned away or handed on. */
export type Handover =
  | { kind: 'rejected'; reason: 'none' | 'busy' | 'forbidden' }
  | {
      kind: 'redirected' | 'transferred';
      /** Object ids, numbers, or the person whose voicemail it is. */
      to: string[];
      outcome: 'ringing' | 'connected' | 'voicemail' | 'notAnswered';
      /** Who picked up. */
      with: string | null;
    };

/** A phone that rings on behalf of one of the bot's calls. */
export interface Ring {
  id: string;
  personId: string;
  callId: string;
  since: number;
  /** Ends the ringing: null when somebody picked up, otherwise why not. */
  settle(problem: EndingName | null): void;
}

/** Whom the audio of a group call goes to (learn.microsoft.com/graph/api/resources/audioroutinggroup). */
export interface AudioRoutingGroup {
  id: string;
  routingMode: 'oneToOne' | 'multicast';
  /** Participant ids. */
  sources: string[];
  receivers: string[];
}

/** One leg of the bot. */
export interface SimulatedCall {
  id: string;
  direction: 'incoming' | 'outgoing';
  tenantId: string;
  appId: string;
  callbackUri: string;
  callChainId: string;
  state: CallState;
  myParticipantId: string;
  room: Room;
  /** Who calls, as Graph's participantInfo. */
  source: Record<string, unknown>;
  /** Who runs the media: the service by mediaConfig, or the application itself. */
  hosting: 'service' | 'application';
  /** Until it is active, nothing can be heard or said. */
  audio: 'active' | 'inactive';
  /** What the media service keeps of it; null as long as nothing was played, recorded or pressed. */
  media: MediaState | null;
  /** The resource account it runs through; only such a call may reach phones. */
  applicationInstanceId: string | null;
  audioRoutingGroups: Map<string, AudioRoutingGroup>;
  handover: Handover | null;
  /** Members of the request that the call resource gives back. */
  request: Record<string, unknown>;
  operations: Map<string, CallOperation>;
  result: ResultInfo | null;
  createdAt: number;
  lastKeepAlive: number;
  /** Calls off what is still planned for this call. */
  planned: Set<() => void>;
}

/** An event in somebody's calendar. */
export interface CalendarEvent {
  id: string;
  ownerId: string;
  transactionId: string | null;
  /** The onlineMeeting that comes with it. */
  meetingId: string | null;
  start: number;
  end: number;
  createdAt: number;
  changedAt: number;
  /** The very list of the meeting, where there is one. */
  invited: Invited[];
  /** Members of the resource that are only kept and given back. */
  properties: Record<string, unknown>;
}

/** A chat that is not a meeting's. */
export interface SimulatedChat {
  id: string;
  topic: string | null;
  chatType: 'oneOnOne' | 'group';
  memberIds: string[];
}
