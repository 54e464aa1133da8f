import { AsyncLocalStorage } from 'node:async_hooks';
import type { Logger } from 'pino';
import { type Clock, moment } from '../lib/clock.ts';
import { untilAborted } from '../lib/deadline.ts';
import { ConnectorError } from './connector.ts';
import { longestWindow, pauseAfter, roomIn } from './pace.ts';

/** What is refused so often for another reason than a limit is refused for its own sake, and would hold up the others. */
const mostRefusals = 6;

interface Waiting {
  order: number;
  /** Epoch milliseconds. */
  until: number;
  /** Sends it; false where it has to wait longer. */
  attempt(): Promise<boolean>;
  reject(error: ConnectorError): void;
}

interface Chat {
  /** When something was sent, epoch milliseconds, oldest first. */
  times: number[];
  /** Not to be spoken to, in epoch milliseconds. */
  closed: { from: number; until: number };
  waiting: Waiting[];
  draining: boolean;
}

interface ChatQueues {
  /**
   * Sends something at once or, where its chat is throttled, after what waits there already: in order, one at a time.
   * @param patience milliseconds; what cannot be sent before they are over fails at once
   * @throws ConnectorError; 429 where patience is over
   */
  inTurn<T>(chatId: string, patience: number, act: () => Promise<T>): Promise<T>;
  /** Sends something at once or not at all: 429 where something waits or this share of what Teams takes is used. */
  ifRoom<T>(chatId: string, share: number, act: () => Promise<T>): Promise<T>;
  /** Waits no more: what waits fails. */
  leave(): void;
}

/**
 * A queue for each conversation, below what Teams takes there. A chat that nothing waits in costs no time, and one that
 * is throttled holds no other.
 * @param random from 0 to 1
 */
export function createChatQueues(needs: { clock: Clock; log: Logger; random?: () => number }): ChatQueues {
  const { clock, log, random = Math.random } = needs;
  const { pause = moment } = clock;
  const leaving = new AbortController();
  /** Where something was sent last stands last. */
  const chats = new Map<string, Chat>();
  let orders = 0;

  function chatOf(id: string): Chat {
    const now = clock.now();
    const chat = chats.get(id) ?? { times: [], closed: { from: 0, until: 0 }, waiting: [], draining: false };
    chats.delete(id);
    for (const [other, { times, closed, draining }] of chats) {
      if (draining || closed.until > now || (times.at(-1) ?? 0) > now - longestWindow) break;
      chats.delete(other);
    }
    chats.set(id, chat);
    chat.times = chat.times.filter((at) => at > now - longestWindow);
    return chat;
  }

  /** A clock that was set back opens a chat. */
  function waitOf({ times, closed }: Chat, share = 1): number {
    const now = clock.now();
    return Math.max(0, now < closed.from ? 0 : closed.until - now, roomIn(times, now, share));
  }

  const notYet = (wait: number) => new ConnectorError(429, wait, 'too much is said in this chat');

  /** Whether it is of use to try again; nothing else is sent there before. */
  function closes(chat: Chat, error: unknown, refusals: number): boolean {
    const wait = error instanceof ConnectorError ? pauseAfter(error, refusals, random()) : null;
    if (wait === null) return false;
    log.warn({ err: error, wait }, 'the connector wants to be asked later');
    const from = clock.now();
    chat.closed = { from, until: from + Math.max(wait, waitOf(chat)) };
    return (error as ConnectorError).status === 429 || refusals < mostRefusals;
  }

  async function drain(chat: Chat): Promise<void> {
    while (chat.waiting.length > 0) {
      const wait = waitOf(chat);
      const late = ({ until }: Waiting) => leaving.signal.aborted || until < clock.now() + wait;
      for (const { reject } of chat.waiting.filter(late)) reject(notYet(wait));
      chat.waiting = chat.waiting.filter((one) => !late(one));
      if (wait > 0 && chat.waiting.length > 0)
        await untilAborted(pause(wait), leaving.signal).catch(() => undefined);
      const [first] = chat.waiting;
      if (!first || leaving.signal.aborted) continue;
      if (await first.attempt()) chat.waiting = chat.waiting.filter((one) => one !== first);
    }
    chat.draining = false;
  }

  function enqueue(chat: Chat, one: Waiting): void {
    chat.waiting = [...chat.waiting, one].toSorted((a, b) => a.order - b.order);
    if (chat.draining) return;
    chat.draining = true;
    void drain(chat);
  }

  return {
    inTurn<T>(chatId: string, patience: number, act: () => Promise<T>) {
      const chat = chatOf(chatId);
      const { promise, resolve, reject } = Promise.withResolvers<T>();
      let refusals = 0;
      orders += 1;
      // Whoever empties the queue has a scope of its own.
      const actHere = AsyncLocalStorage.bind(act);
      const one: Waiting = {
        ...{ order: orders, until: clock.now() + patience, reject },
        async attempt() {
          chat.times.push(clock.now());
          try {
            resolve(await actHere());
          } catch (error) {
            refusals += 1;
            if (closes(chat, error, refusals)) return false;
            reject(error);
          }
          return true;
        },
      };
      if (chat.draining || waitOf(chat) > 0) enqueue(chat, one);
      else void one.attempt().then((over) => over || enqueue(chat, one));
      return promise;
    },

    async ifRoom(chatId, share, act) {
      const chat = chatOf(chatId);
      const wait = waitOf(chat, share);
      if (chat.draining || wait > 0) throw notYet(Math.max(wait, 1_000));
      chat.times.push(clock.now());
      try {
        return await act();
      } catch (error) {
        closes(chat, error, 1);
        throw error;
      }
    },

    leave: () => leaving.abort(),
  };
}
