/** "every Monday", "every weekday", "daily": how often a reminder comes, and when first. Pure. */

import { civilOf, instantOf, weekdayOf } from '../meetings/civil.ts';
import type { Span } from '../meetings/duration.ts';
import { occurrenceAfter } from '../reminders/recurrence.ts';
import type { Recurrence } from '../reminders/reminder.ts';

/** What was said: a weekly one without its days and a monthly one without its day take those of the first time. */
export type Every =
  | { kind: 'daily' }
  | { kind: 'weekdays' }
  | { kind: 'weekly'; days: number[] }
  | { kind: 'monthly'; day: number | null };

/** `every` null: said, but not one of those that there are, such as "every other day". */
export type FoundEvery = Span & { every: Every | null };

const names = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const day = '(?:mon|tue|tues|wed|wednes|thu|thurs|thur|fri|sat|satur|sun)(?:day)?s?';
const days = `${day}(?:\\s*(?:,|&|and|,\\s*and)\\s*${day})*`;
const nth = '(?:the\\s+)?(?<nth>\\d{1,2})(?:st|nd|rd|th)';
const begins = '(?<![\\p{L}\\p{N}-])';
const ends = '(?![\\p{L}\\p{N}-])';
/** "daily" is a word of texts as well ("the daily report"): it says how often where a time or nothing follows. */
const alone = '(?=\\s*(?:$|[,.;:\\d]|(?:at|on|to|that|about|from|starting|noon)\\s|\\s{2}))';

const workdays = 'mon(?:day)?\\s*(?:to|till|through|[-–])\\s*fri(?:day)?';

const pattern = (source: string): RegExp => new RegExp(`${begins}(?:${source})${ends}`, 'iu');

const forms: [RegExp, (match: RegExpExecArray) => Every | null][] = [
  [
    pattern(
      `(?:every|each)\\s+(?:other|second|third|\\d+(?:nd|rd|th)?)\\s+(?:${day}|(?:week)?days?|weeks?|months?|years?|hours?|minutes?)`,
    ),
    () => null,
  ],
  [pattern(`every\\s+${workdays}|${workdays}${alone}`), () => ({ kind: 'weekdays' })],
  [
    pattern('(?:every|each)\\s+(?:week|work|working|business)\\s?days?|on\\s+weekdays'),
    () => ({ kind: 'weekdays' }),
  ],
  [pattern(`weekdays${alone}`), () => ({ kind: 'weekdays' })],
  [
    pattern(`(?:(?:every|each)\\s+week|weekly)\\s+on\\s+(?<days>${days})|(?:every|each)\\s+(?<each>${days})`),
    ({ groups }) => ({ kind: 'weekly', days: daysIn(groups?.days ?? groups?.each ?? '') }),
  ],
  [
    pattern(`on\\s+(?<days>${day.replace(/s\?$/, 's')})`),
    ({ groups }) => ({ kind: 'weekly', days: daysIn(groups?.days ?? '') }),
  ],
  [
    pattern(
      `(?:(?:every|each)\\s+month|monthly)\\s+on\\s+${nth}|(?:on\\s+|every\\s+)?${nth.replace('<nth>', '<day>')}\\s+of\\s+(?:every|each|the)\\s+month`,
    ),
    ({ groups }) => monthly(Number(groups?.nth ?? groups?.day)),
  ],
  [pattern('(?:every|each)\\s+(?:single\\s+)?day'), () => ({ kind: 'daily' })],
  [pattern('(?:every|each)\\s+week'), () => ({ kind: 'weekly', days: [] })],
  [pattern('(?:every|each)\\s+month'), () => ({ kind: 'monthly', day: null })],
  [pattern(`daily${alone}`), () => ({ kind: 'daily' })],
  [pattern(`weekly${alone}`), () => ({ kind: 'weekly', days: [] })],
  [pattern(`monthly${alone}`), () => ({ kind: 'monthly', day: null })],
  [
    pattern(
      '(?:every|each)\\s+(?:year|hour|minute|morning|afternoon|evening|night|weekend)|(?:yearly|hourly)' +
        alone,
    ),
    () => null,
  ],
];

const monthly = (on: number): Every | null => (on >= 1 && on <= 31 ? { kind: 'monthly', day: on } : null);

const daysIn = (said: string): number[] =>
  [
    ...new Set(
      [...said.matchAll(/\p{L}{3,}/gu)].map(([word]) => names.indexOf(word.slice(0, 3).toLowerCase()) + 1),
    ),
  ]
    .filter((one) => one > 0)
    .sort((one, other) => one - other);

/** The first such phrase; null where nothing says that it comes again. */
export function findEvery(text: string): FoundEvery | null {
  for (const [form, read] of forms) {
    const match = form.exec(text);
    if (match) return { index: match.index, length: match[0].length, every: read(match) };
  }
  return null;
}

/**
 * What was said as a recurrence, with the days of its first time where it named none, and when that is: at this time
 * of day, not before `from`.
 */
export function firstOf(
  every: Every,
  time: { hour: number; minute: number },
  from: number,
  zone: string,
): { every: Recurrence; first: number } {
  const at = (recurrence: Recurrence): number => {
    const firstDue = instantOf({ ...civilOf(from, zone), ...time }, zone).instant;
    const before = from - 1;
    return occurrenceAfter({ due: before, firstDue, zone, every: recurrence }, before) ?? firstDue;
  };
  const open =
    (every.kind === 'weekly' && every.days.length === 0) || (every.kind === 'monthly' && !every.day);
  if (!open) return { every: every as Recurrence, first: at(every as Recurrence) };
  const first = at({ kind: 'daily' });
  const civil = civilOf(first, zone);
  const recurrence: Recurrence =
    every.kind === 'weekly'
      ? { kind: 'weekly', days: [weekdayOf(civil) || 7] }
      : { kind: 'monthly', day: civil.day };
  return { every: recurrence, first };
}
