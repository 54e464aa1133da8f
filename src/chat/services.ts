/** What handlers of commands and buttons may use; `app.ts` hands it over. */
import type { Logger } from 'pino';
import type { Call, ControlRequest } from '../calling/call.ts';
import type { JoinRequest } from '../calling/decide.ts';
import type { Clock } from '../lib/clock.ts';
import type { Text } from '../locales/text.ts';
import type { Scheduling } from '../meetings/schedule.ts';
import type { Directory } from '../people/directory.ts';
import type { Person } from '../people/person.ts';
import type { Access } from './access.ts';
import type { MeetingDeed } from './audited.ts';
import type { Command } from './command.ts';
import type { Connector, Message } from './connector.ts';
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
}

export interface Services {
  bot: { id: string; name: string };
  tenantId: string;
  commands: readonly Command[];
  clock: Clock;
  log: Logger;
  calls: Calls;
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
