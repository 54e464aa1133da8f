import { Refusal } from '../../lib/errors.ts';
import { derivedId } from '../../lib/ids.ts';
import { audited } from '../audited.ts';
import type { Services } from '../services.ts';
import type { Turn } from '../turn.ts';

/** `/frontdesk here`: this chat takes the calls from now on. `/frontdesk`: which chat does. */
export async function frontdesk(turn: Turn, rest: string, services: Services): Promise<void> {
  const text = services.text(turn.locale);
  if (/^here$/i.test(rest.trim())) return bind(turn, services);
  if (rest.trim()) throw new Refusal('error.frontDeskHow');
  const chat = await services.frontDesk.chat();
  if (!chat) return services.reply(turn, { text: text('desk.none') });
  if (chat.conversationId !== turn.place.id) return services.reply(turn, { text: text('desk.elsewhere') });
  await showQueue(turn, services);
  await services.reply(turn, { text: text('desk.here') });
}

async function bind(turn: Turn, services: Services): Promise<void> {
  await services.access.require('frontDesk', turn, { meeting: null, call: null });
  if (turn.place.kind === 'personal') throw new Refusal('error.frontDeskWhere');
  const before = await services.frontDesk.chat();
  await audited(turn, 'bindFrontDesk', { id: turn.place.id, invited: [] }, services, () =>
    services.frontDesk.bind(turn.place.id, turn.who, services.clock.now()),
  );
  await showQueue(turn, services);
  // A chat that took calls before says that it does no more.
  if (before && before.conversationId !== turn.place.id) await services.liveCards.changed(subjectOf(turn));
  await services.reply(turn, { text: services.text(turn.locale)('desk.bound') });
}

const subjectOf = ({ tenantId }: Turn): string => `frontdesk:${tenantId}`;

/** The queue's card at the bottom of this chat. */
async function showQueue(turn: Turn, services: Services): Promise<void> {
  const cardId = derivedId('card', turn.id);
  await services.liveCards.move(turn.place, subjectOf(turn), cardId);
  await services.liveCards.posted(cardId);
}
