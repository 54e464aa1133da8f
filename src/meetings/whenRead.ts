/** The chosen phrases as civil time: chrono's components, corrected where it guesses. Pure. */
import { type Civil, civilOf, instantOf, plusDays, weekdayOf } from './civil.ts';
import { minutesIn } from './duration.ts';
import type { Part } from './whenParts.ts';

const minuteMs = 60_000;

type Doubt = 'ambiguous' | 'past' | null;

export type Read =
  | { kind: 'date'; day: Civil }
  | {
      kind: 'time';
      /** Null for an instant that is given as such. */
      civil: Civil | null;
      instant: number | null;
      /** Minutes from start to end of a range; null where none was said. */
      range: number | 'endBeforeStart' | null;
      /** Why to ask back all the same. `past`: a day without a year that has just gone by. */
      doubt: Doubt;
      /** Days to the next such moment, for a past one: 7 for a weekday, 1 for a time alone, 0 for a date. */
      period: number;
    };

/** @param now milliseconds since the epoch; @param zone the sender's IANA zone */
export function readParts(parts: Part[], now: number, zone: string): Read {
  const dated = parts.find((part) => part.kind === 'date' || part.kind === 'full');
  const timed = parts.find((part) => part.kind !== 'date');
  const today = civilOf(now, zone);
  const day = dated ? readDay(dated, today) : { civil: today, doubt: null, period: 1 };
  if (!timed) return { kind: 'date', day: day.civil };
  if (timed.kind === 'relative') {
    const minutes = (minutesIn(timed.text) ?? 0) * (/\bago$/i.test(timed.text) ? -1 : 1);
    const instant = Math.floor(now / minuteMs + minutes) * minuteMs;
    return { kind: 'time', civil: null, instant, range: null, doubt: null, period: 0 };
  }
  const time = readTime(timed);
  const civil = { ...day.civil, hour: time.hour, minute: time.minute };
  const instant = timed.offset === null ? null : instantOf(civil, 'UTC').instant - timed.offset * minuteMs;
  return {
    kind: 'time',
    civil,
    instant,
    range: time.range,
    doubt: day.doubt ?? time.doubt,
    period: day.period,
  };
}

/** The day a phrase names. A weekday means the next such day, today included as long as it has not passed. */
function readDay(part: Part, today: Civil): { civil: Civil; doubt: Doubt; period: number } {
  const { start } = part.result;
  const said = {
    ...today,
    year: start.get('year') ?? today.year,
    month: start.get('month') ?? today.month,
    day: start.get('day') ?? today.day,
  };
  const civil = part.daysLater ? plusDays(said, part.daysLater) : said;
  const exact = start.isCertain('day');
  const weekday = start.isCertain('weekday') ? start.get('weekday') : null;
  if (exact) {
    const agrees = weekday === null || weekdayOf(civil) === weekday;
    const farAhead = !start.isCertain('year') && monthsBetween(today, civil) >= 10;
    return { civil, doubt: !agrees ? 'ambiguous' : farAhead ? 'past' : null, period: 0 };
  }
  if (weekday === null) return { civil, doubt: 'ambiguous', period: 0 };
  if (/\b(?:last|past|previous)\b/i.test(part.text)) return { civil, doubt: null, period: 0 };
  const ahead = (weekday - weekdayOf(today) + 7) % 7;
  if (!/\bnext\b/i.test(part.text)) return { civil: plusDays(today, ahead), doubt: null, period: 7 };
  const coming = plusDays(today, ahead || 7);
  // On a Wednesday, "next Friday" is the day after tomorrow to some and next week's to others.
  const same = coming.day === civil.day && coming.month === civil.month;
  return { civil, doubt: same ? null : 'ambiguous', period: 7 };
}

const monthsBetween = (from: Civil, to: Civil): number =>
  (to.year - from.year) * 12 + to.month - from.month + (to.day < from.day ? -1 : 0);

function readTime(part: Part) {
  const { start, end } = part.result;
  let hour = start.get('hour') ?? 0;
  const minute = start.get('minute') ?? 0;
  const endHour = end?.get('hour') ?? null;
  const endMeridiem = end?.isCertain('meridiem') ?? false;
  // "11-1pm": the pm is the end's alone.
  if (endHour !== null && endMeridiem && !start.isCertain('meridiem') && hour >= 12 && hour > endHour)
    hour -= 12;
  const range = end ? rangeMinutes(part.text, hour * 60 + minute, start, end) : null;
  const half = start.isCertain('meridiem') || endMeridiem || start.get('meridiem') === 1;
  const padded = new RegExp(`(?<![\\d/.-])0${hour}(?!\\d)`).test(part.text);
  const early = hour >= 1 && (hour <= 6 || (hour === 7 && !/[:.]\d\d/.test(part.text)));
  const iso = part.result.tags().has('parser/ISOFormatParser') || part.offset !== null;
  // "at 3" is three in the afternoon to most; nobody means 3:00 at night without saying so.
  const doubtful = early && !half && !padded && !iso;
  const doubt: Doubt = doubtful ? 'ambiguous' : null;
  return { hour: doubtful ? hour + 12 : hour, minute, range, doubt };
}

type Components = Part['result']['start'];

const dayWords =
  /\b(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|today|tomorrow)\b|\d{4}-\d\d-\d\d/gi;

const dayNumber = (on: Components): number =>
  Date.UTC(on.get('year') ?? 0, (on.get('month') ?? 1) - 1, on.get('day') ?? 1) / (1440 * minuteMs);

function rangeMinutes(
  text: string,
  from: number,
  start: Components,
  end: Components,
): number | 'endBeforeStart' {
  const to = (end.get('hour') ?? 0) * 60 + (end.get('minute') ?? 0);
  // Chrono puts an end that lies before its start on the next day, so only a day that was named counts.
  if ((text.match(dayWords)?.length ?? 0) > 1) {
    const length = (dayNumber(end) - dayNumber(start)) * 1440 + to - from;
    return length > 0 ? length : 'endBeforeStart';
  }
  if (to > from) return to - from;
  const afternoon = to + 720 - from;
  if (!end.isCertain('meridiem') && to < 720 && afternoon > 0 && afternoon <= 360) return afternoon;
  const overnight = to + 1440 - from;
  return from >= 18 * 60 && overnight <= 720 ? overnight : 'endBeforeStart';
}
