import type { Text } from '../../locales/text.ts';
import { escaped } from './escape.ts';

/** Longest name shown; the rest is cut. */
export const longestName = 48;

/** One name for Markdown, or the word for somebody whose name Teams does not tell. */
export const nameOf = (text: Text, name: string): string =>
  escaped(name, longestName) || text('name.unknown');

/**
 * Names for Markdown, folded past `most`: "Ann", "Ann and Ben", "Ann, Ben and Cy", "Ann, Ben, Cy, Di, Ed and 7 more".
 */
export function namesOf(text: Text, names: readonly string[], most = 5): string {
  const all = names.map((name) => nameOf(text, name));
  const [first = ''] = all;
  if (all.length <= 1) return first;
  if (all.length > most) {
    return text('name.more', { names: all.slice(0, most).join(', '), count: all.length - most });
  }
  return text('name.and', { names: all.slice(0, -1).join(', '), last: all.at(-1) ?? '' });
}

/** Up to two names, else how many: what a short sentence can hold. */
export const whoOf = (text: Text, names: readonly string[]): string =>
  names.length <= 2 ? namesOf(text, names) : text('name.count', { count: names.length });

/** The subject of a meeting for Markdown; a meeting may have none. */
export const titleOf = (text: Text, subject: string): string => escaped(subject) || text('name.untitled');
