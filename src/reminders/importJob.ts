/** Schedules a confirmed import, some rows at a time; whenever it is begun again, it goes on where it was. */
import { derivedId } from '../lib/ids.ts';
import type { Import, ImportProblem, ImportRow } from './import.ts';
import type { NewReminder } from './reminder.ts';
import type { Reminders } from './reminders.ts';

/** What became of a row; `refused` null where it is a reminder now. */
export interface RowOutcome {
  line: number;
  refused: ImportProblem | null;
}

/** What the job needs of the database. */
export interface ImportJobRows {
  /** An import whose rows are being scheduled, from now on also one that had stopped; null for any other. */
  begin(id: string): Promise<Import | null>;
  /** Rows not settled yet, in the order of the file. */
  next(id: string, most: number): Promise<ImportRow[]>;
  /** These rows are settled; told again it changes nothing. The import's card is behind from now on. */
  settled(id: string, outcomes: readonly RowOutcome[]): Promise<void>;
  /** Nothing is left of it to schedule; `now` epoch milliseconds. */
  finish(id: string, now: number): Promise<void>;
}

/** Rows in one statement: enough to be quick, few enough that the card moves. */
const atOnce = 200;

/** The reminder of a row: always the same one, so that a row is scheduled once whatever crashes. */
export const reminderOf = (
  { id, tenantId, by, zone, conversationId, locale }: Omit<Import, 'mistakes' | 'sample'>,
  { line, ...row }: ImportRow,
): NewReminder => ({
  ...row,
  ...{ id: derivedId('import', id, String(line)), tenantId, by, zone, conversationId, locale },
  ...{ batchId: id, meetingId: null },
});

/**
 * @param progress called after each part, so that the card is shown
 * @returns false where `signal` ended it before its end: the job is to be given back
 * @throws what the database throws; to be tried again
 */
export async function runImport(
  id: string,
  needs: {
    rows: ImportJobRows;
    schedule: Reminders['schedule'];
    now: () => number;
    progress(id: string): void;
  },
  signal: AbortSignal,
): Promise<boolean> {
  const { rows, schedule, now, progress } = needs;
  const imported = await rows.begin(id);
  if (!imported) return true;
  for (;;) {
    const part = await rows.next(id, atOnce);
    if (part.length === 0) break;
    if (signal.aborted) return false;
    const wanted = part.map((row) => reminderOf(imported, row));
    const results = new Map((await schedule(wanted, now())).map((one) => [one.id, one.refused]));
    const outcomes = part.map(({ line }, index) => ({
      line,
      refused: results.get(wanted[index]?.id ?? '') ?? null,
    }));
    await rows.settled(id, outcomes);
    progress(id);
  }
  await rows.finish(id, now());
  progress(id);
  return true;
}
