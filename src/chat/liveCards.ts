import { createHash } from 'node:crypto';
import type { ConversationReference } from 'botbuilder';
import type { Logger } from 'pino';
import type { Clock } from '../lib/clock.ts';
import { newId } from '../lib/ids.ts';
import type { Card } from './cards/card.ts';
import { type Connector, ConnectorError } from './connector.ts';

/** Between two updates of cards in one conversation; Teams allows 60 operations in 30 seconds per thread. */
const pause = 2_000;
/** After this many failures in a row a card is given up. */
const mostFailures = 8;
const permanent = new Set([400, 403, 404, 410, 413]);

interface CardBehind {
  id: string;
  conversationId: string;
  reference: Partial<ConversationReference>;
  subject: string;
  activityId: string | null;
  wanted: number;
  digest: string | null;
}

/** What this room needs of the store. */
export interface CardRows {
  add(
    id: string,
    conversationId: string,
    reference: Partial<ConversationReference>,
    subject: string,
  ): Promise<void>;
  touch(subject: string): Promise<void>;
  take(now: number, next: number): Promise<CardBehind | null>;
  shown(id: string, wanted: number, activityId: string, digest: string): Promise<void>;
  reopen(conversationId: string, at: number): Promise<void>;
  failed(id: string, conversationId: string, retryAt: number): Promise<number>;
  forget(id: string): Promise<void>;
}

export interface LiveCards {
  /** Shows a subject in a conversation: a new card, kept up to date from now on. `cardId` makes it happen once. */
  show(
    place: { id: string; reference: Partial<ConversationReference> },
    subject: string,
    cardId?: string,
  ): Promise<void>;
  /** The subject changed: its cards are updated, soon. */
  changed(subject: string): Promise<void>;
  /** Updates what is due now; called by the sweep as well, so that nothing stays behind. */
  flush(): Promise<void>;
}

/**
 * Keeps cards in chats equal to what they show: at most one update in two seconds per conversation across
 * instances, none in vain, always ending on the last state.
 * @param render the card of a subject, or null where it no longer exists
 */
export function createLiveCards(needs: {
  rows: CardRows;
  connector: Pick<Connector, 'send' | 'update'>;
  render(subject: string): Promise<Card | null>;
  clock: Clock;
  log: Logger;
}): LiveCards {
  const { rows, connector, render, clock, log } = needs;
  let flushing: Promise<void> | null = null;
  let again = false;

  async function put(behind: CardBehind): Promise<void> {
    const card = await render(behind.subject);
    if (!card) return rows.forget(behind.id);
    const digest = createHash('sha256').update(JSON.stringify(card)).digest('base64');
    if (behind.activityId && digest === behind.digest) {
      await rows.shown(behind.id, behind.wanted, behind.activityId, digest);
      return rows.reopen(behind.conversationId, clock.now());
    }
    try {
      if (behind.activityId) await connector.update(behind.reference, behind.activityId, { card });
      const activityId = behind.activityId ?? (await connector.send(behind.reference, { card }));
      await rows.shown(behind.id, behind.wanted, activityId, digest);
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      const failures = await rows.failed(
        behind.id,
        behind.conversationId,
        clock.now() + Math.max(error.retryAfterMs ?? 0, pause),
      );
      log.warn({ status: error.status, subject: behind.subject, failures }, 'a card could not be updated');
      if (permanent.has(error.status) || failures >= mostFailures) await rows.forget(behind.id);
    }
  }

  async function flushAll(): Promise<void> {
    do {
      again = false;
      for (;;) {
        const now = clock.now();
        const behind = await rows.take(now, now + pause);
        if (!behind) break;
        await put(behind);
      }
    } while (again);
  }

  const live: LiveCards = {
    async show(place, subject, cardId = newId()) {
      await rows.add(cardId, place.id, place.reference, subject);
      await live.flush();
    },
    async changed(subject) {
      await rows.touch(subject);
      await live.flush();
    },
    flush() {
      again = true;
      flushing ??= flushAll().finally(() => {
        flushing = null;
      });
      return flushing;
    },
  };
  return live;
}
