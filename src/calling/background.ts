/** Work that nobody waits for, counted so that it can be waited for at the end. */
import type { Log } from '../lib/log.ts';

export interface Background {
  /** Its failure is logged; the sweep takes it up again. */
  begin(what: string, work: Promise<unknown>): void;
  /** Resolves when none is under way. */
  idle(): Promise<void>;
}

export function createBackground(log: Log): Background {
  const busy = new Set<Promise<unknown>>();
  return {
    begin(what, work) {
      const tracked: Promise<unknown> = work
        .catch((error: unknown) => log.warn({ err: error }, `${what} failed`))
        .finally(() => busy.delete(tracked));
      busy.add(tracked);
    },
    async idle() {
      while (busy.size > 0) await Promise.allSettled([...busy]);
    },
  };
}
