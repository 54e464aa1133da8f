import { newId } from '../lib/ids.ts';
import type { Card } from './cards/card.ts';
import { remindersCard } from './cards/remindersCard.ts';
import type { Services } from './services.ts';
import type { Turn } from './turn.ts';

/**
 * The list of what somebody set and of what is set for them. Among others it shows those of this chat alone: what was
 * set elsewhere is not for everybody's eyes.
 */
export async function myReminders(turn: Turn, services: Services): Promise<Card> {
  const { reminders, rings, clock } = services;
  const [all, chosen, [mayRing]] = await Promise.all([
    reminders.listOf(turn.tenantId, turn.who.id),
    reminders.preferences(turn.who.id),
    rings.mayRing(turn.who, [turn.who], clock.now()),
  ]);
  const alone = turn.place.kind === 'personal';
  const shown = alone ? all : all.filter(({ conversationId }) => conversationId === turn.place.id);
  return remindersCard(services.text(turn.locale), {
    personId: turn.who.id,
    reminders: shown,
    elsewhere: all.length - shown.length,
    ...{ remindersOff: chosen.remindersOff, quiet: chosen.quiet, ringsOff: mayRing === 'off' },
    formId: newId(),
  });
}
