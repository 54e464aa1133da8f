/** Reminders that somebody imports from a file: checked, then scheduled once they confirmed. Pure types. */
import type { Person } from '../people/person.ts';
import type { NewReminder } from './reminder.ts';

/** Why something cannot be imported: `key` names a text, `values` fill it. */
export interface ImportProblem {
  key: string;
  values?: Record<string, string | number>;
}

/** `line` of the file, from 1. */
export interface RowMistake extends ImportProblem {
  line: number;
}

/** A line that can be scheduled. */
export interface ImportRow extends Pick<NewReminder, 'to' | 'text' | 'how' | 'due' | 'every'> {
  line: number;
}

/**
 * `checked`: waits for its sender's word, for a day. `stopped`: scheduling failed for good; it goes on when its sender or
 * an admin says so. `done`: each row is a reminder, or a mistake.
 */
export type ImportState = 'checked' | 'scheduling' | 'stopped' | 'done' | 'cancelled' | 'expired';

export interface Import extends Pick<NewReminder, 'id' | 'tenantId' | 'conversationId' | 'locale' | 'zone'> {
  by: Person;
  fileName: string;
  state: ImportState;
  /** Rows that can be, or are, scheduled, and how many of them are. */
  good: number;
  scheduled: number;
  /** The rows that cannot be, in the order of the file; those refused at the end among them. */
  mistakes: RowMistake[];
  /** The first of the good rows, as they were understood; none once they are scheduled. */
  sample: ImportRow[];
  /** Epoch milliseconds. */
  createdAt: number;
}

/** How long a checked import waits to be confirmed. */
export const confirmWithinMs = 24 * 3_600_000;
