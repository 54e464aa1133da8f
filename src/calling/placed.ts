/**
 * A call that Rollcall places: whom it rings and what for. Graph sends a roster for group calls only; a peer-to-peer
 * call is known by its state and the two sides alone. Pure types and decisions.
 */
import type { Person } from '../people/person.ts';
import type { Call } from './call.ts';
import { newCall } from './newCall.ts';

/**
 * Graph has no more people in a call that an application makes, whoever asked for it included.
 * https://learn.microsoft.com/graph/api/participant-invite
 */
export const mostInCall = 5;

/** How somebody took being rung. `there`: picked up; `notRung`: there was no line for the call. */
export type SideState =
  | 'ringing'
  | 'there'
  | 'declined'
  | 'noAnswer'
  | 'busy'
  | 'unreachable'
  | 'left'
  | 'notRung';

export interface Side {
  /** Entra object id, or a phone number in E.164. */
  id: string;
  name: string;
  kind: 'user' | 'phone';
  state: SideState;
}

/**
 * What a placed call is for. `talk`: people speak with each other. The others are peer-to-peer and spoken by Rollcall:
 * `say` speaks a text and hangs up; `ringMissing` asks somebody for the meeting call `forCallId`; `consult` asks
 * whether an agent takes the caller of `forCallId`. What these two come to is told to that call as `errandTold`:
 * 'join' | 'late' | 'cannot', 'take' | 'refuse', and at the end 'over:<reason of the ending>'. `remind` speaks a reminder
 * and asks for a key; what it comes to is told to that reminder (reminderCalls.ts).
 */
export type Purpose =
  | { kind: 'talk' }
  | { kind: 'say'; text: string }
  | { kind: 'ringMissing'; forCallId: string; sentence: string }
  | { kind: 'consult'; forCallId: string; caller: string }
  /** `from`: the sender's name, '' for a reminder to oneself. `recording`: a prompt file in place of the text. */
  | { kind: 'remind'; reminderId: string; text: string; recording?: string; from: string };

export interface Placed {
  /** Whom Rollcall rings, each once. */
  sides: Side[];
  /** More than one target, or a third person came since: Graph sends a roster. */
  group: boolean;
  purpose: Purpose;
  /** Nobody is rung yet: it waits for a line, until `waitUntil` (epoch ms). */
  waiting?: true;
  waitUntil?: number;
  /** In the line, 0 goes first. */
  priority?: 0 | 1;
  /** When a line was free. */
  ringingSince?: number;
  /** `say`: all of it was spoken, to whoever or whatever had picked up. */
  said?: boolean;
}

/** A call to be placed. `id`: the same one is placed once. */
export interface PlaceRequest {
  id: string;
  tenantId: string;
  /** Whom to ring: one for a peer-to-peer call, up to five for a group call. */
  sides: Omit<Side, 'state'>[];
  purpose: Purpose;
  subject: string;
  by: Person;
  /** The chat whose card it has; empty for a call on behalf of another. */
  conversationId: string;
  locale: string;
  /** Epoch milliseconds; without a line by then nobody is rung. Default: half a minute, which people wait. */
  waitUntil?: number;
}

/** Somebody waits for these, looking at a card or on the line. */
const waitedFor: readonly string[] = ['talk', 'say', 'ringMissing', 'consult'];

/** 0 goes first: people who wait come before what falls due by itself. */
const priorityOf = ({ kind }: Purpose): 0 | 1 => (waitedFor.includes(kind) ? 0 : 1);

/** How long people wait for a line, in milliseconds. */
export const patience = 30_000;

/**
 * A call nobody has asked Graph for yet; its first event is `placeRequested`.
 * @param id ours, a GUID, since Graph calls back to it
 */
export function newPlacedCall(request: PlaceRequest, id: string, botId: string, now: number): Call {
  const { tenantId, purpose, subject, by, conversationId, locale } = request;
  const sides = request.sides.map((side): Side => ({ ...side, state: 'ringing' }));
  const call = newCall(
    {
      ...{ id, botId, tenantId, subject, conversationId, locale, broughtBy: by },
      ...{ meetingId: null, meetingKey: `placed:${id}`, coordinates: null, invited: [] },
    },
    now,
  );
  const waitUntil = request.waitUntil ?? now + patience;
  return {
    ...call,
    placed: {
      sides,
      group: sides.length > 1,
      purpose,
      waiting: true,
      waitUntil,
      priority: priorityOf(purpose),
    },
  };
}
