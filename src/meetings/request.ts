/**
 * `/meet [subject] [when] [for <duration>] [with <people>]`, in any order a person would write it. Pure. Each part
 * is found and blanked out; what is left is the subject.
 */
import { Refusal } from '../lib/errors.ts';
import type { Mentioned } from '../people/mentions.ts';
import type { Span } from './duration.ts';
import { findPeople } from './requestPeople.ts';
import { cleanSubject, quotedSubject, subjectOf } from './requestSubject.ts';
import { understandWhen, type When, type WhenContext } from './when.ts';
import { blank, inOrder } from './whenChoice.ts';
import { partsOf } from './whenParts.ts';

export const longestSubject = 255;
export const mostPeople = 250;
/** Longer than any sentence with a subject that may be; what is beyond is not worth reading. */
const longestText = 4_000;

export interface MeetRequest {
  /** Cleaned, at most 255 characters; empty when none was said. */
  subject: string;
  /** `now` also where nothing was said about time. */
  when: When;
  /** People mentioned with @, in order, each once. */
  mentions: Mentioned[];
  /** Names and addresses as typed, still to be looked up. */
  names: string[];
}

/**
 * What a `/meet` asks for.
 * @param text the command's rest, with a `mentionMark` where somebody was mentioned
 * @throws Refusal `error.subjectTooLong` {max, count}, `error.tooManyPeople` {max, count}
 */
export function understandMeet(text: string, mentions: Mentioned[], context: WhenContext): MeetRequest {
  if (text.length > longestText)
    throw new Refusal('error.subjectTooLong', { max: longestSubject, count: text.length });
  const quoted = quotedSubject(text);
  const outside = quoted ? blank(text, [quoted]) : text;
  const people = findPeople(outside, partsOf(outside, context.now, context.zone, context.locale));
  const rest = blank(outside, people.spans);
  const said = understandWhen(rest, context);
  const when: When =
    said.kind === 'unsure' && said.why === 'none'
      ? { kind: 'now', durationMinutes: said.guess.durationMinutes, used: said.used }
      : said;
  const taken: Span[] = [...people.spans, ...(quoted ? [quoted] : []), ...when.used];
  const subject = quoted ? cleanSubject(quoted.subject) : subjectOf(text, inOrder(taken), said);
  const length = [...subject].length;
  if (length > longestSubject)
    throw new Refusal('error.subjectTooLong', { max: longestSubject, count: length });
  const named = uniqueMentions(mentions);
  const count = named.length + people.names.length;
  if (count > mostPeople) throw new Refusal('error.tooManyPeople', { max: mostPeople, count });
  return { subject, when, mentions: named, names: people.names };
}

const uniqueMentions = (mentions: Mentioned[]): Mentioned[] => [
  ...new Map(mentions.map((mention) => [mention.id, mention])).values(),
];
