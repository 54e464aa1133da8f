import { Refusal } from '../lib/errors.ts';
import { derivedId } from '../lib/ids.ts';
import { mostMistakes } from './cards/importCard.ts';
import { writtenMistakes } from './importMistakes.ts';
import type { Services } from './services.ts';
import type { Turn } from './turn.ts';

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
  // The card has room for the first of them.
  if (imported.mistakes.length <= mostMistakes) return;
  for (const list of writtenMistakes(services.text(turn.locale), imported.mistakes))
    await services.reply(turn, { text: list });
}
