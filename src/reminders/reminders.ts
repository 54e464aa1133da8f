/** What others may ask of the reminders. */
import type { Person } from '../people/person.ts';
import type { NewReminder, Reminder, ReminderPreferences, ReminderState } from './reminder.ts';

/** What became of one of those that were to be scheduled; `refused` names a text, null where it is saved. */
export interface Scheduled {
  id: string;
  refused: { key: string; values?: Record<string, string | number> } | null;
}

/** Reminders: set, listed, changed and answered. `now` is epoch milliseconds. */
export interface Reminders {
  /**
   * Checks and saves them, in one transaction however many; the same id is saved once. Refused ones have a key
   * `error.remind.<why>`: past, tooFar, tooLong, noText, badZone, optedOut, tooMany, tooManyForThem.
   */
  schedule(wanted: readonly NewReminder[], now: number): Promise<Scheduled[]>;
  /** What `schedule` would refuse of them now; saves nothing. */
  check(wanted: readonly NewReminder[], now: number): Promise<Scheduled[]>;
  get(id: string): Promise<Reminder | null>;
  /** The open ones set by or for somebody, the soonest first, at most 100. */
  listOf(tenantId: string, personId: string): Promise<Reminder[]>;
  /** How many of a batch are in which state. */
  ofBatch(batchId: string): Promise<{ state: ReminderState; count: number }[]>;
  /** Some of a batch, at most `most`: first those that failed, then those that were stopped, then the others. */
  someOf(batchId: string, most: number): Promise<Reminder[]>;
  /** One of a batch, where there is one that is open, for what all have in common: text, time and sender. */
  firstOf(batchId: string): Promise<Reminder | null>;
  /**
   * Nothing more comes of it; a call under way is hung up. Who may is the caller's to ask, here and below.
   * @throws Refusal error.remind.gone | over
   */
  cancel(id: string, now: number): Promise<Reminder>;
  /** The same for all that are open of a batch; how many. */
  cancelBatch(batchId: string, now: number): Promise<number>;
  /**
   * Another time for it; one that comes again keeps its days and takes the new time of day.
   * @throws Refusal error.remind.gone | over | past | tooFar
   */
  reschedule(id: string, due: number, now: number): Promise<Reminder>;
  /**
   * The same for all that are open of a batch; how many.
   * @throws Refusal error.remind.past | tooFar
   */
  rescheduleBatch(batchId: string, due: number, now: number): Promise<number>;
  /**
   * The reader pressed on the written card: heard, again in 10 minutes, or no reminders by others any more.
   * @throws Refusal error.remind.gone | notForYou: somebody else's
   */
  answered(id: string, by: Person, answer: 'heard' | 'snooze' | 'stop', now: number): Promise<Reminder>;
  /** What somebody chose; `personId` an Entra object id or a number in E.164. */
  preferences(personId: string): Promise<ReminderPreferences>;
  /** Those who turn reminders off have what others set for them stopped, and those others' cards tell it. */
  setPreferences(
    person: Pick<Person, 'id'>,
    change: Partial<ReminderPreferences>,
    now: number,
  ): Promise<void>;
}
