/** Civil time, what a clock on the wall shows, to instants and back in an IANA zone. Pure. */
import { Temporal } from 'temporal-polyfill';

/** A wall clock's reading; months and days count from 1, hours from 0 to 23. */
export interface Civil {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
}

/** `gap`: that hour does not exist that day and was moved forward. `overlap`: it exists twice, the earlier was taken. */
export interface Placed {
  instant: number;
  how: 'exact' | 'gap' | 'overlap';
}

/**
 * The instant at which a wall clock in the zone shows this.
 * @throws RangeError for a date that is in no calendar (30 February) or an unknown zone.
 */
export function instantOf(civil: Civil, zone: string): Placed {
  const plain = Temporal.PlainDateTime.from(civil, { overflow: 'reject' });
  const earlier = plain.toZonedDateTime(zone, { disambiguation: 'earlier' });
  const later = plain.toZonedDateTime(zone, { disambiguation: 'later' });
  if (earlier.epochMilliseconds === later.epochMilliseconds)
    return { instant: earlier.epochMilliseconds, how: 'exact' };
  return earlier.toPlainDateTime().equals(plain)
    ? { instant: earlier.epochMilliseconds, how: 'overlap' }
    : { instant: later.epochMilliseconds, how: 'gap' };
}

/** What a wall clock in the zone shows at the instant. */
export function civilOf(instant: number, zone: string): Civil {
  const { year, month, day, hour, minute } =
    Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
  return { year, month, day, hour, minute };
}

/** The same time of day so many days later, whatever the months do. */
export function plusDays(civil: Civil, days: number): Civil {
  const { year, month, day } = Temporal.PlainDate.from(civil).add({ days });
  return { ...civil, year, month, day };
}

/** Day of the week, Sunday 0 as chrono counts. */
export const weekdayOf = (civil: Civil): number => Temporal.PlainDate.from(civil).dayOfWeek % 7;

/** How far the zone's clocks are ahead of UTC at the instant, in minutes. */
export const offsetAt = (instant: number, zone: string): number =>
  Math.round(
    Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).offsetNanoseconds / 60e9,
  );

const two = (value: number): string => String(value).padStart(2, '0');

/** As Input.Date wants it: 2027-03-28. */
export const dateText = (civil: Civil): string =>
  `${String(civil.year).padStart(4, '0')}-${two(civil.month)}-${two(civil.day)}`;

/** As Input.Time wants it: 02:30. */
export const timeText = (civil: Civil): string => `${two(civil.hour)}:${two(civil.minute)}`;
