/** "for 45 min", "for an hour and a half": how long, found in a sentence. Pure. */

/** A piece of the text something was understood from. */
export interface Span {
  index: number;
  length: number;
}

export const shortestMinutes = 5;
export const longestMinutes = 24 * 60;
/** What Outlook takes too when nobody says how long. */
export const usualMinutes = 30;

const words: Record<string, number> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  ten: 10,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  forty: 40,
  'forty-five': 45,
  fifty: 50,
  sixty: 60,
  ninety: 90,
};
const number = `(?:\\d{1,4}(?:[.,]\\d{1,2})?|${Object.keys(words)
  .sort((a, b) => b.length - a.length)
  .join('|')})`;
const minute = '(?:minutes|minute|mins|min|m)';
const hour = '(?:hours|hour|hrs|hr|h)';
/** Of hours and minutes. */
const short = [
  'half\\s+an?\\s+hour',
  '(?:a\\s+)?quarter\\s+of\\s+an\\s+hour',
  `(?<halved>${number})\\s*${hour}\\s+and\\s+a\\s+half`,
  `(?<halves>${number})\\s+and\\s+a\\s+half\\s*${hour}`,
  `(?<hours>${number})\\s*${hour}(?:\\s*(?:and\\s+)?(?<rest>\\d{1,2})\\s*${minute}?)?`,
  `(?<minutes>${number})\\s*${minute}`,
];
const forms = [...short, `(?<days>${number})\\s*(?<unit>day|week|month)s?`];
const daysOf: Record<string, number> = { day: 1, week: 7, month: 30 };
const pattern = new RegExp(
  `(?<![\\p{L}\\p{N}])for\\s+(?:about\\s+|just\\s+)?(?:${forms.join('|')})(?![\\p{L}\\p{N}:])`,
  'iu',
);
/** "30 min sync", "1h with Alex": a length without a "for", unless it says when ("in 30 min", "2 hours from now"). */
const bare = new RegExp(
  `(?<![\\p{L}\\p{N}.,:/-])(?<!(?:in|within|after|before|every|next|last|past|at|of|over|about)\\s{1,3}(?:a\\s+|the\\s+|about\\s+)?)` +
    `(?:half\\s+an?\\s+hour|(?<hours>\\d{1,3}(?:[.,]\\d{1,2})?|an|one)[\\s-]*${hour}(?:\\s*(?:and\\s+)?(?<rest>\\d{1,2})\\s*${minute})?` +
    `|(?<minutes>\\d{1,4})[\\s-]*(?:minutes|minute|mins|min))(?![\\p{L}\\p{N}:]|\\s+(?:from|ago|later|earlier|before|after))`,
  'iu',
);
const within = new RegExp(
  `(?<![\\p{L}\\p{N}])in\\s+(?:about\\s+)?(?:${short.join('|')})(?![\\p{L}\\p{N}:])`,
  'iu',
);
const beforehand = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${forms.join('|')})\\s+before(?:hand)?(?:\\s+(?:it|the\\s+(?:meeting|start))(?:\\s+(?:starts|begins))?)?(?![\\p{L}\\p{N}])`,
  'iu',
);
const anyLength = new RegExp(`(?<![\\p{L}\\p{N}])(?:${forms.join('|')})(?![\\p{L}\\p{N}])`, 'iu');

const amount = (word: string | undefined): number =>
  word === undefined ? 0 : (words[word.toLowerCase()] ?? Number(word.replace(',', '.')));

/**
 * The first duration after a "for", else one that stands alone, in minutes (any number, also one no meeting may
 * have), and where it stands; null when nothing says how long. "for 3 people" is no duration.
 */
export function findDuration(text: string): (Span & { minutes: number }) | null {
  const match = pattern.exec(text) ?? bare.exec(text);
  return match && { index: match.index, length: match[0].length, minutes: minutesOf(match) };
}

/**
 * "in an hour and a half", "in 2 hours and 15 minutes": in how many minutes, and where that stands. "In 2 weeks" is a
 * day, at a time that is still to be said.
 */
export function findWithin(text: string): (Span & { minutes: number }) | null {
  const match = within.exec(text);
  return match && { index: match.index, length: match[0].length, minutes: minutesOf(match) };
}

/** "10 minutes before", "an hour before it starts": how many minutes, and where that stands. */
export function findBefore(text: string): (Span & { minutes: number }) | null {
  const match = beforehand.exec(text);
  return match && { index: match.index, length: match[0].length, minutes: minutesOf(match) };
}

/** The length in "in 20 minutes", "2 hours from now"; null when none can be read ("in a few minutes"). */
export function minutesIn(phrase: string): number | null {
  const match = anyLength.exec(phrase);
  return match && minutesOf(match);
}

function minutesOf(match: RegExpExecArray): number {
  const { halved, halves, hours, rest, minutes, days, unit = 'day' } = match.groups ?? {};
  const half = halved ?? halves;
  const total = half
    ? amount(half) * 60 + 30
    : hours
      ? amount(hours) * 60 + amount(rest)
      : minutes
        ? amount(minutes)
        : days
          ? amount(days) * (daysOf[unit.toLowerCase()] ?? 1) * 1440
          : /half/i.test(match[0])
            ? 30
            : 15;
  return Math.round(total);
}
