/** Every line of a file that cannot be used, written out: lines of which the same is wrong share a sentence. Pure. */
import type { Text } from '../locales/text.ts';
import type { RowMistake } from '../reminders/import.ts';
import { whyOf } from './cards/importCard.ts';

/**
 * Well below what Teams takes in one message, which is 80 KB of UTF-16.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages
 */
const longestMessage = 20_000;

/** As Markdown, in as many messages as it takes; none for no mistakes. */
export function writtenMistakes(text: Text, mistakes: readonly RowMistake[]): string[] {
  const alike = Map.groupBy(mistakes, (mistake) => whyOf(text, mistake));
  const messages: string[] = [];
  for (const [why, found] of alike) {
    const lines = rangesOf(found.map(({ line }) => line));
    const said = `- ${text('import.lines', { count: found.length, lines, why })}`;
    const last = messages.at(-1);
    if (last && last.length + said.length < longestMessage) messages.splice(-1, 1, `${last}\n${said}`);
    else messages.push(`${text('import.all')}\n\n${said}`);
  }
  return messages;
}

/** "2–61, 70": numbers that ascend, those in a row as one range. */
function rangesOf(numbers: readonly number[]): string {
  const ranges: [from: number, to: number][] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last && number === last[1] + 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(', ');
}
