import { Refusal } from '../lib/errors.ts';
import { derivedId } from '../lib/ids.ts';
import type { Import } from '../reminders/import.ts';
import { mistakeLine, mostMistakes } from './cards/importCard.ts';
import type { Services } from './services.ts';
import type { Turn } from './turn.ts';

/** All mistakes are written out where a message holds them. */
const mostWritten = 60;
const mostCharacters = 6_000;

/**
 * Checks the file that was dropped and asks, on a card, whether to schedule what is good in it.
 * @throws Refusal for several files, in a group, or for a file that cannot be read
 */
export async function importDropped(turn: Turn, services: Services): Promise<void> {
  const [file, ...others] = turn.files;
  if (turn.place.kind !== 'personal') throw new Refusal('error.importWhere');
  if (!file || others.length > 0) throw new Refusal('error.importOne');
  const { tenantId, who, place, locale, zone } = turn;
  const id = derivedId('import', turn.id);
  const wanted = { id, tenantId, by: who, conversationId: place.id, locale, zone, file };
  const imported = await services.imports.check(wanted, services.clock.now());
  const cardId = derivedId('card', turn.id);
  await services.liveCards.show(place, `import:${id}`, cardId);
  await services.liveCards.posted(cardId);
  const list = writtenOut(turn, imported, services);
  if (list) await services.reply(turn, { text: list });
}

/** The whole list where the card shows only its beginning; null where it shows all, or where nobody would read it. */
function writtenOut(turn: Turn, { mistakes }: Import, services: Pick<Services, 'text'>): string | null {
  if (mistakes.length <= mostMistakes || mistakes.length > mostWritten) return null;
  const text = services.text(turn.locale);
  const lines = mistakes.map((mistake) => `- ${mistakeLine(text, mistake)}`);
  const whole = [text('import.all'), '', ...lines].join('\n');
  return whole.length > mostCharacters ? null : whole;
}
