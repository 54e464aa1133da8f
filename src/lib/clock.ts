/** Where the product reads the time and has periodic work done; tests hand over one they move by hand. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs `task` every `ms` milliseconds, never twice at once, until the returned function is called. */
  every(ms: number, task: () => Promise<void>): () => void;
  /** Resolves after so many milliseconds; where there is none, of the machine's time. */
  pause?(ms: number): Promise<void>;
}

/** The machine's own clock. A task that is still running when its next turn comes is not started again. */
export const systemClock: Clock = {
  now: () => Date.now(),
  every(ms, task) {
    let running = false;
    const timer = setInterval(async () => {
      if (running) return;
      running = true;
      try {
        await task();
      } finally {
        running = false;
      }
    }, ms);
    timer.unref();
    return () => clearInterval(timer);
  },
};

/** A moment of real time, in milliseconds: for a start that must wait for another process, never for a decision. */
export const moment = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
