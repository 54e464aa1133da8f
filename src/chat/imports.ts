/** Reminders from a file: fetched, read, checked and kept, until its sender confirms or a day has passed. */
import { Refusal } from '../lib/errors.ts';
import type { Meant } from '../people/manyPeople.ts';
import type { CsvRow } from '../reminders/csv.ts';
import { confirmWithinMs, type Import, type ImportRow, type RowMistake } from '../reminders/import.ts';
import { reminderOf } from '../reminders/importJob.ts';
import type { Reminders } from '../reminders/reminders.ts';
import type { understandRows } from './importRows.ts';

/** A file as the chat tells of it. */
export interface DroppedFile {
  name: string;
  /** Where it can be fetched, for some minutes. */
  url: string;
}

/** What is to be imported: whose, where, and from which file. */
export type NewImport = Pick<Import, 'id' | 'tenantId' | 'by' | 'conversationId' | 'locale' | 'zone'> & {
  file: DroppedFile;
};

export interface Imports {
  /**
   * Fetches and checks the file; the same id once. Nothing is scheduled yet. `now` is epoch milliseconds.
   * @throws Refusal `import.file.<why>` where no row of it can be read
   */
  check(wanted: NewImport, now: number): Promise<Import>;
  get(id: string): Promise<Import | null>;
  /** Its good rows are scheduled from now on. @throws Refusal where it was settled before, or is too old */
  confirm(id: string, now: number): Promise<void>;
  /** @throws Refusal where it was settled before */
  cancel(id: string): Promise<void>;
}

/** What imports need of the database. */
export interface ImportRows {
  /** The same id is saved once. */
  add(made: Omit<Import, 'sample'>, rows: readonly ImportRow[]): Promise<void>;
  get(id: string): Promise<Import | null>;
  /** Only one that was checked after `since` (epoch ms), or has stopped since, with its job; whether it was one. */
  confirm(id: string, since: number): Promise<boolean>;
  /** Only one that is checked; whether it was one. */
  cancel(id: string): Promise<boolean>;
}

export function createImports(needs: {
  rows: ImportRows;
  fetchFile(url: string): Promise<Uint8Array>;
  /** @see people/manyPeople.ts */
  resolveMany(words: readonly string[]): Promise<ReadonlyMap<string, Meant>>;
  /** What would be refused if these were scheduled. */
  check: Reminders['check'];
  phoneCalls: boolean;
  /** Rows of one file. */
  most: number;
}): Imports {
  const { rows, fetchFile, resolveMany, check, phoneCalls, most } = needs;

  return {
    async check({ file, ...wanted }, now) {
      const there = await rows.get(wanted.id);
      if (there) return there;
      const { readCsv, namesIn, understandRows } = await reading();
      const read = readCsv(await fetchFile(file.url), most);
      if ('problem' in read) throw new Refusal(read.problem.key, read.problem.values);
      const meant = await resolveMany(namesIn(read.rows));
      const { by, zone, locale } = wanted;
      const context = { now, by, zone, locale, phoneCalls };
      const understood = await inParts(read.rows, (part, before) =>
        understandRows(part, meant, context, before),
      );
      const made = {
        ...wanted,
        ...{ fileName: file.name, state: 'checked' as const, createdAt: now, good: 0, scheduled: 0 },
      };
      const { good, refused } = await checked(made, understood.good, now);
      const mistakes = [...read.mistakes, ...understood.mistakes, ...refused];
      await rows.add(
        { ...made, good: good.length, mistakes: mistakes.sort((one, other) => one.line - other.line) },
        good,
      );
      const saved = await rows.get(wanted.id);
      if (!saved) throw new Error('An import is gone that was just saved');
      return saved;
    },

    get: rows.get,

    async confirm(id, now) {
      if (!(await rows.confirm(id, now - confirmWithinMs))) throw new Refusal('error.importOver');
    },

    async cancel(id) {
      if (!(await rows.cancel(id))) throw new Refusal('error.importOver');
    },
  };

  async function checked(made: Parameters<typeof reminderOf>[0], good: readonly ImportRow[], now: number) {
    const results = await check(
      good.map((row) => reminderOf(made, row)),
      now,
    );
    const why = new Map(results.map(({ id, refused }) => [id, refused]));
    const refusalOf = (row: ImportRow) => why.get(reminderOf(made, row).id) ?? null;
    return {
      good: good.filter((row) => !refusalOf(row)),
      refused: good.flatMap((row) => {
        const refused = refusalOf(row);
        return refused ? [{ line: row.line, ...refused }] : [];
      }),
    };
  }
}

/** What reads files is loaded with the first of them. */
async function reading() {
  const [{ readCsv }, { namesIn, understandRows }] = await Promise.all([
    import('../reminders/csv.ts'),
    import('./importRows.ts'),
  ]);
  return { readCsv, namesIn, understandRows };
}

/** Rows read in one go: some ten milliseconds, so that nobody who calls waits for a file. */
const atOnce = 40;

async function inParts(
  rows: readonly CsvRow[],
  understand: (part: readonly CsvRow[], before: Map<string, number>) => ReturnType<typeof understandRows>,
) {
  const good: ImportRow[] = [];
  const mistakes: RowMistake[] = [];
  const before = new Map<string, number>();
  for (let from = 0; from < rows.length; from += atOnce) {
    const part = understand(rows.slice(from, from + atOnce), before);
    good.push(...part.good);
    mistakes.push(...part.mistakes);
    await new Promise(setImmediate);
  }
  return { good, mistakes };
}
