/** Turns of calls that share a transaction: those that come while one is under way go together in the next. */
import { createTogether } from '../lib/together.ts';
import type { Folded } from './deskStore.ts';

/** What one transaction decides at most, so that none waits long for the rest. */
const mostTogether = 50;

/**
 * A turn of one call, in company where there is some. A call that somebody else is deciding, and all of those whose
 * transaction failed, have a turn of their own: none waits for another, or fails with it.
 * @param turns `together` gives by id what it could decide
 */
export function createSharedTurns(turns: {
  alone(callId: string): Promise<Folded | null>;
  together(callIds: readonly string[]): Promise<Map<string, Folded>>;
}): (callId: string) => Promise<Folded | null> {
  return createTogether<string, Folded | null>(async (callIds) => {
    const decided = await turns.together(callIds).catch(() => null);
    // Not waited for: a turn alone may wait for whoever holds its call.
    return callIds.map((callId) => decided?.get(callId) ?? turns.alone(callId));
  }, mostTogether);
}
