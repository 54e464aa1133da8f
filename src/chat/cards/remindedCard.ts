import type { Text } from '../../locales/text.ts';
import { isOpen, isOwn, type Reminder } from '../../reminders/reminder.ts';
import { button } from './button.ts';
import { type Action, type Card, card, type Element } from './card.ts';
import { heading, quiet, strong } from './elements.ts';
import { escaped, plain } from './escape.ts';
import { nameOf } from './names.ts';
import { oftenOf } from './often.ts';
import { momentOf, reminderText } from './reminderFacts.ts';
import { timeOf } from './time.ts';

/** Reasons that tell the reader why they are written to rather than rung. */
const told: ReadonlySet<string> = new Set([
  ...['noAnswer', 'busy', 'declined', 'unreachable', 'late', 'ringsOff', 'quietHours', 'presence'],
]);

/** A reminder in the chat of its reader: from whom, what, and the answers that the keys of a call give as well. */
export function remindedCard(text: Text, reminder: Reminder): Card {
  const who = nameOf(text, reminder.by.name);
  const title = isOwn(reminder) ? text('card.reminder.own') : text('card.reminded.from', { who });
  const body: Element[] = [heading(title), reminderText(reminder.text)];
  const when = momentOf(text, reminder.due);
  const often = reminder.every ? ` · ${oftenOf(text, reminder.every)}` : '';
  body.push(quiet(`${when}${often}`));
  const { state, reason } = reminder;
  if (state === 'written' && reason && told.has(reason))
    body.push(quiet(text(`card.reminded.reason.${reason}`)));
  const answered = answerOf(text, reminder);
  if (answered) body.push(strong(answered));
  const said = plain(reminder.text, 200);
  return card(
    text('card.reminded.summary', { title, said: escaped(said, 200) }),
    body,
    actions(text, reminder),
  );
}

/** What was answered, or what else became of it; null while an answer is waited for. */
function answerOf(text: Text, { state, wakeAt }: Reminder): string | null {
  switch (state) {
    case 'written':
      return null;
    case 'heard':
    case 'cancelled':
    case 'stopped':
      return text(`card.reminded.${state}`);
    case 'snoozed':
      return text('card.reminded.snoozed', { time: timeOf(wakeAt ?? 0) });
    default:
      return text('card.reminded.again');
  }
}

function actions(text: Text, reminder: Reminder): Action[] {
  if (reminder.state !== 'written') return [];
  const press = (answer: 'heard' | 'snooze') =>
    button('answerReminder', text(`card.reminded.press.${answer}`), { reminderId: reminder.id, answer });
  const known = [press('heard'), press('snooze')];
  if (isOwn(reminder)) {
    const cancel = button('cancelReminder', text('card.reminder.cancel'), { reminderId: reminder.id });
    return isOpen(reminder) ? [...known, cancel] : known;
  }
  const stop = button(
    'answerReminder',
    text('card.reminded.press.stop'),
    { reminderId: reminder.id, answer: 'stop' },
    { confirm: { question: text('card.reminded.stopQuestion'), title: text('card.reminded.stopYes') } },
  );
  return [...known, stop];
}
