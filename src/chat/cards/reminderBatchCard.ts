import type { Text } from '../../locales/text.ts';
import type { Reminder, ReminderState } from '../../reminders/reminder.ts';
import { type Card, card, type Element } from './card.ts';
import { figures, heading, quiet, strong } from './elements.ts';
import { nameOf } from './names.ts';
import { reminderFacts, reminderText } from './reminderFacts.ts';
import { type Column, cancelBatch, numbersOf } from './reminderNumbers.ts';

/** The same reminder for many: how many of them are how far. `first` is one of them. */
export function reminderBatchCard(
  text: Text,
  view: { batchId: string; first: Reminder; counts: readonly { state: ReminderState; count: number }[] },
): Card {
  const { first, counts } = view;
  const { numbers, sum, all: count } = numbersOf(text, counts);
  const title = text('card.reminders.for', { count });
  const state = text(`card.reminders.state.${stateOf(sum, count)}`);
  const body: Element[] = [
    ...[heading(title), strong(state), reminderText(first.text), reminderFacts(text, first)],
    ...[figures(numbers), quiet(text('card.reminder.by', { who: nameOf(text, first.by.name) }))],
  ];
  const open = sum(['toCome', 'ringing']) > 0 || (first.every !== null && sum(['off']) < count);
  return card(
    text('card.reminder.summary', { title, state }),
    body,
    open ? [cancelBatch(text, view.batchId)] : [],
  );
}

function stateOf(sum: (columns: readonly Column[]) => number, count: number): string {
  if (sum(['ringing']) > 0) return 'ringing';
  if (sum(['off']) === count) return 'cancelled';
  if (sum(['toCome', 'off']) === count) return 'scheduled';
  return sum(['toCome']) > 0 ? 'underWay' : 'done';
}
