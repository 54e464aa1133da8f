/** Whom a reminder is for: "@Adele and me", "Lee Gu", "+49 30 1234567", "everyone in Budget review". Pure. */
import { mentionMark } from '../lib/mentionMark.ts';
import { findBefore, type Span } from '../meetings/duration.ts';
import { readName } from '../meetings/requestPeople.ts';
import type { Part } from '../meetings/whenParts.ts';
import { readPhone } from '../people/phone.ts';

export interface Whom {
  /** Where it stands in the text. */
  span: Span;
  /** The sender is one of them. */
  me: boolean;
  /** Where in the text somebody is mentioned. */
  marks: number[];
  names: string[];
  /** In E.164. */
  phones: string[];
  /** Looked like numbers and are none, as they were typed. */
  wrongPhones: string[];
  /** Everyone in the meeting that these words name; empty for the one of this chat. Null for people named. */
  meeting: string | null;
}

const nobody = (from: number): Whom => ({
  ...{ span: { index: from, length: 0 }, me: false, marks: [] },
  ...{ names: [], phones: [], wrongPhones: [], meeting: null },
});

const me = /^(?:me|myself)(?![\p{L}\p{N}'’-])/iu;
/** A number ends where a time or a date begins. */
const phone = /^(?:\+|0)\d(?:[\d().\-/]|[ ](?=[\d(])(?!\d{1,2}(?:[:h]\d\d|\s*[ap]m))(?!\d{4}-\d\d))*/i;
/** What begins another part, and is no name. */
const another =
  /^(?:to|that|about|every|each|daily|weekly|monthly|everyone|everybody|weekdays|me|myself)(?![\p{L}\p{N}'’-])/iu;
const separator = /^[^\S\u205f]*(?:(?:[,;&+](?!\d)|and(?![\p{L}\p{N}]))[^\S\u205f]*)+/iu;
const everyone =
  /^(?:everyone|everybody|all(?=\s+(?:in|of|at|invited|participants|attendees)\b))(?:\s+(?:invited|participants|attendees))?(?![\p{L}\p{N}])/iu;
const here =
  /^[^\S\u205f]+(?:here|(?:in|of|at|to)\s+(?:this|the|our)\s+(?:meeting|call|chat))(?![\p{L}\p{N}])/iu;
const into = /^[^\S\u205f]+(?:in|of|at|to|from)\s+/iu;
/** Where the words that name a meeting end, when nothing says "before". */
const over = /\s(?:to|that|about)\s|[:"“„«]|\s-\s/iu;

/**
 * Reads whom the text begins with at `from`.
 * @param times phrases that may be times, as `partsOf` gives them for this text: a name ends where one begins
 */
export function readWhom(text: string, from: number, times: readonly Part[]): Whom {
  const all = everyone.exec(text.slice(from));
  return all ? readEveryone(text, from, from + all[0].length, times) : readPeople(text, from, times);
}

function readEveryone(text: string, from: number, at: number, times: readonly Part[]): Whom {
  const rest = text.slice(at);
  const own = here.exec(rest);
  const found = (meeting: string, end: number): Whom => ({
    ...nobody(from),
    ...{ span: { index: from, length: end - from }, meeting },
  });
  if (own) return found('', at + own[0].length);
  const start = into.exec(rest);
  if (!start) return found('', at);
  const begin = at + start[0].length;
  const quote = /^["“„«]([^"”“»]+)["”“»]/u.exec(text.slice(begin));
  if (quote) return found((quote[1] ?? '').trim(), begin + quote[0].length);
  const before = findBefore(text.slice(begin));
  const time = times.find(({ index }) => index >= begin);
  const tie = over.exec(text.slice(begin));
  const ends = before ? [before.index] : [time ? time.index - begin : null, tie?.index ?? null];
  const length = Math.min(text.length - begin, ...ends.filter((end) => end !== null));
  const words = text.slice(begin, begin + length);
  return found(words.replace(/[\s,;]+$/, '').trim(), begin + length);
}

function readPeople(text: string, from: number, times: readonly Part[]): Whom {
  const whom = nobody(from);
  let at = from;
  let apart = true;
  for (;;) {
    at += /^[^\S\u205f]*/.exec(text.slice(at))?.[0].length ?? 0;
    const length = take(whom, text, at, apart, times);
    if (length === 0) return whom;
    at += length;
    whom.span = { index: from, length: at - from };
    const gap = separator.exec(text.slice(at))?.[0].length ?? 0;
    apart = gap > 0;
    at += gap;
  }
}

/** Takes one of them, and gives how long they are in the text; 0 where nobody is named. */
function take(whom: Whom, text: string, at: number, apart: boolean, times: readonly Part[]): number {
  if (text[at] === mentionMark) {
    whom.marks.push(at);
    return 1;
  }
  if (!apart) return 0;
  const rest = text.slice(at);
  const own = me.exec(rest);
  if (own) {
    whom.me = true;
    return own[0].length;
  }
  const number = phone.exec(rest)?.[0].trimEnd();
  const read = number && number.length > 5 ? readPhone(number) : null;
  if (number && read) {
    if (read.number) whom.phones.push(read.number);
    else whom.wrongPhones.push(number);
    return number.length;
  }
  const sign = rest.startsWith('@') ? 1 : 0;
  if (another.test(rest)) return 0;
  const name = readName(text, at + sign, times);
  if (name) whom.names.push(name);
  return name ? sign + name.length : 0;
}
