/** Makes text that people wrote safe to put into a card. Pure. */

/** Control, line and direction characters: they break lines, hide text or turn it round. */
const unseen = /[\p{Cc}\u2028\u2029\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]+/gu;
/** What starts emphasis, code, links, images, tags and mentions in Markdown. */
const marks = /[\\*_`~[\]<>|]/g;
/** What starts a heading or a list at the beginning of a line. */
const opening = /^([#+-]|\d+[.)])/;

/**
 * Text for places that know no Markdown (choices, inputs, button titles): one line, nothing invisible, no date
 * functions of cards (`{{DATE(...)}}`), no more than `most` characters.
 */
export function plain(written: string, most = 120): string {
  const line = written
    .toWellFormed()
    .replace(unseen, ' ')
    .replace(/\{(?=\{)/g, '{ ')
    .replace(/\s+/g, ' ')
    .trim();
  const letters = [...line];
  return letters.length > most
    ? `${letters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`
    : line;
}

/** The same for Markdown, which TextBlocks and facts are: what looks like markup is shown as it was typed. */
export function escaped(written: string, most = 120): string {
  return plain(written, most)
    .replace(marks, '\\$&')
    .replace(opening, (start) => `${start.slice(0, -1)}\\${start.slice(-1)}`)
    .replace(/&(?=#?\w+;)/g, '\\&');
}
