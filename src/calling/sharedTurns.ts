/** Turns of calls that share a transaction: those that come while enough are under way go together in the next. */
import type { Folded } from './deskStore.ts';

/** Enough to keep the database busy; more would only make each of them smaller. */
const transactions = 1;
/** What one of them decides at most, so that none waits long for the rest. */
const mostTogether = 50;

interface Waiting {
  callId: string;
  resolve(folded: Folded | null | Promise<Folded | null>): void;
}

/**
 * A turn of one call, in company where there is some. A call that somebody else is deciding, and all of those whose
 * transaction failed, have a turn of their own: none waits for another, or fails with it.
 * @param turns `together` gives by id what it could decide
 */
export function createSharedTurns(turns: {
  alone(callId: string): Promise<Folded | null>;
  together(callIds: readonly string[]): Promise<Map<string, Folded>>;
}): (callId: string) => Promise<Folded | null> {
  const waiting: Waiting[] = [];
  let underWay = 0;

  async function decideWaiting(): Promise<void> {
    underWay += 1;
    while (waiting.length > 0) {
      const some = waiting.splice(0, mostTogether);
      const decided = await turns.together(some.map(({ callId }) => callId)).catch(() => null);
      // Not waited for: a turn alone may wait for whoever holds its call.
      for (const { callId, resolve } of some) resolve(decided?.get(callId) ?? turns.alone(callId));
    }
    underWay -= 1;
  }

  return (callId) =>
    new Promise((resolve) => {
      waiting.push({ callId, resolve });
      if (underWay < transactions) void decideWaiting();
    });
}
