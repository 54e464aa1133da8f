/**
 * A reminder as Rollcall knows it. One row is one reminder: one that comes again keeps the outcome of its last
 * occurrence until the next is due, at `wakeAt`. All instants are milliseconds since the epoch. Pure types.
 */
import type { Person } from '../people/person.ts';

/** Who is reminded: an Entra object id in lower case, or a number in E.164. */
export interface Recipient {
  id: string;
  name: string;
  kind: 'user' | 'phone';
}

/**
 * `scheduled`: not rung yet, or to be rung again (`attempts` says how often it was). `waiting`: for a free line.
 * `written`: a chat message went out instead, or was asked for. `stopped`: the reader wants none any more.
 */
export type ReminderState =
  | 'scheduled'
  | 'waiting'
  | 'ringing'
  | 'snoozed'
  | 'heard'
  | 'written'
  | 'failed'
  | 'cancelled'
  | 'stopped';

/** When it comes again, at the civil time of `firstDue` in `zone`; for a day that a month lacks, on its last one. */
export type Recurrence =
  | { kind: 'daily' }
  /** Monday to Friday. */
  | { kind: 'weekdays' }
  /** 1 is Monday, 7 Sunday. */
  | { kind: 'weekly'; days: number[] }
  | { kind: 'monthly'; day: number };

export interface Reminder {
  id: string;
  tenantId: string;
  by: Person;
  to: Recipient;
  text: string;
  /** A WAV file of config/prompts that is played in place of the text; left out, the text is spoken. */
  recording?: string;
  how: 'ring' | 'chat';
  /** When this occurrence is due. */
  due: number;
  /** When it was to be due at first: later occurrences keep its time of day, also after a day that lacks that hour. */
  firstDue: number;
  /** IANA name of the zone in which it was said. */
  zone: string;
  every: Recurrence | null;
  /** Grows with each occurrence, snooze and change of time: with `attempts` it names a call that is placed once. */
  occurrence: number;
  /** From when on this occurrence is to be rung: `due`, or the end of a snooze. */
  ringFrom: number;
  /** How often it was rung in this occurrence. */
  attempts: number;
  /** Our call of the latest attempt. */
  callId: string | null;
  /** When it is looked at next; null: nothing is to be done any more. */
  wakeAt: number | null;
  state: ReminderState;
  /** Why it is so: names a text, `reminder.reason.<reason>`. */
  reason: ReminderReason | null;
  /** The chat of the sender's card. */
  conversationId: string;
  locale: string;
  /** One of many: an import, or everyone in a meeting. */
  batchId: string | null;
  meetingId: string | null;
  createdAt: number;
  revision: number;
}

/** What a reminder is made of. */
export type NewReminder = Pick<
  Reminder,
  | 'id'
  | 'tenantId'
  | 'by'
  | 'to'
  | 'text'
  | 'recording'
  | 'how'
  | 'due'
  | 'zone'
  | 'every'
  | 'conversationId'
  | 'locale'
  | 'batchId'
  | 'meetingId'
>;

/** Why a reminder was put off, tried again, written instead of rung, or failed. */
export type ReminderReason =
  /** Put off. */
  | 'presence'
  | 'quietHours'
  /** Rung without success. */
  | 'noAnswer'
  | 'busy'
  | 'declined'
  | 'unreachable'
  | 'teamsSilent'
  /** Not to be rung (any more). */
  | 'notAllowed'
  | 'notConfirmed'
  | 'noLine'
  | 'late'
  | 'ringsOff'
  | 'oftenRung'
  /** Failed. */
  | 'noChat'
  | 'broken';

/** From `from` to `to` ("22:00", "07:00") in `zone` somebody is not rung. */
export interface QuietHours {
  from: string;
  to: string;
  zone: string;
}

/** What somebody chose about reminders by others. */
export interface ReminderPreferences {
  remindersOff: boolean;
  quiet: QuietHours | null;
}

/** Whether there is still something to come of it. */
export const isOpen = ({ wakeAt }: Pick<Reminder, 'wakeAt'>): boolean => wakeAt !== null;

/** Whether somebody set it for themselves. */
export const isOwn = ({ by, to }: Pick<Reminder, 'by' | 'to'>): boolean => by.id === to.id;
