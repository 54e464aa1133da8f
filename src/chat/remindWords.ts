/**
 * `/remind <whom> [how] ["text" | to ... | that ...] [when] [how often]`, in any order a person would write it after
 * the whom. Pure. Each part is found and blanked out; what is left is the text, so that no word is lost.
 */
import { mentionMark } from '../lib/mentionMark.ts';
import { findBefore, type Span } from '../meetings/duration.ts';
import { quotedSubject } from '../meetings/requestSubject.ts';
import type { WhenContext } from '../meetings/when.ts';
import { blank, inOrder } from '../meetings/whenChoice.ts';
import { partsOf } from '../meetings/whenParts.ts';
import type { Mentioned } from '../people/mentions.ts';
import type { Recurrence } from '../reminders/reminder.ts';
import { findEvery } from './everyWords.ts';
import { type Due, firstDue, readDue } from './remindWhen.ts';
import { readWhom, type Whom } from './remindWhom.ts';

export interface RemindWords extends Omit<Whom, 'span' | 'marks'> {
  mentions: Mentioned[];
  /** Empty where none was said. */
  text: string;
  /** The name of a file that is to be played in its place. */
  recording: string | null;
  /** Of one that comes again, its first time. */
  due: Due;
  every: Recurrence | null;
  /** How often was said, but not in a way that there is. */
  everyUnknown: boolean;
  /** So many minutes before the meeting starts; only with a meeting. */
  before: number | null;
  /** Null where nothing was said about it. */
  how: 'ring' | 'chat' | null;
  /** False: words are left that belong to no part. They stand in the text. */
  sure: boolean;
}

const addressed = '(?=(?:me|myself|everyone|everybody|all)\\b|\\u205f|@|\\+\\d)';
const ringFirst = new RegExp(`^[^\\S\\u205f]*(?:ring|call|phone)[^\\S\\u205f]+${addressed}`, 'iu');
const writeFirst = new RegExp(
  `^[^\\S\\u205f]*(?:write|message)[^\\S\\u205f]+(?:to[^\\S\\u205f]+)?${addressed}`,
  'iu',
);
const inChat = /(?<![\p{L}\p{N}])(?:in|by|via)\s+(?:chat|writing|message)(?![\p{L}\p{N}])/iu;
const byRing = /(?<![\p{L}\p{N}])by\s+(?:phone|call|ringing|ring)(?![\p{L}\p{N}])/iu;
const recorded =
  /(?<![\p{L}\p{N}])(?:(?:with|play|playing)\s+(?:(?:the\s+)?recording\s+)?|recording\s+)(?<file>[\p{L}\p{N}][\p{L}\p{N}._-]*\.wav)(?![\p{L}\p{N}])/iu;
const start = /^[^\S\u205f]*/;
/** Words that tie the text to the rest, and say nothing themselves. */
const ties = /^(?:to|that|about|saying|of)(?=\s|$)\s*/iu;
const edges = /^[\s,;:–—]+|[\s,;:–—]+$|^-\s|\s-$/gu;
const polite = /(?<![\p{L}\p{N}])(?:please|pls|thanks|thank you)(?![\p{L}\p{N}])[.!]?/giu;

/**
 * What a `/remind` asks for. Never throws, whatever is written.
 * @param rest what follows the command, a `mentionMark` where somebody was mentioned
 * @param mentions in the order of the text, as `readMentions` gives them
 */
export function readRemindWords(
  rest: string,
  mentions: readonly Mentioned[],
  context: WhenContext,
): RemindWords {
  const ring = ringFirst.exec(rest);
  const order = ring ?? writeFirst.exec(rest);
  const quoted = quotedSubject(rest);
  const open = quoted ? blank(rest, [quoted]) : rest;
  const from = order?.[0].length ?? start.exec(open)?.[0].length ?? 0;
  const whom = readWhom(rest, from, partsOf(open, context.now, context.zone, context.locale));
  const end = whom.span.index + whom.span.length;
  // A meeting's name may stand in quotes as well, before the text does.
  const quote = quoted && quoted.index < whom.span.index ? quoted : quoteAfter(rest, end);

  const spans: Span[] = [
    ...(order ? [{ index: 0, length: from }] : []),
    whom.span,
    ...(quote ? [quote] : []),
  ];
  const take = <S extends Span>(found: S | null): S | null => {
    if (found) spans.push(found);
    return found;
  };
  const left = () => blank(rest, spans);
  const recording = take(recordingIn(left()));
  const said = order ? null : take(howIn(left(), quote ? 0 : end, quote !== null));
  const before = whom.meeting === null ? null : take(findBefore(left()));
  const often = take(findEvery(left()));
  const { due, used } = readDue(left(), context);
  spans.push(...used);
  const how = said ?? (order || quote ? null : take(howAlone(left())));

  const words = pieces(rest, spans, mentions);
  const own = quote && named(quote.subject, quote.index, rest, mentions);
  const more = own === null ? '' : words.replace(polite, ' ').replace(edges, '');
  const first = often?.every ? firstDue(often.every, due, context) : { due, every: null };
  return {
    ...{ me: whom.me, names: whom.names, phones: whom.phones, wrongPhones: whom.wrongPhones },
    meeting: whom.meeting,
    mentions: whom.marks.flatMap((at) => mentions[marksIn(rest.slice(0, at))] ?? []),
    text: own === null ? words : [own, more].filter(Boolean).join(' '),
    recording: recording?.file ?? null,
    ...first,
    everyUnknown: often !== null && often.every === null,
    before: before?.minutes ?? null,
    how: order ? (ring ? 'ring' : 'chat') : (how?.how ?? null),
    sure: !/[\p{L}\p{N}]/u.test(more),
  };
}

function quoteAfter(text: string, from: number): ReturnType<typeof quotedSubject> {
  const found = quotedSubject(text.slice(from));
  return found && { ...found, index: found.index + from };
}

/** "with recording appointment.wav". */
function recordingIn(text: string): (Span & { file: string }) | null {
  const found = recorded.exec(text);
  return found && { index: found.index, length: found[0].length, file: found.groups?.file ?? '' };
}

/** "in chat", "by phone": behind the whom, or anywhere where the text stands in quotes. */
function howIn(text: string, from: number, anywhere: boolean): (Span & { how: 'ring' | 'chat' }) | null {
  for (const [how, words] of [
    ['chat', inChat],
    ['ring', byRing],
  ] as const) {
    const found = words.exec(text.slice(from));
    if (!found || (!anywhere && text.slice(from, from + found.index).trim())) continue;
    return { index: from + found.index, length: found[0].length, how };
  }
  return null;
}

/** The same where nothing else is left: what one is reminded of has more to say. */
function howAlone(text: string): ReturnType<typeof howIn> {
  const found = howIn(text, 0, false);
  return found && blank(text, [found]).trim() === '' ? found : null;
}

/** What is left of the text, its pieces joined and freed of what only tied them to the parts taken out. */
function pieces(text: string, taken: readonly Span[], mentions: readonly Mentioned[]): string {
  const found: string[] = [];
  let from = 0;
  for (const { index, length } of [...inOrder([...taken]), { index: text.length, length: 0 }]) {
    if (index > from) {
      const piece = named(text.slice(from, index), from, text, mentions).replace(edges, '').trim();
      found.push(found.some(Boolean) ? piece : piece.replace(ties, '').replace(edges, ''));
    }
    from = Math.max(from, index + length);
  }
  return found.filter(Boolean).join(' ');
}

/** A piece of the text with the names of those mentioned in their places, its white space made one space. */
function named(piece: string, at: number, text: string, mentions: readonly Mentioned[]): string {
  let index = marksIn(text.slice(0, at));
  return piece
    .replaceAll(mentionMark, () => ` ${mentions[index++]?.name ?? ''} `)
    .replace(/\s+/g, ' ')
    .trim();
}

const marksIn = (text: string): number => text.split(mentionMark).length - 1;
