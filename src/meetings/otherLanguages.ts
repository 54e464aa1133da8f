/**
 * Days named in languages that are not read yet. Pure. "Freitag 15:00" must not become today at 15:00 because only
 * the digits were understood: where such a word stands, the time is asked back.
 */

const languages = 'de fr es pt it nl ru uk pl cs sv da nb fi tr zh ja ko'.split(' ');
/** Their words bend: пятница, в пятницу. */
const bending = new Set(['ru', 'uk', 'pl', 'cs']);
/** No spaces between words. */
const unspaced = new Set(['zh', 'ja', 'ko']);

const week = Array.from({ length: 7 }, (_, day) => Date.UTC(2026, 0, 4 + day));
const year = Array.from({ length: 12 }, (_, month) => Date.UTC(2026, month, 15));

const named = (language: string, instants: number[], options: Intl.DateTimeFormatOptions): string[] => {
  const format = new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' });
  return instants.map((instant) => format.format(instant).toLowerCase());
};

function daysIn(language: string): string[] {
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const days = [1, 2].map((ahead) => relative.format(ahead, 'day').toLowerCase());
  const long = named(language, week, { weekday: 'long' });
  const short = unspaced.has(language) ? named(language, week, { weekday: 'short' }) : [];
  // Nobody says the -feira of sexta-feira.
  const spoken = language === 'pt' ? long.map((day) => day.split('-')[0] ?? day) : [];
  return [...days, ...long, ...short.filter((day) => day.length > 1), ...spoken].filter(
    (day) => !/\d/.test(day),
  );
}

const escaped = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const bent = (language: string, word: string): string =>
  bending.has(language) && word.length > 4 ? `${escaped(word.slice(0, -1))}\\p{L}*` : escaped(word);

const spaced = languages.filter((language) => !unspaced.has(language));
const words = spaced.flatMap((language) => daysIn(language).map((day) => bent(language, day)));
const months = spaced.flatMap((language) =>
  named(language, year, { month: 'long' }).map((month) => bent(language, month)),
);
const joined = languages.filter((language) => unspaced.has(language)).flatMap(daysIn);

const patterns = [
  new RegExp(`(?<!\\p{L})(?:${words.join('|')})(?!\\p{L})`, 'iu'),
  new RegExp(`\\d{1,2}\\.?\\s+(?:de\\s+)?(?:${months.join('|')})(?!\\p{L})`, 'iu'),
  new RegExp(joined.map(escaped).join('|'), 'u'),
  /\d\s?[点點时時시]/u,
  /(?<!\p{L})(?:kl\.?|klo|um|às|à|alle|om|в|о)\s+\d{1,2}(?!\p{L})/iu,
];

/** Whether a day, or an hour, is named in one of those languages. */
export const namesADay = (text: string): boolean => patterns.some((pattern) => pattern.test(text));
