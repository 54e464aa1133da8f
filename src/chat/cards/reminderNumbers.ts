import type { Text } from '../../locales/text.ts';
import type { ReminderState } from '../../reminders/reminder.ts';
import { button } from './button.ts';
import type { Action } from './card.ts';

export type Column = 'toCome' | 'ringing' | 'heard' | 'written' | 'failed' | 'off';

const columnOf: Record<ReminderState, Column> = {
  ...{ scheduled: 'toCome', snoozed: 'toCome', waiting: 'toCome', ringing: 'ringing' },
  ...{ heard: 'heard', written: 'written', failed: 'failed', cancelled: 'off', stopped: 'off' },
};
const shown: readonly Column[] = ['toCome', 'ringing', 'heard', 'written', 'failed', 'off'];

/** How far the reminders of a batch are: numbers over their words, and how many are in some columns. */
export function numbersOf(text: Text, counts: readonly { state: ReminderState; count: number }[]) {
  const sum = (columns: readonly Column[]): number =>
    counts.reduce((all, { state, count }) => all + (columns.includes(columnOf[state]) ? count : 0), 0);
  const numbers = shown.flatMap((column): [number, string][] =>
    sum([column]) > 0 ? [[sum([column]), text(`card.reminders.${column}`)]] : [],
  );
  return { numbers, sum, all: sum(shown), toCome: sum(['toCome', 'ringing']) };
}

/** Cancels those of a batch that are still to come, after a question. */
export const cancelBatch = (text: Text, batchId: string): Action =>
  button(
    'cancelReminders',
    text('card.reminders.cancel'),
    { batchId },
    {
      confirm: { question: text('card.reminders.cancelQuestion'), title: text('card.reminders.cancelYes') },
    },
  );
