import type { Call } from '../calling/call.ts';
import type { Clock } from '../lib/clock.ts';

/** How long a press waits for the outcome of what it asked for, before it says "still waiting". */
const longest = 2_500;

export interface Patience {
  /** The call once the control has its outcome, or as it is when patience ends. */
  of(call: Call, controlId: string): Promise<Call>;
  /** The call changed: whoever waits for something that has its outcome now goes on. */
  changed(call: Call): void;
  /** Ends the patience of those who have waited long enough; called by the sweep. */
  sweep(): void;
}

/** Lets a press show the outcome where it comes at once; nothing depends on it, the live card tells in any case. */
export function createPatience(clock: Clock): Patience {
  /** A press that is delivered twice waits twice. */
  const waiting = new Set<{ controlId: string; call: Call; until: number; done(call: Call): void }>();
  const finished = (call: Call, controlId: string): boolean => {
    const control = call.controls.find(({ id }) => id === controlId);
    return !control || control.finishedAt !== null;
  };
  return {
    of(call, controlId) {
      if (finished(call, controlId)) return Promise.resolve(call);
      const { promise, resolve } = Promise.withResolvers<Call>();
      waiting.add({ controlId, call, until: clock.now() + longest, done: resolve });
      return promise;
    },
    changed(call) {
      for (const wait of waiting) {
        if (wait.call.id !== call.id) continue;
        wait.call = call;
        if (!finished(call, wait.controlId)) continue;
        waiting.delete(wait);
        wait.done(call);
      }
    },
    sweep() {
      for (const wait of waiting) {
        if (clock.now() < wait.until) continue;
        waiting.delete(wait);
        wait.done(wait.call);
      }
    },
  };
}
