import type { Call } from '../calling/call.ts';
import { derivedId } from '../lib/ids.ts';
import type { Services } from './services.ts';

/** A line in the agents' chat for a call that nobody took; once, however often it is asked for and wherever they are. */
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

/**
 * The lines that an instance owed when it died: asked for with the queue's card, which is behind until it is shown. The
 * card matters more than they do, so that it waits for none that fails.
 */
export async function missedSince(
  services: Pick<Services, 'frontDesk' | 'liveCards' | 'calls' | 'tenantId' | 'log'>,
): Promise<void> {
  try {
    for (const call of await services.calls.incomingLive(services.tenantId)) await showMissed(call, services);
  } catch (error) {
    services.log.warn({ err: error }, 'a missed call could not be told of yet');
  }
}
