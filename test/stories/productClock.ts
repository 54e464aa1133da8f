import type { Clock } from '../../src/lib/clock.ts';
import type { VirtualClock } from '../../src/simulator/clock.ts';

/**
 * A product clock on the simulator's: periodic work is done when the story moves the time. While a press waits for
 * its outcome the simulator's stands still, so this one alone can run ahead; the other follows.
 */
export function productClock(clock: VirtualClock) {
  let floor = 0;
  const pauses = new Set<{ until: number; end(): void }>();
  const now = () => Math.max(clock.now(), floor);
  const ahead = (ms: number) => {
    // Of a fraction no statement of the database would want to know.
    floor = Math.ceil(now() + ms);
  };
  const own: Clock = {
    now,
    every: () => () => undefined,
    pause: (ms) =>
      new Promise((resolve) => {
        const pause = { until: now() + ms, end: resolve };
        pauses.add(pause);
        // Where no story waits for it, its time passes by itself.
        setTimeout(() => {
          if (pauses.has(pause)) ahead(Math.max(0, pause.until - now()));
          pauses.delete(pause);
          resolve();
        }, 300).unref();
      }),
  };
  return {
    ...own,
    ahead,
    lead: () => now() - clock.now(),
    /** Milliseconds until the next pause is over; null while nothing pauses. */
    pausing: () =>
      pauses.size > 0 ? Math.max(0, Math.min(...[...pauses].map(({ until }) => until)) - now()) : null,
    /** Ends the pauses that are over. */
    wake() {
      for (const pause of pauses) {
        if (pause.until > now()) continue;
        pauses.delete(pause);
        pause.end();
      }
    },
  };
}
