/** Which of the phrases found in a sentence say when, and whether that is sure. Pure. */
import type { Span } from './duration.ts';
import { looksLikeTime, type Part } from './whenParts.ts';

/** The phrases that together say when; not `sure` where the sentence can be read in several ways. */
export type Choice = { kind: 'nothing' } | { kind: 'parts'; parts: Part[]; sure: boolean };

/**
 * A phrase with day and time wins over a lone day or a lone time, which then belong to the subject ("Sunday roast
 * tomorrow 18:00"). A day and a time apart from each other are put together, and asked back unless clear.
 */
export function choose(text: string, all: Part[]): Choice {
  const full = all.filter((part) => part.kind === 'full' || part.kind === 'relative');
  const dates = all.filter((part) => part.kind === 'date');
  const times = all.filter((part) => part.kind === 'time');
  const [main, ...more] = full;
  if (main) {
    const beside = all.filter((part) => part !== main && nextToEachOther(text, part, main));
    const same = beside.filter((part) => part.kind === 'date' && sameDay(part, main));
    return {
      kind: 'parts',
      parts: inOrder([main, ...same]),
      sure: !more.length && beside.length === same.length && !shifted(text, main),
    };
  }
  const [time, ...moreTimes] = times;
  const [date, ...moreDates] = dates;
  if (time && date) {
    const sure = !moreTimes.length && !moreDates.length && clearlyTheDay(text, date) && !shifted(text, date);
    return { kind: 'parts', parts: inOrder([date, time]), sure };
  }
  if (time) {
    const beside = all.some((part) => part !== time && nextToEachOther(text, part, time));
    const alone = !moreTimes.length && !beside && !hidesADay(time);
    const sure = alone && !looksLikeTime(blank(text, [time])) && !shifted(text, time);
    return { kind: 'parts', parts: [time], sure };
  }
  return date ? { kind: 'parts', parts: [date], sure: true } : { kind: 'nothing' };
}

/** Apart by no more than glue: "in 3 weeks on Monday", "7 in the evening". */
function nextToEachOther(text: string, one: Span, other: Span): boolean {
  const [first, second] = one.index < other.index ? [one, other] : [other, one];
  const between = text.slice(first.index + first.length, second.index);
  return /^[\s,]*(?:(?:on|from|of|in|at|the|and|or)[\s,]+)*$/i.test(between);
}

/** "evening of 5 December 18:00" is found as a time alone, its day swallowed. */
const hidesADay = ({ text }: Part): boolean =>
  /\b(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b/i.test(
    text,
  );

const sameDay = (one: Part, other: Part): boolean =>
  (['year', 'month', 'day'] as const).every(
    (unit) => one.result.start.get(unit) === other.result.start.get(unit),
  );

/** "the day after tomorrow", "a week from Friday", "not on Friday", "tomorrow's", "Moscow time": not what was found. */
const shifted = (text: string, part: Span): boolean =>
  /\b(?:after|before|from|since|until|till|by|not|except)\s+(?:the\s+)?$/i.test(text.slice(0, part.index)) ||
  /^['’]\p{L}|^\s+(?:week|fortnight)\b|^\s+\p{L}+(?:\s\p{L}+)?\s+time\b/iu.test(
    text.slice(part.index + part.length),
  ) ||
  /^\s+\(?[A-Z]{2,4}T\b/.test(text.slice(part.index + part.length));

/** Whether a day named away from its time is surely meant: "10:00 review on Friday", but not "Sunday roast 18:00". */
function clearlyTheDay(text: string, date: Part): boolean {
  if (/^on\s/i.test(date.text) || /\bon\s+$/i.test(text.slice(0, date.index))) return true;
  const before = text.slice(0, date.index).trim();
  const after = text.slice(date.index + date.length).trim();
  return /^(?:today|tomorrow|tmrw?|tonight)$/i.test(date.text) && (!before || !after);
}

/** The spans in the order of the text. */
export const inOrder = <S extends Span>(spans: S[]): S[] => [...spans].sort((a, b) => a.index - b.index);

/** The text with the spans blanked out, every other place where it was. */
export const blank = (text: string, spans: Span[]): string =>
  spans.reduce(
    (rest, { index, length }) => rest.slice(0, index) + ' '.repeat(length) + rest.slice(index + length),
    text,
  );
