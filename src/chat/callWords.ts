import { mentionMark } from '../lib/mentionMark.ts';
import type { Mentioned } from '../people/mentions.ts';
import { readPhone } from '../people/phone.ts';
import { namesIn } from './targets.ts';

/** What follows "call": whom, and what to say to them. */
export interface CallWords {
  /** Names and addresses without a mention. */
  names: string[];
  mentions: Mentioned[];
  /** In E.164. */
  phones: string[];
  /** Looked like numbers and are none, as they were typed. */
  wrongPhones: string[];
  /** What is to be spoken; empty where "say" stood alone, null without it. */
  say: string | null;
}

/** Not \s: a mention stands in the text as a white space of its own. */
const saying = /(?<=^|[\s,])say(?: *:)?(?: +|$|(?=["“„«\u205f]))/i;
const quotes = /^["“„«'‘]+|["”“»'’]+$/g;

/**
 * Reads "@Adele and Alex", "@Adele say "The meeting moved"", "+49 30 1234567". Whoever is mentioned in what is to be
 * said is not called. Pure.
 * @param mentions in the order of the text, as `readMentions` gives them
 */
export function readCallWords(rest: string, mentions: readonly Mentioned[]): CallWords {
  const found = saying.exec(rest);
  const whom = found ? rest.slice(0, found.index) : rest;
  const spoken = found ? rest.slice(found.index + found[0].length) : '';
  const before = marksIn(whom);
  const within = mentions.slice(before, before + marksIn(spoken));
  let at = 0;
  const say = spoken.replaceAll(mentionMark, () => ` ${within[at++]?.name ?? ''} `);
  const words: CallWords = {
    names: [],
    mentions: mentions.filter((mention) => !within.includes(mention)),
    phones: [],
    wrongPhones: [],
    say: found ? say.replace(/\s+/g, ' ').trim().replace(quotes, '').trim() : null,
  };
  for (const name of namesIn(whom.replaceAll(mentionMark, ',').replace(/ (?=\+\d)/g, ', '))) {
    const phone = readPhone(name);
    if (!phone) words.names.push(name);
    else if (phone.number) words.phones.push(phone.number);
    else words.wrongPhones.push(name);
  }
  return words;
}

const marksIn = (text: string): number => text.split(mentionMark).length - 1;
