/** A CSV file to rows by their columns' names, every row that is none with its line and why. Pure. */
import { CsvError, parse } from 'csv-parse/sync';
import { type Columns, columnsOf, delimiterOf } from './csvColumns.ts';
import { decoded } from './csvText.ts';
import type { ImportProblem, RowMistake } from './import.ts';

/** One row as it was written; `line` counts from 1 and is where it begins. What has no column is ''. */
export interface CsvRow {
  line: number;
  who: string;
  text: string;
  when: string;
  every: string;
  how: string;
}

/** The rows there are and those that are none, or why the file as a whole cannot be read. */
export type CsvRead = { rows: CsvRow[]; mistakes: RowMistake[] } | { problem: ImportProblem };

/** Quotes that do not match, before the file is taken for something else. */
const mostBroken = 50;

/**
 * Reads a file of comma, semicolon or tab separated rows, the first of which names the columns. Never throws.
 * @param most rows there may be
 */
export function readCsv(bytes: Uint8Array, most: number): CsvRead {
  const text = decoded(bytes);
  if (typeof text !== 'string') return text;
  const { delimiter, skipped } = delimiterOf(text);
  const all = recordsOf(text.slice(skipped), delimiter, skipped > 0 ? 2 : 1, most + 1);
  if ('problem' in all) return all;
  const [head, ...records] = all.records;
  const columns = columnsOf(head?.cells ?? []);
  if ('problem' in columns) return columns;
  if (records.length + all.mistakes.length === 0) return { problem: { key: 'import.file.noRows' } };
  const rows: CsvRow[] = [];
  const mistakes = all.mistakes;
  for (const { line, cells } of records) {
    const row = rowOf(cells, columns);
    if ('key' in row) mistakes.push({ line, ...row });
    else rows.push({ line, ...row });
  }
  return { rows, mistakes: mistakes.sort((one, other) => one.line - other.line) };
}

interface CsvRecord {
  line: number;
  cells: string[];
}

/** Empty ones (",,,") for each that is not: what is left of a large sheet. */
const mostEmpty = 10;

/** The records; a line whose quotes do not match is a mistake, and reading goes on below it. */
function recordsOf(
  text: string,
  delimiter: string,
  firstLine: number,
  most: number,
): { records: CsvRecord[]; mistakes: RowMistake[] } | { problem: ImportProblem } {
  const records: CsvRecord[] = [];
  const mistakes: RowMistake[] = [];
  const tooMany = { problem: { key: 'import.file.tooMany', values: { max: most - 1 } } };
  let seen = 0;
  let at = 0;
  let line = firstLine;
  /** Goes on behind `raw`; the line at which its first character stands that is no space. */
  const pass = (raw: string): number => {
    const start = line + newlines(raw.slice(0, raw.search(/\S/)));
    line += newlines(raw);
    at += raw.length;
    return start;
  };
  for (;;) {
    try {
      parse(text.slice(at), {
        ...{ delimiter, raw: true, trim: true, relax_quotes: true, relax_column_count: true },
        ...{ skip_empty_lines: true, record_delimiter: '\n' },
        on_record(given: unknown, { raw = '' }) {
          // With `raw` it gives both, which its types do not know.
          const { record: cells } = given as { record: string[] };
          const start = pass(raw);
          if (cells.some(Boolean)) records.push({ line: start, cells });
          seen += 1;
          if (records.length > most || seen > most * mostEmpty) throw new RangeError('too many');
          return null;
        },
      });
      return { records, mistakes };
    } catch (error) {
      if (!(error instanceof CsvError)) return tooMany;
      if (mistakes.length >= mostBroken) return { problem: { key: 'import.file.quotes' } };
      const rest = text.slice(at);
      const end = rest.indexOf('\n', rest.search(/\S/));
      mistakes.push({ line: pass(end < 0 ? rest : rest.slice(0, end + 1)), key: 'import.row.quotes' });
    }
  }
}

const newlines = (text: string): number => text.split('\n').length - 1;

function rowOf(cells: readonly string[], columns: Columns): Omit<CsvRow, 'line'> | ImportProblem {
  const filled = (indexes: readonly number[]) => indexes.map((index) => cells[index] ?? '').filter(Boolean);
  // A comma in a text without quotes around it makes columns of its own.
  if (cells.slice(columns.count).some(Boolean)) return { key: 'import.row.columns' };
  const who = filled(columns.who)[0] ?? '';
  const text = filled(columns.text)[0] ?? '';
  const when = filled(columns.when).join(' ');
  if (!who) return { key: 'import.row.noWho' };
  if (!text) return { key: 'import.row.noText' };
  if (!when) return { key: 'import.row.noWhen' };
  return { who, text, when, every: filled(columns.every)[0] ?? '', how: filled(columns.how)[0] ?? '' };
}
