/** Finds out about a call that comes in what the rules ask for, while Graph waits for an answer. */
import type { Caller, Facts, FrontDesk } from './frontDesk.ts';
import { wanted } from './route.ts';

/** How long presence is waited for; after that it is as if unknown. */
const presenceBudget = 400;

type Kept = Pick<Facts, 'blocked' | 'agentsChat' | 'waiting' | 'flood' | 'recent'>;

export interface ScreenParts {
  current(): { desk: FrontDesk };
  /** What the database knows; `callId`, ours, does not count itself. */
  kept(callId: string, caller: Caller, now: number): Promise<Kept>;
  /** Graph's availability by object id; may reject. */
  presenceOf(ids: readonly string[], deadlineMs: number): Promise<Record<string, string>>;
  now(): number;
}

/** @returns a function that rejects only where the database does not answer */
export function createScreen({ current, kept, presenceOf, now }: ScreenParts) {
  return async (callId: string, caller: Caller, callee: Facts['callee']): Promise<Facts> => {
    const at = now();
    const people = wanted(current().desk).presenceOf;
    const [found, presence] = await Promise.all([
      kept(callId, caller, at),
      people.length > 0 ? presenceOf(people, presenceBudget).catch(() => ({})) : {},
    ]);
    return { ...found, caller, callee, presence, now: at };
  };
}
