import type { Text } from '../../locales/text.ts';
import { isOwn, type QuietHours, type Reminder } from '../../reminders/reminder.ts';
import { button } from './button.ts';
import { type Card, card, type Element } from './card.ts';
import { heading, line, quiet } from './elements.ts';
import { escaped } from './escape.ts';
import { nameOf } from './names.ts';
import { oftenOf } from './often.ts';
import { stateOf } from './reminderCard.ts';
import { momentOf } from './reminderFacts.ts';

/** More would crowd the card. */
const mostReminders = 8;

export interface RemindersView {
  /** Whose list it is. */
  personId: string;
  /** In the order to show. */
  reminders: readonly Reminder[];
  /** Others exist, which are not for the eyes of this chat. */
  elsewhere: number;
  remindersOff: boolean;
  ringsOff: boolean;
  quiet: QuietHours | null;
  formId: string;
}

/** The open reminders somebody set, and those set for them, each with a way out; and what they chose about rings. */
export function remindersCard(text: Text, view: RemindersView): Card {
  const title = text('card.myReminders.title');
  const shown = view.reminders.slice(0, mostReminders);
  const more = view.reminders.length - shown.length;
  const body: Element[] = [heading(title)];
  if (shown.length === 0) body.push(line(text('card.myReminders.none')));
  for (const reminder of shown) body.push(row(text, view.personId, reminder));
  if (more > 0) body.push(quiet(text('card.myReminders.more', { count: more })));
  if (view.elsewhere > 0) body.push(quiet(text('card.myReminders.elsewhere', { count: view.elsewhere })));
  const chosen = [
    ...(view.remindersOff ? [text('card.myReminders.off')] : []),
    ...(view.ringsOff ? [text('card.myReminders.ringsOff')] : []),
    ...(view.quiet ? [text('card.myReminders.quiet', { ...view.quiet })] : []),
  ];
  if (chosen.length > 0)
    body.push({ type: 'Container', separator: true, spacing: 'Medium', items: chosen.map(quiet) });
  const another = button('remindForm', text('card.myReminders.new'), { formId: view.formId });
  const byOthers = shown.some(({ by }) => by.id !== view.personId);
  return card(title, body, byOthers && !view.remindersOff ? [another, stop(text)] : [another]);
}

const stop = (text: Text) =>
  button(
    'stopReminders',
    text('card.myReminders.stop'),
    {},
    { confirm: { question: text('card.reminded.stopQuestion'), title: text('card.reminded.stopYes') } },
  );

function row(text: Text, personId: string, reminder: Reminder): Element {
  const own = reminder.by.id === personId;
  const whom = isOwn(reminder)
    ? text('card.myReminders.yours')
    : own
      ? text('card.myReminders.for', { who: nameOf(text, reminder.to.name) })
      : text('card.myReminders.from', { who: nameOf(text, reminder.by.name) });
  const said = escaped(reminder.text, 100);
  const plainly = reminder.state === 'scheduled' && reminder.attempts === 0 && !reminder.reason;
  const more = [
    momentOf(text, reminder.due),
    ...(reminder.every ? [oftenOf(text, reminder.every)] : []),
    ...(plainly ? [] : [stateOf(text, reminder, null)]),
  ];
  const cancel: Element = {
    type: 'ActionSet',
    actions: [button('cancelListed', text('card.myReminders.cancel'), { reminderId: reminder.id })],
  };
  return {
    type: 'ColumnSet',
    separator: true,
    spacing: 'Medium',
    columns: [
      { type: 'Column', width: 'stretch', items: [line(`**${whom}**: ${said}`), quiet(more.join(' · '))] },
      {
        type: 'Column',
        width: 'auto',
        verticalContentAlignment: 'Center',
        items: own ? [cancel] : [],
      },
    ],
  };
}
