/** What the cells of an import's rows mean: whom, when, how often and how. Pure. */
import { civilOf } from '../meetings/civil.ts';
import { understandForm, understandWhen, type When, type WhenContext } from '../meetings/when.ts';
import { blank } from '../meetings/whenChoice.ts';
import type { Meant } from '../people/manyPeople.ts';
import type { Person } from '../people/person.ts';
import { readPhone } from '../people/phone.ts';
import type { CsvRow } from '../reminders/csv.ts';
import type { ImportProblem, ImportRow, RowMistake } from '../reminders/import.ts';
import type { Recipient } from '../reminders/reminder.ts';
import { findEvery, firstOf } from './everyWords.ts';

/** Who imports, and where and when they are. */
interface ImportContext extends WhenContext {
  by: Person;
  /** Numbers can be called. */
  phoneCalls: boolean;
}

const myself = /^(?:me|myself|i)$/i;
/** Longer than any time that people write. */
const longestWhen = 120;
const ways: readonly [ImportRow['how'], RegExp][] = [
  ['ring', /^(?:ring|call|phone|by (?:ring|call|phone))?$/i],
  ['chat', /^(?:chat|write|message|by (?:chat|message))$/i],
];

/** The names and addresses that have to be looked up, each once. */
export const namesIn = (rows: readonly CsvRow[]): string[] => [
  ...new Set(rows.map(({ who }) => who).filter((who) => !myself.test(who) && !readPhone(who))),
];

/**
 * The rows that can be scheduled, and why the others cannot. A row that says the same as one before it is a mistake.
 * @param meant whom each of `namesIn` means
 * @param before rows of the same file that were read already, and what they say: added to
 */
export function understandRows(
  rows: readonly CsvRow[],
  meant: ReadonlyMap<string, Meant>,
  context: ImportContext,
  before = new Map<string, number>(),
): { good: ImportRow[]; mistakes: RowMistake[] } {
  const good: ImportRow[] = [];
  const mistakes: RowMistake[] = [];
  const times = new Map<string, ReturnType<typeof timeOf>>();
  for (const row of rows) {
    const said = `${row.when}\n${row.every}`;
    const time = times.get(said) ?? timeOf(row, context);
    times.set(said, time);
    const read = understood(row, whom(row.who, meant, context), time);
    if ('key' in read) {
      mistakes.push({ line: row.line, ...read });
      continue;
    }
    const same = [read.to.id, read.due, read.text].join('\n');
    const first = before.get(same);
    if (first === undefined) good.push(read);
    else mistakes.push({ line: row.line, key: 'import.row.same', values: { first } });
    before.set(same, first ?? row.line);
  }
  return { good, mistakes };
}

function understood(
  row: CsvRow,
  to: Recipient | ImportProblem,
  time: Pick<ImportRow, 'due' | 'every'> | ImportProblem,
): ImportRow | ImportProblem {
  if ('key' in to) return to;
  if ('key' in time) return time;
  const how = ways.find(([, words]) => words.test(row.how))?.[0];
  if (!how) return { key: 'import.row.how', values: { said: row.how } };
  if (how === 'chat' && to.kind === 'phone') return { key: 'import.row.phoneChat' };
  return { line: row.line, to, text: row.text, how, ...time };
}

function whom(
  who: string,
  meant: ReadonlyMap<string, Meant>,
  context: ImportContext,
): Recipient | ImportProblem {
  const { by, phoneCalls } = context;
  if (myself.test(who)) return { id: by.id, name: by.name, kind: 'user' };
  const phone = readPhone(who);
  if (phone && !phone.number) return { key: 'import.row.phone', values: { number: who } };
  if (phone?.number && !phoneCalls) return { key: 'import.row.noPhones' };
  if (phone?.number) return { id: phone.number, name: phone.number, kind: 'phone' };
  const found = meant.get(who);
  if (!found) return { key: 'import.row.unknown', values: { name: who } };
  if ('several' in found) {
    const names = found.several.slice(0, 3).map(({ name, address }) => address || name);
    return { key: 'import.row.several', values: { name: who, names: names.join(', ') } };
  }
  const { id, name, outside } = found.person;
  return outside ? { key: 'import.row.outside', values: { name } } : { id, name, kind: 'user' };
}

/** As programs write it, which is a tenth of the work, or as people do. */
function whenOf(said: string, context: ImportContext): When {
  const [whole, date, time] = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::00)?$/.exec(said) ?? [];
  if (!date || !time) return understandWhen(said, context);
  const read = understandForm({ date, time }, context);
  return { ...read, used: [{ index: 0, length: whole?.length ?? 0 }] };
}

/** When it is due first: with a recurrence, the first of its days from then on. */
function timeOf(row: CsvRow, context: ImportContext): Pick<ImportRow, 'due' | 'every'> | ImportProblem {
  const unclear = { key: 'import.row.when', values: { said: row.when } };
  if (row.when.length > longestWhen) return unclear;
  const when = whenOf(row.when, context);
  if (when.kind === 'unsure' && (when.why === 'past' || when.why === 'noTime' || when.why === 'gap'))
    return { key: `import.row.${when.why}`, values: { said: row.when } };
  const left = blank(row.when, when.used).replace(/\b(?:at|on|the)\b/gi, '');
  if (when.kind === 'unsure' || /[\p{L}\p{N}]/u.test(left)) return unclear;
  const due = when.kind === 'now' ? context.now : when.start;
  if (/^(?:no|never|once|none|-)?$/i.test(row.every)) return { due, every: null };
  const words = [row.every, `every ${row.every}`];
  const found = words.flatMap((said) => {
    const match = findEvery(said);
    return match?.every && match.length === said.length ? [match.every] : [];
  })[0];
  if (!found) return { key: 'import.row.every', values: { said: row.every } };
  const { every, first } = firstOf(found, civilOf(due, context.zone), due, context.zone);
  return { due: first, every };
}
