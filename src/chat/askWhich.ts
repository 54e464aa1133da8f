import { choosePersonCard } from './cards/choosePersonCard.ts';
import type { Services } from './services.ts';
import type { Turn } from './turn.ts';

/** Asks "Which Alex?"; the answer comes back as a press that does it to that one and to those who were clear. */
export async function askWhich(
  turn: Turn,
  callId: string,
  command: string,
  meant: { name: string; several: { id: string; name: string; address?: string }[]; sure: { id: string }[] },
  services: Services,
): Promise<void> {
  const people = meant.several.map((one) => ({ id: one.id, name: one.name, detail: one.address ?? null }));
  const card = choosePersonCard(services.text(turn.locale), {
    pick: { callId, command },
    name: meant.name,
    people,
    also: meant.sure.map(({ id }) => id),
  });
  await services.reply(turn, { card });
}
