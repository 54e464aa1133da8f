import type { Text } from '../../locales/text.ts';
import type { Reminder, ReminderState } from '../../reminders/reminder.ts';
import { button } from './button.ts';
import { type Card, card, type Element } from './card.ts';
import { figures, heading, quiet, strong } from './elements.ts';
import { nameOf } from './names.ts';
import { reminderFacts, reminderText } from './reminderFacts.ts';

type Column = 'toCome' | 'ringing' | 'heard' | 'written' | 'failed' | 'off';

const columnOf: Record<ReminderState, Column> = {
  ...{ scheduled: 'toCome', snoozed: 'toCome', waiting: 'ringing', ringing: 'ringing' },
  ...{ heard: 'heard', written: 'written', failed: 'failed', cancelled: 'off', stopped: 'off' },
};
const shown: readonly Column[] = ['toCome', 'ringing', 'heard', 'written', 'failed', 'off'];

/** The same reminder for many: how many of them are how far. `first` is one of them. */
export function reminderBatchCard(
  text: Text,
  view: { batchId: string; first: Reminder; counts: readonly { state: ReminderState; count: number }[] },
): Card {
  const { first, counts } = view;
  const sum = (columns: readonly Column[]) =>
    counts.reduce((all, { state, count }) => all + (columns.includes(columnOf[state]) ? count : 0), 0);
  const count = sum(shown);
  const title = text('card.reminders.for', { count });
  const state = text(`card.reminders.state.${stateOf(sum, count)}`);
  const numbers = shown.flatMap((column): [number, string][] =>
    sum([column]) > 0 ? [[sum([column]), text(`card.reminders.${column}`)]] : [],
  );
  const body: Element[] = [
    ...[heading(title), strong(state), reminderText(first.text), reminderFacts(text, first)],
    ...[figures(numbers), quiet(text('card.reminder.by', { who: nameOf(text, first.by.name) }))],
  ];
  const open = sum(['toCome', 'ringing']) > 0 || (first.every !== null && sum(['off']) < count);
  const cancel = button(
    'cancelReminders',
    text('card.reminders.cancel'),
    { batchId: view.batchId },
    {
      confirm: { question: text('card.reminders.cancelQuestion'), title: text('card.reminders.cancelYes') },
    },
  );
  return card(text('card.reminder.summary', { title, state }), body, open ? [cancel] : []);
}

function stateOf(sum: (columns: readonly Column[]) => number, count: number): string {
  if (sum(['ringing']) > 0) return 'ringing';
  if (sum(['off']) === count) return 'cancelled';
  if (sum(['toCome', 'off']) === count) return 'scheduled';
  return sum(['toCome']) > 0 ? 'underWay' : 'done';
}
