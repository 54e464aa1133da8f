/**
 * Times as each reader's own client writes them, in its own zone and language: the DATE and TIME functions of
 * Adaptive Cards text, which want ISO 8601 without milliseconds. Pure; instants are milliseconds since the epoch.
 */

import { LRUCache } from 'lru-cache';

/** To make one takes longer than the rest of a roster's card. */
const clocks = new LRUCache<string, Intl.DateTimeFormat>({
  max: 50,
  memoMethod: (timeZone) => new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'medium' }),
});

const iso = (at: number): string => new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z');

/** "Sat, Nov 21, 2026" */
export const dateOf = (at: number): string => `{{DATE(${iso(at)}, SHORT)}}`;

/** "3:00 PM" */
export const timeOf = (at: number): string => `{{TIME(${iso(at)})}}`;

/** "15:21:40" in a given IANA zone: the card functions know no seconds. */
export const secondsOf = (at: number, zone: string): string => clocks.memo(zone).format(at);

/** Whether two instants are on the same day in a zone. */
export function sameDay(one: number, other: number, zone: string): boolean {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: zone });
  return day.format(one) === day.format(other);
}
