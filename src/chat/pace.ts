import { backOff } from '../lib/backOff.ts';

/**
 * What Teams takes of one bot in one conversation: sends, updates and typing indicators alike. Its limit by the hour is
 * left to its own word: nobody keeps that long a record for it.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
 */
const windows = [
  { count: 7, ms: 1_000 },
  { count: 8, ms: 2_000 },
  { count: 60, ms: 30_000 },
] as const;

/** Older operations count no more. */
export const longestWindow = 30_000;

/** Answers may take all there is; what is less urgent leaves room for them. */
export const shares = { answer: 1, update: 0.75, typing: 0.4 } as const;

/**
 * How many milliseconds from `now` there is room for one operation more.
 * @param times when operations were sent, in epoch milliseconds, oldest first
 * @param share of what Teams takes, from 0 to 1
 */
export function roomIn(times: readonly number[], now: number, share: number): number {
  // A clock that was set back ends the wait.
  const past = times.filter((at) => at <= now);
  const waits = windows.map(({ count, ms }) => {
    const hindering = past.at(-Math.max(1, Math.floor(count * share)));
    return hindering === undefined ? 0 : hindering + ms - now;
  });
  return Math.max(0, ...waits);
}

/** Teams asks to be asked again after these: a limit, a precondition of its own, a gateway. */
const passing: ReadonlySet<number> = new Set([412, 429, 502, 504]);
const spacing = { first: 1_000, longest: 30_000 };

/**
 * How many milliseconds to leave a conversation alone after the connector refused something; null where trying again is
 * no use. What Teams said itself, else exponential; with jitter.
 * @param refusals in a row, this one counted
 * @param random from 0 to 1
 */
export function pauseAfter(
  { status, retryAfterMs }: { status: number; retryAfterMs: number | null },
  refusals: number,
  random: number,
): number | null {
  if (!passing.has(status)) return null;
  if (retryAfterMs !== null) return retryAfterMs + Math.round(random * 250);
  return backOff(spacing, refusals, random);
}
