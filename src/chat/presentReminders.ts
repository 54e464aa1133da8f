import type { Text } from '../locales/text.ts';
import type { Reminders } from '../reminders/reminders.ts';
import type { Card } from './cards/card.ts';
import { plain } from './cards/escape.ts';
import { remindedCard } from './cards/remindedCard.ts';
import { reminderBatchCard } from './cards/reminderBatchCard.ts';
import { reminderCard } from './cards/reminderCard.ts';
import { mostPeople } from './cards/reminderPeople.ts';
import { movedCard } from './cards/spentCard.ts';
import type { Line } from './cards/views.ts';

export type RemindersShown = Pick<Reminders, 'get' | 'ofBatch' | 'firstOf' | 'someOf'>;

/**
 * The cards of reminders as they are now: the sender's, the reader's, and that of a batch; null for none. Of one that
 * came again only the last card has buttons.
 */
export function createReminderCards(needs: {
  text(locale: string): Text;
  reminders: RemindersShown;
  line(): Promise<Line>;
}) {
  const { text, reminders } = needs;
  return async (
    kind: 'reminder' | 'reminded' | 'reminders',
    id: string,
    moved: boolean,
  ): Promise<Card | null> => {
    if (kind === 'reminders') {
      const [first, counts, some, line] = await Promise.all([
        reminders.firstOf(id),
        reminders.ofBatch(id),
        reminders.someOf(id, mostPeople),
        needs.line(),
      ]);
      return first && reminderBatchCard(text(first.locale), { batchId: id, first, counts, some, line });
    }
    const reminder = await reminders.get(id);
    if (!reminder) return null;
    if (moved) return movedCard(text(reminder.locale), plain(reminder.text));
    return kind === 'reminder'
      ? reminderCard(text(reminder.locale), reminder, await needs.line())
      : remindedCard(text(reminder.locale), reminder);
  };
}
