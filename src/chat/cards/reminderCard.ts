import type { Text } from '../../locales/text.ts';
import { isOpen, isOwn, type Reminder } from '../../reminders/reminder.ts';
import { button } from './button.ts';
import { type Action, type Card, card, type Element } from './card.ts';
import { heading, quiet, strong, line as words } from './elements.ts';
import { nameOf } from './names.ts';
import { momentOf, reminderFacts, reminderText } from './reminderFacts.ts';
import { timeOf } from './time.ts';
import type { Line } from './views.ts';

/** A reminder as its sender sees it: how it goes, and what can be done about it. */
export function reminderCard(text: Text, reminder: Reminder, line: Line): Card {
  const who = nameOf(text, reminder.to.name);
  const title = isOwn(reminder) ? text('card.reminder.own') : text('card.reminder.for', { who });
  // The one that waits for a line has not rung yet.
  const times = reminder.attempts - (reminder.state === 'waiting' ? 1 : 0);
  const rung: [string, string][] =
    times > 0 ? [[text('card.reminder.rung'), text('card.reminder.times', { count: times })]] : [];
  const state = stateOf(text, reminder, line);
  const body: Element[] = [heading(title), strong(state)];
  if (reminder.reason)
    body.push(words(text(`reminder.reason.${reminder.reason}`, { who: named(text, reminder) })));
  if (reminder.state === 'stopped' && !isOwn(reminder)) body.push(words(text('reminder.stopped', { who })));
  body.push(reminderText(reminder.text), reminderFacts(text, reminder, rung));
  if (comesAgain(reminder) && reminder.wakeAt !== null)
    body.push(quiet(text('card.reminder.next', { when: momentOf(text, reminder.wakeAt) })));
  if (!isOwn(reminder)) body.push(quiet(text('card.reminder.by', { who: nameOf(text, reminder.by.name) })));
  return card(text('card.reminder.summary', { title, state }), body, actions(text, reminder));
}

/** This time it is over, and another is to come. */
const comesAgain = ({ state, every }: Reminder): boolean =>
  every !== null && (state === 'heard' || state === 'written' || state === 'failed');

const named = (text: Text, reminder: Reminder): string =>
  isOwn(reminder) ? text('card.reminder.you') : nameOf(text, reminder.to.name);

/**
 * "Rings again at 3:05 PM": the state of a reminder in few words.
 * @param line null where the card is not told when that changes
 */
export function stateOf(
  text: Text,
  { state, attempts, reason, wakeAt, due }: Reminder,
  line: Line | null,
): string {
  const time = timeOf(wakeAt ?? due);
  if (state === 'snoozed') return text('reminder.state.snoozed', { time });
  if (state === 'waiting' && line) return text(`reminder.waits.${waitsFor(line)}`);
  if (state !== 'scheduled') return text(`reminder.state.${state}`);
  if (attempts > 0) return text('reminder.state.again', { time });
  return reason ? text('reminder.state.putOff', { time }) : text('reminder.state.scheduled');
}

const waitsFor = ({ paused, teamsAway }: Line): string => (paused ? 'paused' : teamsAway ? 'teams' : 'line');

function actions(text: Text, reminder: Reminder): Action[] {
  if (!isOpen(reminder)) return [];
  const data = { reminderId: reminder.id };
  const cancel = button('cancelReminder', text('card.reminder.cancel'), data, {
    confirm: {
      question: text(reminder.every ? 'card.reminder.cancelAll' : 'card.reminder.cancelOne'),
      title: text('card.reminder.cancelYes'),
    },
  });
  if (reminder.state === 'ringing' || reminder.state === 'waiting') return [cancel];
  return [button('rescheduleReminderForm', text('card.reminder.reschedule'), data), cancel];
}
