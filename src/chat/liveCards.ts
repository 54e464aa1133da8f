import { createHash } from 'node:crypto';
import type { ConversationReference } from 'botbuilder';
import type { Logger } from 'pino';
import { backOff } from '../lib/backOff.ts';
import type { Clock } from '../lib/clock.ts';
import type { Card } from './cards/card.ts';
import { type Connector, ConnectorError } from './connector.ts';

/** Between two updates of cards in one conversation; Teams allows 60 operations in 30 seconds per thread. */
const pause = 2_000;
/** The longest wait after failures in a row, whatever their number. */
const longestPause = 120_000;
/** Between two attempts in a chat that Rollcall may not speak in. */
const forbiddenPause = 3_600_000;
/** Cards under way at once: a chat that does not answer holds one of these places, no other chat. */
const mostAtOnce = 8;
/** The message or the chat is gone for good, or no message can hold the card. */
const gone = new Set([404, 410, 413]);
/** It was this card that the connector did not like; other failures are its conversation's. */
const malformed = 400;

/** A card that is behind, leased to whoever got it. */
export interface CardBehind {
  id: string;
  conversationId: string;
  reference: Partial<ConversationReference>;
  subject: string;
  activityId: string | null;
  wanted: number;
  digest: string | null;
  failures: { conversation: number; own: number };
}

/** What came of taking up a card; `gone`: what it showed is, or its message. */
export type CardOutcome = 'posted' | 'updated' | 'unchanged' | 'gone' | 'failed';

/** What this room needs of the store. */
export interface CardRows {
  add(
    id: string,
    conversationId: string,
    reference: Partial<ConversationReference>,
    subject: string,
  ): Promise<void>;
  move: CardRows['add'];
  touch(subject: string): Promise<void>;
  take(now: number, next: number): Promise<CardBehind | null>;
  shown(id: string, wanted: number, activityId: string, digest: string): Promise<void>;
  reopen(conversationId: string, at: number): Promise<void>;
  held(id: string, conversationId: string, retryAt: number, forbidden: boolean): Promise<void>;
  postponed(id: string, retryAt: number): Promise<void>;
  forget(id: string): Promise<void>;
}

interface CardPlace {
  id: string;
  reference: Partial<ConversationReference>;
}

export interface LiveCards {
  /**
   * Shows a subject in a conversation, kept up to date from now on; where it is shown there already, nothing is
   * added. `cardId` is the same whenever the same is asked for.
   */
  show(place: CardPlace, subject: string, cardId: string): Promise<void>;
  /** The same as a new message at the bottom; one that was there before points down. */
  move(place: CardPlace, subject: string, cardId: string): Promise<void>;
  /** The subject changed: its cards are updated, soon. */
  changed(subject: string): Promise<void>;
  /** Resolves when a card that is due now was posted, or could not be: what is said next stands below it. */
  posted(cardId: string): Promise<void>;
  /** Starts to update what is due now; called by the sweep as well, so that nothing stays behind. */
  flush(): void;
  /** Resolves when no update is under way. */
  idle(): Promise<void>;
}

/**
 * Keeps cards in chats equal to what they show: at most one update in two seconds per conversation across
 * instances, none in vain, always ending on the last state. Nobody waits for a card: a chat that does not answer is
 * tried again later, less and less often, and holds no other.
 * @param render the card of a subject, or null where it no longer exists
 * @param random from 0 to 1: keeps those who failed together from coming back together
 */
export function createLiveCards(needs: {
  rows: CardRows;
  connector: Pick<Connector, 'send' | 'update'>;
  render(subject: string, conversationId: string): Promise<Card | null>;
  clock: Clock;
  log: Logger;
  random?: () => number;
  /** Runs the work on one card, and may look at what came of it. */
  watched?: (subject: string, work: () => Promise<CardOutcome>) => Promise<CardOutcome>;
}): LiveCards {
  const { rows, connector, render, clock, log, random = Math.random } = needs;
  const { watched = (_, work) => work() } = needs;
  const running = new Map<string, Promise<void>>();
  let filling: Promise<void> | null = null;
  let again = false;

  /** Exponential with jitter, as Teams asks: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit */
  const later = (failures: number, atLeast = pause): number => {
    const grown = backOff({ first: pause, longest: longestPause }, failures + 1, random());
    return Math.round(clock.now() + Math.max(atLeast, pause, grown));
  };

  async function put(behind: CardBehind): Promise<CardOutcome> {
    const card = await render(behind.subject, behind.conversationId);
    if (!card) {
      await rows.forget(behind.id);
      return 'gone';
    }
    const digest = createHash('sha256').update(JSON.stringify(card)).digest('base64');
    if (behind.activityId && digest === behind.digest) {
      await rows.shown(behind.id, behind.wanted, behind.activityId, digest);
      await rows.reopen(behind.conversationId, clock.now());
      return 'unchanged';
    }
    if (behind.activityId) await connector.update(behind.reference, behind.activityId, { card });
    const activityId = behind.activityId ?? (await connector.send(behind.reference, { card }));
    await rows.shown(behind.id, behind.wanted, activityId, digest);
    return behind.activityId ? 'updated' : 'posted';
  }

  async function failed({ id, conversationId, failures }: CardBehind, error: unknown): Promise<void> {
    if (!(error instanceof ConnectorError)) {
      log.error({ err: error, card: id }, 'a card could not be made and will be tried again');
      await rows.postponed(id, later(failures.own));
      return rows.reopen(conversationId, clock.now());
    }
    const { status, retryAfterMs } = error;
    log.warn({ status, card: id, failures }, 'a card could not be updated');
    if (gone.has(status)) return rows.forget(id);
    if (status === malformed) return rows.postponed(id, later(failures.own));
    const retryAt =
      status === 403 ? clock.now() + forbiddenPause : later(failures.conversation, retryAfterMs ?? pause);
    await rows.held(id, conversationId, retryAt, status === 403);
  }

  function begin(behind: CardBehind): void {
    const shown = () =>
      put(behind).catch(async (error): Promise<CardOutcome> => {
        await failed(behind, error);
        return 'failed';
      });
    const work: Promise<void> = watched(behind.subject, shown)
      .then(() => undefined)
      .catch((error) => log.error({ err: error, card: behind.id }, 'a card is left to its lease'))
      .finally(() => {
        running.delete(behind.id);
        live.flush();
      });
    running.set(behind.id, work);
  }

  async function fill(): Promise<void> {
    do {
      again = false;
      while (running.size < mostAtOnce) {
        const now = clock.now();
        const behind = await rows.take(now, now + pause);
        if (!behind) break;
        begin(behind);
      }
    } while (again && running.size < mostAtOnce);
  }

  const live: LiveCards = {
    async show(place, subject, cardId) {
      await rows.add(cardId, place.id, place.reference, subject);
      live.flush();
    },
    async move(place, subject, cardId) {
      await rows.move(cardId, place.id, place.reference, subject);
      live.flush();
    },
    async changed(subject) {
      await rows.touch(subject);
      live.flush();
    },
    async posted(cardId) {
      await filling;
      await running.get(cardId);
    },
    flush() {
      again = true;
      filling ??= fill().then(
        () => {
          filling = null;
          if (again && running.size < mostAtOnce) live.flush();
        },
        (error) => {
          filling = null;
          log.warn({ err: error }, 'cards could not be looked for and wait for the next turn');
        },
      );
    },
    async idle() {
      while (filling || running.size > 0) await Promise.all([filling, ...running.values()]);
    },
  };
  return live;
}
