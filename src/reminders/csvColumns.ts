/** What the columns of an import are called and what separates them. Pure. */
import { parse } from 'csv-parse/sync';
import type { ImportProblem } from './import.ts';

/** Where each of them is; several columns can say the same, such as email and phone, or date and time. */
export interface Columns {
  who: number[];
  text: number[];
  when: number[];
  every: number[];
  how: number[];
  /** How many columns the first line names. */
  count: number;
}

type Column = Exclude<keyof Columns, 'count'>;

/** As people write them, letters alone. */
const spellings: Record<Column, readonly string[]> = {
  who: 'who person name email mail emailaddress upn user phone phonenumber number to recipient'.split(' '),
  text: 'text message reminder note subject what say'.split(' '),
  when: 'when date day time datetime dateandtime due at'.split(' '),
  every: 'every repeat repeats recurrence recurring'.split(' '),
  how: 'how by channel ring'.split(' '),
};
const needed = ['who', 'text', 'when'] as const;

const columnOf = (name: string): Column | undefined => {
  const letters = name.toLowerCase().replace(/[^a-z]/g, '');
  return (Object.keys(spellings) as Column[]).find((column) => spellings[column].includes(letters));
};

/** More are no file of reminders, and would keep everybody waiting. */
const mostColumns = 200;
const longestHead = 4_000;

/** Where the columns are by the names in the first line, or what is missing there. */
export function columnsOf(head: readonly string[]): Columns | { problem: ImportProblem } {
  const columns: Columns = { who: [], text: [], when: [], every: [], how: [], count: 0 };
  head.slice(0, mostColumns).forEach((name, index) => {
    const column = columnOf(name);
    if (column) columns[column].push(index);
    if (name) columns.count = index + 1;
  });
  // The day before its time, wherever they stand.
  const isTime = (index: number) => /^\W*time\W*$/i.test(head[index] ?? '');
  columns.when.sort((one, other) => Number(isTime(one)) - Number(isTime(other)) || one - other);
  const missing = needed.filter((column) => columns[column].length === 0);
  if (missing.length === needed.length) return { problem: { key: 'import.file.noHeader' } };
  if (missing.length === 0) return columns;
  return { problem: { key: 'import.file.noColumn', values: { names: missing.join(', ') } } };
}

/**
 * What separates the columns: as the first line `sep=;` of Excel says, else whatever finds the most names of columns in
 * it. `skipped`: characters to pass over before the names.
 */
export function delimiterOf(text: string): { delimiter: string; skipped: number } {
  const said = /^"?sep=([,;\t])"?[^\S\n]*\n/i.exec(text);
  if (said?.[1]) return { delimiter: said[1], skipped: said[0].length };
  const [line = ''] = text.trimStart().split('\n', 1);
  const first = line.slice(0, longestHead);
  const known = (delimiter: string) => cellsOf(first, delimiter).filter(columnOf).length;
  const [best = ','] = [',', ';', '\t'].toSorted((one, other) => known(other) - known(one));
  return { delimiter: best, skipped: 0 };
}

function cellsOf(line: string, delimiter: string): string[] {
  try {
    return parse(line, { delimiter, relax_quotes: true, trim: true })[0] ?? [];
  } catch {
    return [];
  }
}
