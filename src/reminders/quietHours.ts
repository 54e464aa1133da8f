/** The hours in which somebody is not rung. Pure. */
import { Temporal } from 'temporal-polyfill';
import type { QuietHours } from './reminder.ts';

/**
 * When the quiet hours that are on at `now` end, in epoch milliseconds; null outside of them. "22:00" to "07:00" goes over
 * midnight; from and to the same is never.
 * @throws RangeError for an unknown zone or a time that is none
 */
export function quietUntil({ from, to, zone }: QuietHours, now: number): number | null {
  const here = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone);
  const time = here.toPlainTime();
  const begins = Temporal.PlainTime.from(from);
  const ends = Temporal.PlainTime.from(to);
  const compare = Temporal.PlainTime.compare;
  const sinceBegin = compare(time, begins) >= 0;
  const beforeEnd = compare(time, ends) < 0;
  const overMidnight = compare(begins, ends) > 0;
  const isQuiet = overMidnight ? sinceBegin || beforeEnd : sinceBegin && beforeEnd;
  if (!isQuiet) return null;
  const day = here.toPlainDate().add({ days: overMidnight && sinceBegin ? 1 : 0 });
  return day.toPlainDateTime(ends).toZonedDateTime(zone).epochMilliseconds;
}
