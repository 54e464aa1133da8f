/** The subject of a request: quoted, or what is left when everything else is taken out. Pure. */
import type { Span } from './duration.ts';
import type { When } from './when.ts';

/** A subject in quotes is taken as it is: `"May planning" tomorrow 3pm`. */
export function quotedSubject(text: string): (Span & { subject: string }) | null {
  const match = /(?<!\S)(?:"([^"]+)"|“([^”]+)”|„([^“”]+)[“”]|«([^»]+)»)(?=$|[\s,.;:!?])/u.exec(text);
  if (!match) return null;
  const subject = match[1] ?? match[2] ?? match[3] ?? match[4] ?? '';
  return subject.trim() ? { index: match.index, length: match[0].length, subject } : null;
}

/**
 * A subject as others may see it: no control or direction characters, no tags, a Markdown link as its words, white
 * space made one space.
 */
export const cleanSubject = (text: string): string =>
  text
    .replace(/<\/?[a-z!][^<>]*>/gi, ' ')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu, ' ')
    .replace(/\p{Cs}/gu, '')
    .replace(/\s+/g, ' ')
    .trim();

/**
 * What is left of the text, its pieces joined and freed of the words that only tied them to the parts taken out.
 * @param taken the spans understood as something else, in order, free of overlaps
 */
export function subjectOf(text: string, taken: readonly Span[], when: When): string {
  const cuts = taken.filter((span) => !staysInSubject(text, span, taken, when));
  const pieces: string[] = [];
  let from = 0;
  for (const { index, length } of cuts) {
    pieces.push(untied(text.slice(from, index), pieces.length > 0 || from > 0, true));
    from = index + length;
  }
  pieces.push(untied(text.slice(from), cuts.length > 0, false));
  return cleanSubject(pieces.filter(Boolean).join(' '));
}

/** Where the time was not certain, a day's name inside the subject may belong to it: "Sunday roast". */
function staysInSubject(text: string, span: Span, taken: readonly Span[], when: When): boolean {
  if (when.kind !== 'unsure' || !when.used.includes(span)) return false;
  const words = text.slice(span.index, span.index + span.length);
  if (
    !/^(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\p{L}*$/iu.test(words)
  )
    return false;
  const next = taken.find(({ index }) => index > span.index);
  return /[\p{L}\p{N}]/u.test(text.slice(span.index + span.length, next?.index));
}

const ties = `(?:about|re:|re|regarding|titled|called|subject:?|and|[-–—,;:|&])`;
const leading = new RegExp(`^\\s*(?:${ties}(?=\\s|$)\\s*)+`, 'iu');
const trailing = /(?:[\s,;:|–—-]|(?<=^|\s)(?:at|on|from|by|for|with|and|in|this|starting))+$/iu;

const untied = (piece: string, afterCut: boolean, beforeCut: boolean): string => {
  const start = afterCut || leading.test(piece) ? piece.replace(leading, '') : piece;
  return (beforeCut ? start.replace(trailing, '') : start).trim();
};
