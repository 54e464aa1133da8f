/** What reminders need of the database. People are Entra object ids in lower case, or numbers in E.164. */
import type { Decided, Facts } from './happened.ts';
import type { Reminder, ReminderPreferences, ReminderState } from './reminder.ts';

/** A reminder with what the database knows of its reader. */
export interface Known {
  reminder: Reminder;
  facts: Omit<Facts, 'availability' | 'oftenRung'> & {
    /** How often the reader was rung since the instant asked for. */
    rung: number;
  };
}

export interface Changed extends Decided {
  before: Reminder;
}

export interface ReminderRows {
  /**
   * Does `work`, on the rows that it is given, in one transaction, while nobody else does so for any of these people: what
   * it counts of theirs stays so until what it adds is saved.
   */
  alone<Given>(people: readonly string[], work: (rows: ReminderRows) => Promise<Given>): Promise<Given>;
  /** In one statement; those that are there already stay as they are. */
  add(reminders: readonly Reminder[]): Promise<void>;
  get(id: string): Promise<Reminder | null>;
  listOf(tenantId: string, personId: string): Promise<Reminder[]>;
  ofBatch(batchId: string): Promise<{ state: ReminderState; count: number }[]>;
  /** At most `most` of a batch: first those that failed, then those that were stopped, then the others. */
  someOf(batchId: string, most: number): Promise<Reminder[]>;
  firstOf(batchId: string): Promise<Reminder | null>;
  /** Of these ids, those that are there. */
  existing(ids: readonly string[]): Promise<Set<string>>;
  /** How many open ones each of these has set (`by`), or others have set for them (`to`); those with none are left out. */
  openCounts(which: 'by' | 'to', people: readonly string[]): Promise<Map<string, number>>;
  /** What others have set for somebody and is open. */
  openFor(personId: string): Promise<string[]>;
  /** Those of these ids that are there, with what is known of their readers. @param rungSince epoch ms */
  known(ids: readonly string[], rungSince: number): Promise<Known[]>;
  /**
   * Decides each of these under its row's lock and saves, in one transaction, what changed: the reminders, the cards that
   * `write` asks for, the rings that `ring` notes, and that the cards which show them are behind.
   */
  change(ids: readonly string[], decide: (reminder: Reminder) => Decided, now: number): Promise<Changed[]>;
  /** Of these reminders' calls, those that are not waited for any more and not over. */
  unwanted(rung: readonly { id: string; callId: string }[]): Promise<string[]>;
  /** The open ones of a batch. */
  openOfBatch(batchId: string): Promise<string[]>;
  /** What each of these chose; those who chose nothing are left out. */
  preferences(people: readonly string[]): Promise<Map<string, ReminderPreferences>>;
  setPreferences(personId: string, change: Partial<ReminderPreferences>): Promise<void>;
  /** Turns at most `most` that are due into jobs, once each until `again` (epoch ms); how many that were. */
  queueDue(now: number, again: number, most: number): Promise<number>;
}
