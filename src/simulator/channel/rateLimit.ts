/**
 * Teams' limits for one bot in one conversation.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
 */

export type LimitedOperation = 'send' | 'create' | 'members';

interface Window {
  count: number;
  seconds: number;
}

const sending: readonly Window[] = [
  { count: 7, seconds: 1 },
  { count: 8, seconds: 2 },
  { count: 60, seconds: 30 },
  { count: 1800, seconds: 3600 },
];

const reading: readonly Window[] = [
  { count: 14, seconds: 1 },
  { count: 16, seconds: 2 },
  { count: 120, seconds: 30 },
  { count: 3600, seconds: 3600 },
];

const limits: Record<LimitedOperation, readonly Window[]> = {
  send: sending,
  create: sending,
  members: reading,
};

/** What was exceeded, and after how many whole seconds there is room again. */
export interface Exceeded extends Window {
  retryAfter: number;
}

export class RateLimiter {
  readonly #admitted = new Map<string, number[]>();

  /** Counts one operation at `now` (milliseconds), or says which limit stands against it; refused ones don't count. */
  admit(conversationId: string, operation: LimitedOperation, now: number): Exceeded | null {
    const key = `${operation} ${conversationId}`;
    const times = (this.#admitted.get(key) ?? []).filter((at) => now - at < 3_600_000);
    let worst: Exceeded | null = null;
    for (const window of limits[operation]) {
      const oldest = times.at(-window.count);
      const frees = oldest === undefined ? 0 : oldest + window.seconds * 1000 - now;
      const retryAfter = Math.ceil(frees / 1000);
      if (frees > 0 && (!worst || retryAfter > worst.retryAfter)) worst = { ...window, retryAfter };
    }
    if (!worst) times.push(now);
    this.#admitted.set(key, times);
    return worst;
  }
}
