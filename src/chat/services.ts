/** What handlers of commands and buttons may use; `app.ts` hands it over. */
import type { ConversationReference } from 'botbuilder';
import type { Logger } from 'pino';
import type { Call, ControlRequest } from '../calling/call.ts';
import type { AgentChoice } from '../calling/incoming.ts';
import type { JoinRequest } from '../calling/newCall.ts';
import type { PlaceRequest } from '../calling/placed.ts';
import type { Clock } from '../lib/clock.ts';
import type { Text } from '../locales/text.ts';
import type { Scheduling } from '../meetings/schedule.ts';
import type { Directory } from '../people/directory.ts';
import type { Person } from '../people/person.ts';
import type { Rings } from '../people/rings.ts';
import type { Reminders } from '../reminders/reminders.ts';
import type { Access } from './access.ts';
import type { MeetingDeed } from './audited.ts';
import type { Command } from './command.ts';
import type { Connector, Message } from './connector.ts';
import type { Imports } from './imports.ts';
import type { LiveCards } from './liveCards.ts';
import type { Place, Turn } from './turn.ts';

/** Joins, and calls looked up and told: what chat needs of the calling room. */
export interface Calls {
  /** Joins a meeting, or gives the call that is already in it. */
  start(request: Omit<JoinRequest, 'id' | 'botId'>): Promise<{ call: Call; joined: 'new' | 'already' }>;
  /** Has something done in a call; resolves with the call once that is decided, not once it is done. */
  control(callId: string, id: string, by: Person, request: ControlRequest): Promise<Call>;
  get(callId: string): Promise<Call | null>;
  /** Calls under way whose card stands in this conversation, or whose meeting has this chat. */
  liveIn(conversationId: string): Promise<Call[]>;
  /** The latest call of the conversation, under way or not. */
  lastIn(conversationId: string): Promise<Call | null>;
  liveOfMeeting(meetingId: string): Promise<Call | null>;
  /** Places a call; the same id places it once. */
  place(request: PlaceRequest): Promise<{ call: Call; placed: 'new' | 'already' }>;
  /** Calls that came in: the live ones, the oldest first, the last few settled by agents a moment ago, and those missed. */
  incomingLive(tenantId: string): Promise<Call[]>;
  /** An agent pressed; the first one counts, and `incoming.chosen` says who that was. */
  agentChose(callId: string, by: Person, choice: AgentChoice): Promise<Call>;
}

/** Somebody whose calls are rejected: a person's Entra object id, or a number in E.164. */
export interface Blocked {
  kind: 'user' | 'guest' | 'phone';
  id: string;
  name: string;
}

/** The chat that takes calls, and whose calls nobody wants. */
export interface FrontDesk {
  /** Null while no chat takes calls. */
  chat(): Promise<{ conversationId: string; reference: Partial<ConversationReference> } | null>;
  /** From now on this chat takes calls, and no other. */
  bind(conversationId: string, by: Person, now: number): Promise<void>;
  blocked(): Promise<Blocked[]>;
  block(caller: Blocked, by: Person, now: number): Promise<void>;
  /** False where they were not blocked. */
  unblock(caller: Pick<Blocked, 'kind' | 'id'>): Promise<boolean>;
}

/** Outgoing calls, all of them: those that nobody is rung by yet can be held back. */
export interface Pacing {
  /** Nobody is rung from now on; false where that was so already. */
  pause(by: Person, now: number): Promise<boolean>;
  /** Whoever waits is rung, as lines are free; false where nothing was paused. */
  resume(by: Person, now: number): Promise<boolean>;
  /** `waiting` and `live` calls at this moment, and how many were made in this calendar month (UTC). */
  state(): Promise<{
    paused: { by: Person; at: number } | null;
    waiting: number;
    live: number;
    month: number;
  }>;
}

export interface Services {
  bot: { id: string; name: string };
  tenantId: string;
  commands: readonly Command[];
  clock: Clock;
  log: Logger;
  calls: Calls;
  rings: Rings;
  reminders: Reminders;
  /** Whether a WAV file of config/prompts has this name and can be played. */
  isRecording(name: string): Promise<boolean>;
  imports: Imports;
  pacing: Pacing;
  frontDesk: FrontDesk;
  /** Numbers can be called: an application instance is configured. */
  phoneCalls: boolean;
  scheduling: Scheduling;
  directory: Directory;
  access: Access;
  connector: Connector;
  liveCards: LiveCards;
  /** Where a person can be written to alone, or null when they never spoke to Rollcall. */
  personalChat(personId: string): Promise<Place['reference'] | null>;
  /** Somebody looks at a meeting: its answers are brought up to date soon. */
  looked(meetingId: string): void;
  /** Writes a deed into the audit trail; written again with the same id, its outcome is brought up to date. */
  writeDown(deed: MeetingDeed): Promise<void>;
  /** Tells admins what they have to grant; `key` names a text with `appId` in it. */
  tellAdmins(turn: Turn, key: string): Promise<void>;
  /** Answers in the chat of a turn. */
  reply(turn: Turn, message: Message): Promise<void>;
  text(locale: string): Text;
}
