/** Whether an instant lies in a stretch of the week, as the clocks of a zone show it. Pure. */
import { Temporal } from 'temporal-polyfill';
import type { TimeCondition } from './frontDesk.ts';

/**
 * An hour that the clocks skip in spring never comes, one that they repeat in autumn counts both times.
 * @param now epoch milliseconds
 * @param zone IANA
 * @param holidays dates as 2026-12-25, or 12-25 for each year
 */
export function isWithin(
  { days, hours, holiday }: TimeCondition,
  now: number,
  { zone, holidays }: { zone: string; holidays: readonly string[] },
): boolean {
  const clock = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone);
  const today = clock.toPlainDate();
  const suits = (date: Temporal.PlainDate): boolean => {
    const written = date.toString();
    const isHoliday = holidays.includes(written) || holidays.includes(written.slice(-5));
    return (days === null || days.includes(date.dayOfWeek)) && (holiday === null || holiday === isHoliday);
  };
  if (hours === null) return suits(today);
  const minute = clock.hour * 60 + clock.minute;
  if (hours.from < hours.to) return minute >= hours.from && minute < hours.to && suits(today);
  return (minute >= hours.from && suits(today)) || (minute < hours.to && suits(today.subtract({ days: 1 })));
}
