import { spentCard } from './cards/spentCard.ts';
import type { Services } from './services.ts';
import type { Turn } from './turn.ts';

/**
 * Puts a line in place of the form or question that was pressed, for everyone in the chat. A form that stays because
 * the chat could not be reached makes nothing twice.
 * @param said a whole sentence, from the texts
 */
export async function spend(
  turn: Turn,
  title: string,
  said: string,
  services: Pick<Services, 'connector' | 'text' | 'log'>,
): Promise<void> {
  if (!turn.cardActivityId) return;
  const card = spentCard(services.text(turn.locale), { title, said });
  await services.connector
    .update(turn.place.reference, turn.cardActivityId, { card })
    .catch((error) => services.log.warn({ err: error }, 'a form that was used could not be replaced'));
}
