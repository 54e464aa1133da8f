/**
 * Words to instants: "Friday 10:00-11:30", "tomorrow 3pm for 45 min", "in 20 minutes". Pure. What is not certain is
 * asked back, never guessed at silently: a meeting at the wrong time is worse than one more press.
 */
import { civilOf, dateText, instantOf, plusDays, timeText } from './civil.ts';
import { findDuration, longestMinutes, type Span, shortestMinutes, usualMinutes } from './duration.ts';
import { blank, choose, inOrder } from './whenChoice.ts';
import { looksLikeTime, partsOf } from './whenParts.ts';
import { type Read, readParts } from './whenRead.ts';

export interface WhenContext {
  /** Milliseconds since the epoch. */
  now: number;
  /** The sender's IANA zone. */
  zone: string;
  /** Such as "en-US": decides what 03/04 is. */
  locale: string;
}

/**
 * `none`: nothing said about time. `noTime`: a day without a time of day. `ambiguous`: several readings, or a time
 * that could not be read. `gap`: that hour is left out when the clocks go forward.
 */
export type Why =
  | 'none'
  | 'noTime'
  | 'past'
  | 'endBeforeStart'
  | 'durationTooShort'
  | 'durationTooLong'
  | 'ambiguous'
  | 'gap';

/** What to fill the form with, as Input.Date and Input.Time write it, in the sender's zone; null: leave it empty. */
export interface Guess {
  date: string | null;
  time: string | null;
  durationMinutes: number | null;
}

export type When =
  | { kind: 'now'; durationMinutes: number | null; used: Span[] }
  | {
      kind: 'certain';
      start: number;
      end: number;
      durationMinutes: number;
      /** False: nobody said how long, it is the usual half hour. */
      lengthSaid: boolean;
      /** The clocks go back and this time comes twice; `start` is the earlier one. */
      overlap: boolean;
      /** The pieces of the text it was understood from, in order. */
      used: Span[];
    }
  | { kind: 'unsure'; why: Why; guess: Guess; used: Span[] };

const minuteMs = 60_000;
const noGuess: Guess = { date: null, time: null, durationMinutes: null };
const nowWords =
  /^[\s,.!]*(?:(?:right|starting)\s+)?(?:now|asap|immediately)(?![\p{L}\p{N}'’-])|(?<![\p{L}\p{N}'’-])(?:(?:right|starting)\s+)?(?:now|asap|immediately)[\s,.!]*$/iu;

const count =
  /(?<![\p{L}\p{N}])of\s+\d{1,4}(?![\d:.]|\s*(?:[ap]\.?m|st|nd|rd|th|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))/giu;

/** "Team of 10", "lot of 3": how many, not when. */
const counts = (text: string): Span[] =>
  [...text.matchAll(count)].map(({ index, 0: { length } }) => ({ index, length }));

/** When the sentence says something is to happen, and from which pieces of it that was read. Never throws on text. */
export function understandWhen(text: string, context: WhenContext): When {
  const duration = findDuration(text);
  // Blanked out, not cut out: places in the text stay places in the text.
  const rest = blank(text, [...(duration ? [duration] : []), ...counts(text)]);
  const parts = partsOf(rest, context.now, context.zone, context.locale);
  const said = duration?.minutes ?? null;
  const choice = choose(rest, parts);
  if (choice.kind === 'nothing') return withoutTime(rest, said, duration);
  const used = inOrder([...choice.parts, ...(duration ? [duration] : [])]);
  const read = readParts(choice.parts, context.now, context.zone);
  if (read.kind === 'date')
    return {
      kind: 'unsure',
      why: 'noTime',
      guess: { date: dateText(read.day), time: null, durationMinutes: said },
      used,
    };
  return settle(read, said, choice.sure, context, used);
}

function withoutTime(rest: string, said: number | null, duration: Span | null): When {
  const used = duration ? [duration] : [];
  const guess = { ...noGuess, durationMinutes: said };
  const wrong = said === null ? null : lengthTrouble(said);
  if (wrong) return { kind: 'unsure', why: wrong, guess, used };
  const now = nowWords.exec(rest);
  if (now) {
    const words = now[0].trim();
    const span = { index: now.index + now[0].indexOf(words), length: words.length };
    return { kind: 'now', durationMinutes: said, used: inOrder([span, ...used]) };
  }
  return { kind: 'unsure', why: looksLikeTime(rest) ? 'ambiguous' : 'none', guess, used };
}

type ReadTime = Extract<Read, { kind: 'time' }>;

function settle(
  read: ReadTime,
  said: number | null,
  sure: boolean,
  context: WhenContext,
  used: Span[],
): When {
  const { now, zone } = context;
  const placed = place(read, zone);
  if (!placed)
    return { kind: 'unsure', why: 'ambiguous', guess: { ...noGuess, durationMinutes: said }, used };
  const start = placed.instant;
  const range = typeof read.range === 'number' ? read.range : null;
  const length = said ?? range;
  const seen = civilOf(start, zone);
  const guessAt = (civil: typeof seen) => ({
    date: dateText(civil),
    time: timeText(civil),
    durationMinutes: length,
  });
  const unsure = (why: Why, civil = seen): When => ({ kind: 'unsure', why, guess: guessAt(civil), used });

  if (read.civil === null && Math.abs(start - now) < minuteMs)
    return { kind: 'now', durationMinutes: said, used };
  if (!sure) return unsure('ambiguous');
  if (read.doubt) return unsure(read.doubt);
  if (placed.how === 'gap') return unsure('gap');
  if (start <= now) return unsure('past', plusDays(seen, read.period));
  if (read.range === 'endBeforeStart') return unsure('endBeforeStart');
  if (said !== null && range !== null && said !== range) return unsure('ambiguous');
  const wrong = length === null ? null : lengthTrouble(length);
  if (wrong) return unsure(wrong);
  return {
    kind: 'certain',
    start,
    end: start + (length ?? usualMinutes) * minuteMs,
    durationMinutes: length ?? usualMinutes,
    lengthSaid: length !== null,
    overlap: placed.how === 'overlap',
    used,
  };
}

function place(read: ReadTime, zone: string) {
  if (read.instant !== null) return { instant: read.instant, how: 'exact' as const };
  try {
    return read.civil && instantOf(read.civil, zone);
  } catch {
    // A day that is in no calendar.
    return null;
  }
}

/** What is wrong with a meeting this long, if anything is. */
function lengthTrouble(minutes: number): 'durationTooShort' | 'durationTooLong' | null {
  if (!(minutes >= shortestMinutes)) return 'durationTooShort';
  return minutes > longestMinutes ? 'durationTooLong' : null;
}

/** What a form's Input.Date, Input.Time and duration (minutes) say; empty fields count as not filled in. */
export function understandForm(
  form: { date?: string; time?: string; duration?: string },
  context: WhenContext,
): When {
  const date = /^\d{4}-\d{2}-\d{2}$/.test(form.date ?? '') ? (form.date ?? null) : null;
  const time = /^\d{2}:\d{2}$/.test(form.time ?? '') ? (form.time ?? null) : null;
  const minutes = form.duration?.trim() ? Number(form.duration) : null;
  const guess = { date, time, durationMinutes: Number.isFinite(minutes) ? minutes : null };
  if (minutes !== null && !Number.isInteger(minutes))
    return { kind: 'unsure', why: 'ambiguous', guess, used: [] };
  if (!date || !time) return { kind: 'unsure', why: date ? 'noTime' : 'none', guess, used: [] };
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const civil = { year, month, day, hour, minute };
  return settle(
    { kind: 'time', civil, instant: null, range: null, doubt: null, period: 0 },
    minutes,
    true,
    context,
    [],
  );
}
