import type { Text } from '../../locales/text.ts';
import type { Reminder } from '../../reminders/reminder.ts';
import type { VerbData } from '../verbs.ts';
import { button } from './button.ts';
import { type Card, card } from './card.ts';
import { heading, line, quiet } from './elements.ts';
import { namesOf } from './names.ts';
import { reminderFacts, reminderText } from './reminderFacts.ts';

/** The question before many people are rung, with how many, who, when and what; nothing is set yet. */
export function remindConfirmCard(
  text: Text,
  view: Pick<Reminder, 'text' | 'recording' | 'due' | 'every'> & {
    names: readonly string[];
    /** A sentence on those who are left out; null where nobody is. */
    leftOut: string | null;
    data: Omit<VerbData<'confirmBatch'>, 'how'>;
  },
): Card {
  const count = view.names.length;
  const question = text('card.remindConfirm.question', { count });
  return card(
    question,
    [
      ...[heading(question), line(namesOf(text, view.names, 12)), reminderText(view.text)],
      ...[reminderFacts(text, { ...view, how: 'ring' }), quiet(text('card.remindConfirm.how'))],
      ...(view.leftOut ? [quiet(view.leftOut)] : []),
    ],
    [
      button('confirmBatch', text('card.remindConfirm.ring', { count }), { ...view.data, how: 'ring' }),
      button('confirmBatch', text('card.remindConfirm.chat'), { ...view.data, how: 'chat' }),
    ],
  );
}
