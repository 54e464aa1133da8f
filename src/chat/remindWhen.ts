/** When a reminder is due, and how often: words to an instant, or why that is not certain. Pure. */
import { civilOf, dateText, timeText } from '../meetings/civil.ts';
import { findDuration, findWithin, type Span } from '../meetings/duration.ts';
import { understandWhen, type When, type WhenContext, type Why } from '../meetings/when.ts';
import { blank } from '../meetings/whenChoice.ts';
import type { Recurrence } from '../reminders/reminder.ts';
import { type Every, firstOf } from './everyWords.ts';

const minute = 60_000;

/** Date and time as Input.Date and Input.Time write them, in the sender's zone; null: leave it empty. */
export interface Guess {
  date: string | null;
  time: string | null;
}

/** `at` in epoch milliseconds; else what keeps it from being certain, and what to fill the form with. */
export type Due =
  | { at: number }
  | {
      why: Why;
      guess: Guess;
      /** The words it was read from, where it was typed. */
      said?: string;
    };

/** A reminder is due at one moment: of a range its start, and how long something takes is no matter. */
export function dueOf(when: When, now: number): Due {
  if (when.kind === 'now') return { at: now };
  if (when.kind === 'certain') return { at: when.start };
  const { date, time } = when.guess;
  const ofMeetings = /^(?:end|duration)/.test(when.why);
  return { why: ofMeetings ? 'ambiguous' : when.why, guess: { date, time } };
}

/** When it is said to be, and from which pieces of the text that was read. Never throws on text. */
export function readDue(text: string, context: WhenContext): { due: Due; used: Span[] } {
  const within = findWithin(text);
  const short = within && `in ${within.minutes}m`;
  const whole = within && short && short.length <= within.length ? within : null;
  let rest = whole ? put(text, whole, short ?? '') : text;
  // "To rest for 30 min" is part of what one is reminded of.
  for (let found = findDuration(rest); found; found = findDuration(rest)) rest = blank(rest, [found]);
  const when = understandWhen(rest, context);
  const used = when.used.map((span) =>
    whole && span.index === whole.index ? { ...span, length: whole.length } : withItsAt(text, span),
  );
  const due = dueOf(when, context.now);
  // To the second: "in 1 minute" is not in twenty seconds.
  const exact = context.now + (within?.minutes ?? 0) * minute;
  if ('at' in due) return { due: within && Math.abs(exact - due.at) <= minute ? { at: exact } : due, used };
  const said = used.map(({ index, length }) => text.slice(index, index + length)).join(' ');
  return { due: { ...due, ...(said && { said }) }, used };
}

/** "At noon", "on November 20", of which only the noon and the date are found. */
function withItsAt(text: string, { index, length }: Span): Span {
  const bare = /^(?:noon|midnight|\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))/i.test(
    text.slice(index),
  );
  const at = bare ? /\b(?:at|on)\s+$/i.exec(text.slice(0, index)) : null;
  return at ? { index: at.index, length: length + at[0].length } : { index, length };
}

const put = (text: string, { index, length }: Span, words: string): string =>
  text.slice(0, index) + words.padEnd(length) + text.slice(index + length);

/** When it comes first, of what was said of its time of day and date; the days are those of `every`. */
export function firstDue(
  every: Every,
  due: Due,
  { now, zone }: Pick<WhenContext, 'now' | 'zone'>,
): { due: Due; every: Recurrence } {
  if ('at' in due) return certain(firstOf(every, civilOf(due.at, zone), Math.max(due.at, now), zone));
  const [hour, minute] = (due.guess.time ?? '').split(':').map(Number);
  const time = hour === undefined || minute === undefined ? { hour: 23, minute: 59 } : { hour, minute };
  const found = firstOf(every, time, now + 1, zone);
  // A time of day that has passed today has not on the next of its days.
  if (due.why === 'past' && due.guess.time) return certain(found);
  const date = dateText(civilOf(found.first, zone));
  const why = due.why === 'none' ? 'noTime' : due.why;
  return { due: { why, guess: { date, time: due.guess.time } }, every: found.every };
}

const certain = ({ first, every }: { first: number; every: Recurrence }) => ({ due: { at: first }, every });

/** An instant as a form is filled with it. */
export function guessAt(at: number, zone: string): Guess {
  const civil = civilOf(at, zone);
  return { date: dateText(civil), time: timeText(civil) };
}
