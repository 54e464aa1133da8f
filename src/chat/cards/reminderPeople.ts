import type { Text } from '../../locales/text.ts';
import type { Reminder } from '../../reminders/reminder.ts';
import type { Element } from './card.ts';
import { line as words } from './elements.ts';
import { nameOf } from './names.ts';
import { stateOf } from './reminderCard.ts';
import type { Line } from './views.ts';

/** More would crowd the card. */
export const mostPeople = 8;

/**
 * How it is with each of a batch, and why; of more than fit only those who were not reminded and will not be.
 * @param some as `mostPeople` of them, those first
 * @param count how many there are
 * @param line as for `stateOf`
 */
export function peopleOf(text: Text, some: readonly Reminder[], count: number, line: Line | null): Element[] {
  const shown =
    count <= mostPeople ? some : some.filter(({ state }) => state === 'failed' || state === 'stopped');
  return shown.map((reminder) => {
    const who = nameOf(text, reminder.to.name);
    const state = stateOf(text, reminder, line);
    const why = reminder.reason ? text(`reminder.reason.${reminder.reason}`, { who }) : '';
    const said = why ? text('card.reminders.why', { state, why }) : state;
    return words(text('card.reminders.person', { who, said }));
  });
}
