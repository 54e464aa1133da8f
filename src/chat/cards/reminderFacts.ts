import type { Text } from '../../locales/text.ts';
import { longestText } from '../../reminders/check.ts';
import type { Reminder } from '../../reminders/reminder.ts';
import type { Element } from './card.ts';
import { box, facts, line } from './elements.ts';
import { escaped } from './escape.ts';
import { oftenOf } from './often.ts';
import { dateOf, timeOf } from './time.ts';

/** "Sat, Nov 21, 2026 · 3:00 PM", in each reader's zone. */
export const momentOf = (text: Text, at: number): string =>
  text('card.reminder.moment', { date: dateOf(at), time: timeOf(at) });

/** When, how often and how: what all cards of a reminder tell. */
export function reminderFacts(
  text: Text,
  { due, every, how, recording }: Pick<Reminder, 'due' | 'every' | 'how' | 'recording'>,
  more: readonly [string, string][] = [],
): Element {
  const rows: [string, string][] = [[text('card.reminder.when'), momentOf(text, due)]];
  if (every) rows.push([text('card.reminder.often'), oftenOf(text, every)]);
  rows.push([text('card.reminder.how'), text(`card.reminder.${how}`)]);
  if (recording) rows.push([text('card.reminder.plays'), escaped(recording, 100)]);
  rows.push(...more);
  return facts(rows);
}

/** What is to be remembered, as it was written. */
export const reminderText = (written: string): Element =>
  box([line(escaped(written, longestText), { size: 'Medium', spacing: 'None' })]);
