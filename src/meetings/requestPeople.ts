/** "with @Adele and lee@contoso.example": the people of a request. Pure. */
import { mentionMark } from '../lib/mentionMark.ts';
import type { Span } from './duration.ts';
import type { Part } from './whenParts.ts';

export interface FoundPeople {
  /** The "with" and everything that names somebody. */
  spans: Span[];
  names: string[];
}

const start = /(?<![\p{L}\p{N}])(?:with|w\/|invite|inviting)(?=\s|$)/giu;
const address = /^[^\s@,;&<>()"]+@[^\s@,;&<>()"]+\.[^\s@,;&<>()".]+/u;
const separator = /^\s*(?:(?:[,;&]|and(?![\p{L}\p{N}]))\s*)+/iu;
const word = /^[\p{L}][\p{L}\p{M}'’.-]*/u;
/** A name does not go on with these: another part of the request begins. */
const stop =
  /^(?:about|re|regarding|on|at|for|in|to|from|with|and|or|now|asap|today|tonight|tomorrow|next|this|until|till|invite)$/i;
/** "with the board", "with our customers": words of a subject, not a name. */
const notAName = /^(?:the|a|an|our|my|your|his|her|their|its|all|no|some|new)$/i;

/**
 * Everybody a "with" or a mention names. A typed name ends at a separator or where another part begins; written
 * small it is one word, written large at most three, so "with adele budget review" leaves a subject.
 * @param times phrases that may be times; a name ends where one begins, "with Jan 10:00" aside
 */
export function findPeople(text: string, times: readonly Part[]): FoundPeople {
  const spans: Span[] = [];
  const names: string[] = [];
  for (const match of text.matchAll(start)) {
    const list = readList(text, match.index + match[0].length, times);
    if (list.end === null) continue;
    names.push(...list.names);
    spans.push({ index: match.index, length: list.end - match.index });
  }
  const covered = (at: number) => spans.some(({ index, length }) => at >= index && at < index + length);
  for (let at = text.indexOf(mentionMark); at >= 0; at = text.indexOf(mentionMark, at + 1))
    if (!covered(at)) spans.push({ index: at, length: 1 });
  for (const match of text.matchAll(/[^\s@,;&<>()"]+@[^\s@,;&<>()"]+\.[^\s@,;&<>()".]+/gu)) {
    if (covered(match.index)) continue;
    names.push(match[0]);
    spans.push({ index: match.index, length: match[0].length });
  }
  const distinct = new Map(names.map((name) => [name.toLowerCase(), name]));
  return { spans, names: [...distinct.values()] };
}

/** `end` null: what follows the "with" names nobody. */
function readList(
  text: string,
  from: number,
  times: readonly Part[],
): { names: string[]; end: number | null } {
  const names: string[] = [];
  let at = from;
  let end: number | null = null;
  let separated = true;
  for (;;) {
    at += /^[^\S\u205f]*/.exec(text.slice(at))?.[0].length ?? 0;
    if (text[at] === mentionMark) {
      at += 1;
    } else {
      const name = separated ? readName(text, at, times) : null;
      if (!name) break;
      names.push(name);
      at += name.length;
    }
    end = at;
    const gap = separator.exec(text.slice(at).replaceAll(mentionMark, '\u0000'))?.[0].length ?? 0;
    separated = gap > 0;
    at += gap;
  }
  return { names, end };
}

/** The name or address that begins at `from`; null where none does. @param times as `findPeople` takes them */
export function readName(text: string, from: number, times: readonly Part[]): string | null {
  const mail = address.exec(text.slice(from));
  if (mail) return mail[0].replace(/[.,;:!?]+$/, '');
  let at = from;
  let count = 0;
  for (;;) {
    const found = word.exec(text.slice(at))?.[0];
    if (!found || stop.test(found) || (count === 0 && notAName.test(found))) break;
    const capital = /^\p{Lu}/u.test(found);
    // "with April tomorrow": the first word is a name even where it could be a month.
    const time = times.find(({ index, length }) => at >= index && at < index + length);
    if (time && (count > 0 || !capital || time.kind === 'full' || time.kind === 'relative')) break;
    if (count > 0 && !capital) break;
    at += found.length;
    count += 1;
    const space = /^ (?=\p{Lu})/u.exec(text.slice(at));
    if (!capital || count === 3 || !space) break;
    at += 1;
  }
  return count === 0 ? null : text.slice(from, at).trim();
}
