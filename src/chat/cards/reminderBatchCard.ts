import type { Text } from '../../locales/text.ts';
import type { Reminder, ReminderState } from '../../reminders/reminder.ts';
import { button } from './button.ts';
import { type Action, type Card, card, type Element } from './card.ts';
import { figures, heading, quiet, strong } from './elements.ts';
import { nameOf } from './names.ts';
import { reminderFacts, reminderText } from './reminderFacts.ts';
import { type Column, cancelBatch, numbersOf } from './reminderNumbers.ts';
import { peopleOf } from './reminderPeople.ts';
import type { Line } from './views.ts';

export interface ReminderBatchView {
  batchId: string;
  /** One of them. */
  first: Reminder;
  counts: readonly { state: ReminderState; count: number }[];
  /** As many of them as `mostPeople`: first those that failed, then those that were stopped. */
  some: readonly Reminder[];
  line: Line;
}

/** The same reminder for many: how many of them are how far, and who was not reminded; of few, how it is with each. */
export function reminderBatchCard(text: Text, view: ReminderBatchView): Card {
  const { first, counts } = view;
  const { numbers, sum, all: count } = numbersOf(text, counts);
  const title = text('card.reminders.for', { count });
  const state = text(`card.reminders.state.${stateOf(sum, count)}`);
  const body: Element[] = [
    ...[heading(title), strong(state), reminderText(first.text), reminderFacts(text, first)],
    ...[figures(numbers), ...peopleOf(text, view.some, count, view.line)],
    quiet(text('card.reminder.by', { who: nameOf(text, first.by.name) })),
  ];
  const open = sum(['toCome', 'ringing']) > 0 || (first.every !== null && sum(['off']) < count);
  return card(
    text('card.reminder.summary', { title, state }),
    body,
    open
      ? [...(sum(['ringing']) > 0 ? [] : [reschedule(text, view.batchId)]), cancelBatch(text, view.batchId)]
      : [],
  );
}

const reschedule = (text: Text, batchId: string): Action =>
  button('rescheduleReminderForm', text('card.reminder.reschedule'), { batchId });

function stateOf(sum: (columns: readonly Column[]) => number, count: number): string {
  if (sum(['ringing']) > 0) return 'ringing';
  if (sum(['off']) === count) return 'cancelled';
  if (sum(['toCome', 'off']) === count) return 'scheduled';
  return sum(['toCome']) > 0 ? 'underWay' : 'done';
}
