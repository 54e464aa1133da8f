/** What can happen to a reminder, and what follows of it. Pure types; all instants are milliseconds since the epoch. */
import type { Reminder, ReminderPreferences } from './reminder.ts';

/** How a reminder is rung; milliseconds. */
export interface Policy {
  /** How often somebody is rung for one occurrence. */
  attempts: number;
  /** Between two of these, and between two looks at whether somebody can be rung now. */
  spacingMs: number;
  /** How long after it was due ringing is still of use. */
  lateMs: number;
}

/** What is known when a reminder is due. */
export interface Facts {
  preferences: ReminderPreferences;
  /** Wants no rings at all (`/rings off`). */
  ringsOff: boolean;
  /** Was rung within the hour as often as one person may be. */
  oftenRung: boolean;
  /** Graph's word for it: `DoNotDisturb` is that of whoever presents, too. Null where Graph said none. */
  availability: string | null;
  /** The chat in which Rollcall can write to them alone; null where there is none. */
  chat: string | null;
  /** What there is of the call `callId`; `live` also while it has something left to tell. */
  call: 'none' | 'live' | 'over';
}

export type Answer = 'heard' | 'snooze' | 'stop';

/** Everything that can happen to a reminder. */
export type Happened =
  | { kind: 'due'; facts: Facts }
  /** By a call of it: 'waiting' | 'ringing' | Answer | 'over:<reason of the ending>'. */
  | { kind: 'told'; callId: string; value: string }
  /** On its written card. */
  | { kind: 'answered'; answer: Answer }
  | { kind: 'cancelled' }
  | { kind: 'rescheduled'; due: number }
  /** The reader wants no reminders by others any more. */
  | { kind: 'optedOut' };

/** What is to be done for a reminder; each is safe to repeat. */
export type ReminderEffect =
  /** A call under this id, which is placed once; without a line by `until` it is over. */
  | { kind: 'ring'; callId: string; until: number }
  /** The call is told so in the transaction that saves the reminder. */
  | { kind: 'hangUp'; callId: string; controlId: string }
  /** A card in this chat, in the transaction that saves the reminder. */
  | { kind: 'write'; conversationId: string };

/** The next reminder, the same object where nothing changed. */
export interface Decided {
  reminder: Reminder;
  effects: ReminderEffect[];
}
