import type { Call } from '../calling/call.ts';
import { derivedId } from '../lib/ids.ts';
import type { Services } from './services.ts';

/** A line in the agents' chat for a call that nobody took; once, however often the call changes. */
export async function showMissed(
  { id, incoming }: Call,
  { frontDesk, liveCards }: Pick<Services, 'frontDesk' | 'liveCards'>,
): Promise<void> {
  if (incoming?.became !== 'missed') return;
  const chat = await frontDesk.chat();
  if (!chat) return;
  const place = { id: chat.conversationId, reference: chat.reference };
  await liveCards.show(place, `missed:${id}`, derivedId('missed', id));
}
