import type { Text } from '../locales/text.ts';
import { escaped } from './cards/escape.ts';

/** Longest value shown in a sentence: names of several people, one of whom is meant. */
const longest = 300;

/**
 * A text for a message or a notice, which chats read as Markdown, with values that people wrote: shown as they were
 * typed, so that a meeting's subject never becomes a link in somebody else's chat. Cards escape what they show
 * themselves.
 */
export const say = (text: Text, key: string, values: Record<string, string | number> = {}): string =>
  text(
    key,
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        typeof value === 'string' ? escaped(value, longest) : value,
      ]),
    ),
  );
