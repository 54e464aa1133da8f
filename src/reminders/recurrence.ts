/** When a reminder that comes again is due next: civil time in its zone, whatever the clocks there do. Pure. */
import { Temporal } from 'temporal-polyfill';
import type { Recurrence, Reminder } from './reminder.ts';

type Recurring = Pick<Reminder, 'due' | 'firstDue' | 'zone' | 'every'>;

/** Days looked through before a recurrence counts as having no further date. */
const horizon = 400;

/** Whether it falls on this day. */
function fallsOn(every: Recurrence, day: Temporal.PlainDate): boolean {
  switch (every.kind) {
    case 'daily':
      return true;
    case 'weekdays':
      return day.dayOfWeek <= 5;
    case 'weekly':
      return every.days.includes(day.dayOfWeek);
    case 'monthly':
      return day.day === Math.min(every.day, day.daysInMonth);
  }
}

const zoned = (instant: number, zone: string) =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);

/**
 * The first occurrence after `due` and after `after`, at the time of day of `firstDue`: a time that does not exist that day
 * is moved forward, of one that exists twice the earlier is taken. Null for one that does not come again.
 * @throws RangeError for an unknown zone
 */
export function occurrenceAfter({ due, firstDue, zone, every }: Recurring, after: number): number | null {
  if (!every) return null;
  const time = zoned(firstDue, zone).toPlainTime();
  let day = zoned(Math.max(after, due), zone).toPlainDate();
  for (let looked = 0; looked < horizon; looked += 1, day = day.add({ days: 1 })) {
    if (!fallsOn(every, day)) continue;
    const instant = day.toPlainDateTime(time).toZonedDateTime(zone).epochMilliseconds;
    if (instant > after && instant > due) return instant;
  }
  return null;
}

/**
 * Of the occurrences after `due` the last one that is not later than `now`, so that those missed do not pile up; where
 * none is, the next. Null as above.
 */
export function occurrenceAt(of: Recurring, now: number): number | null {
  const next = occurrenceAfter(of, of.due);
  if (next === null || next > now) return next;
  const day = 86_400_000;
  // No recurrence has more than a month and a day between two of its dates.
  let last = Math.max(next, occurrenceAfter(of, now - 32 * day) ?? next);
  for (let later = occurrenceAfter(of, last); later !== null && later <= now; ) {
    last = later;
    later = occurrenceAfter(of, last);
  }
  return last;
}
