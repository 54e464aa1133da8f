import { isGuid } from '../lib/guid.ts';
import type { Services } from './services.ts';
import type { Turn } from './turn.ts';

/**
 * The turn with the Entra ids of those mentioned: Teams' mentions carry only its own id (29:...), and a name alone
 * may belong to two people. Who cannot be told stays as they are, and is looked up by name.
 */
export async function withEntraIds(turn: Turn, { connector }: Pick<Services, 'connector'>): Promise<Turn> {
  if (turn.mentions.every(({ id }) => isGuid(id))) return turn;
  const mentions = await Promise.all(
    turn.mentions.map(async (mention) => {
      if (isGuid(mention.id)) return mention;
      const member = await connector.member(turn.place.reference, mention.mri).catch(() => null);
      return member?.id ? { ...mention, id: member.id } : mention;
    }),
  );
  return { ...turn, mentions };
}
