/**
 * What chrono-node sees in a sentence, sorted by how much of a time it is. Pure. Chrono guesses freely ("May",
 * "3 day plan"), so only what it is certain of counts here, and never its instants: it knows a fixed offset, not a zone.
 */
import type { Chrono, ParsedResult } from 'chrono-node';
import * as en from 'chrono-node/en';
import { offsetAt } from './civil.ts';
import { minutesIn, type Span } from './duration.ts';
import { namesADay } from './otherLanguages.ts';

/**
 * `full`: day and time of day. `relative`: "in 20 minutes", an instant already. `date`, `time`: one half. `vague`:
 * looks like a date but names no day ("next month", "5 year").
 */
export interface Part extends Span {
  kind: 'full' | 'relative' | 'date' | 'time' | 'vague';
  text: string;
  result: ParsedResult;
  /** An offset the sentence named itself (UTC, CET), in minutes; null: the sender's own zone. */
  offset: number | null;
  /** "The day after tomorrow", of which chrono sees the tomorrow. */
  daysLater: number;
}

/** Only these; chrono also takes ART and EST in "art review" and "est." for zones. */
const zoneNames =
  /(?<![A-Z])(?:Z|UTC|GMT|WET|WEST|BST|CET|CEST|EET|EEST|MSK|EST|EDT|CST|CDT|MST|MDT|PST|PDT|ET|CT|MT|PT|JST|SGT)(?![A-Za-z])|\d\s*[+-]\d{2}:?\d{2}\b/;
const relativeWords = /^in\s|^next\s|^(?:the\s+)?day\s+after\s+tomorrow\b|\b(?:from now|later|ago)$/i;

const weekday = /\b(?:sun|mon|tues|wednes|thurs|fri|satur)day\b/i;

const months =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?';
/** A month without a day is no date but may be anything else, and chrono would tie it to "14:00 May planning". */
const loneMonth = new RegExp(
  `(?<!(?<![\\d:.])\\d{1,2}(?:st|nd|rd|th)?[.,]?\\s*(?:of\\s+)?)\\b(?:${months})\\b(?!\\.?,?\\s*\\d{1,2}(?![\\d:]))`,
  'gi',
);

/** Month first where people write it so, day first everywhere else. */
const parserFor = (locale: string): Chrono => (/^en(?:-us)?$/i.test(locale) ? en.casual : en.GB);

/**
 * Every phrase that may be a time, in the order of the text.
 * @param now milliseconds since the epoch; @param locale decides 03/04: month first in en and en-US alone
 */
export function partsOf(text: string, now: number, zone: string, locale: string): Part[] {
  // Same length on both sides, or the places found would not be places in the text.
  const readable = text
    .replace(/(?<!\d)(\d{1,2})h([0-5]\d)(?!\d)/gi, '$1:$2')
    .replace(loneMonth, (name) => '\u00b7'.repeat(name.length));
  const reference = { instant: new Date(now), timezone: offsetAt(now, zone) };
  const chrono = parserFor(locale);
  const ahead = chrono.parse(readable, reference, { forwardDate: true });
  const asSaid = /\b(?:last|past|previous)\s/i.test(text) ? chrono.parse(readable, reference) : ahead;
  return ahead.flatMap((result, index) => partOf(asSaid[index] ?? result, text) ?? []);
}

function partOf(result: ParsedResult, text: string): Part | null {
  const { start } = result;
  if (result.tags().has('casualReference/now')) return null;
  const named = start.isCertain('timezoneOffset') && !result.tags().has('result/relativeDate');
  let found = result.text;
  let offset = named ? start.get('timezoneOffset') : null;
  if (named && !zoneNames.test(found)) {
    offset = null;
    found = found.replace(/\s*\(?\b[A-Za-z]{1,4}\)?$/, '');
  }
  found = found.replace(/[\s,;:–-]+$/, '');
  const tomorrow = result.tags().has('casualReference/tomorrow');
  const before = tomorrow ? /(?:\bthe\s+)?\bday\s+after\s+$/i.exec(text.slice(0, result.index)) : null;
  const index = before?.index ?? result.index;
  const length = result.index - index + found.length;
  return {
    kind: kindOf(result, found),
    result,
    offset,
    daysLater: before ? 1 : 0,
    index,
    length,
    text: text.slice(index, index + length),
  };
}

function kindOf(result: ParsedResult, text: string): Part['kind'] {
  const { start } = result;
  const day = start.isCertain('day') || start.isCertain('weekday');
  const hour = start.isCertain('hour') || /\bnoon\b/i.test(text);
  if (result.tags().has('result/relativeDate')) {
    if (!relativeWords.test(text)) return 'vague';
    if (result.tags().has('result/relativeDateAndTime'))
      return minutesIn(text) === null ? 'vague' : 'relative';
  }
  if (day) return hour ? 'full' : 'date';
  // Chrono loses the day of "Night Sunday 2:30" where it puts the words together: better asked than today.
  if (weekday.test(text)) return 'vague';
  return hour && !start.isCertain('month') ? 'time' : 'vague';
}

/** Something in here looks like a time or a date that was not understood: no sentence to act upon. */
export const looksLikeTime = (text: string): boolean =>
  namesADay(text) ||
  [
    /(?<![\d.:])\d{1,2}:\d{2}(?![\d:])/,
    /(?<![\p{L}\d])\d{1,2}\s?(?:[ap]\.?m\.?|o'?clock|uhr)(?!\p{L})/iu,
    /\b(?:on\s+)?the\s+\d{1,2}(?:st|nd|rd|th)(?=\s*(?:$|[,.]|at\b|of\b|\d))/i,
    new RegExp(`\\b(?:${months})\\b\\.?\\s+\\d{1,2}\\b`, 'i'),
    new RegExp(`\\b\\d{1,2}(?:st|nd|rd|th)?\\.?\\s+(?:of\\s+)?(?:${months})\\b`, 'i'),
    new RegExp(`\\b(?:in|end\\s+of|early|late|mid|next|this)[\\s-]+(?:${months})\\b`, 'i'),
    /(?<![\d.])\d{1,2}\.\s?\d{1,2}\.(?!\d{1,2}\.)/,
    /\bat\s+\d{1,2}\b/i,
    /(?<![\d-])\d{4}-\d{1,2}-\d{1,2}/,
    /\bthis\s+(?:morning|afternoon|evening)\b|\bend\s+of\s+(?:the\s+)?day\b|\beod\b/i,
    /\b(?:next|this|last)\s+(?:week|month|year|mon|tue|wed|thu|fri|sat|sun)/i,
    /\bin\s+(?:an?|\d+|half|one|two|three|few|some)\s+(?:an?\s+|few\s+|couple\s+of\s+)?(?:min|hour|day|week|month)/i,
  ].some((pattern) => pattern.test(text));
