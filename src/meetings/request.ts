/**
 * `/meet [subject] [when] [for <duration>] [with <people>]`, in any order a person would write it. Pure. Each part
 * is found and blanked out; what is left is the subject.
 */
import type { Mentioned } from '../people/mentions.ts';
import type { Span } from './duration.ts';
import { fittingSubject, refuseTooMany, subjectTooLong } from './limits.ts';
import { findPeople } from './requestPeople.ts';
import { quotedSubject, subjectOf } from './requestSubject.ts';
import { understandWhen, type When, type WhenContext } from './when.ts';
import { blank, inOrder } from './whenChoice.ts';
import { partsOf } from './whenParts.ts';

/** Longer than any sentence whose subject fits. */
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
  if (text.length > longestText) throw subjectTooLong(text.length);
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
  const subject = fittingSubject(quoted ? quoted.subject : subjectOf(text, inOrder(taken), said));
  const named = uniqueMentions(mentions);
  refuseTooMany(named.length + people.names.length);
  return { subject, when, mentions: named, names: people.names };
}

const uniqueMentions = (mentions: Mentioned[]): Mentioned[] => [
  ...new Map(mentions.map((mention) => [mention.id, mention])).values(),
];
