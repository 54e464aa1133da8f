/** A lane per key within this process: what is done for one key is done one at a time, keys never wait for each other. */
export interface Lanes<Result> {
  /** Runs for this key: now, or after the run under way; whoever asks meanwhile shares that next run. */
  turn(key: string): Promise<Result>;
}

export function createLanes<Result>(run: (key: string) => Promise<Result>): Lanes<Result> {
  const running = new Map<string, Promise<Result>>();
  const next = new Map<string, Promise<Result>>();

  function begin(key: string): Promise<Result> {
    next.delete(key);
    const turn = run(key).finally(() => running.delete(key));
    running.set(key, turn);
    return turn;
  }

  return {
    turn(key) {
      const waiting = next.get(key);
      if (waiting) return waiting;
      const current = running.get(key);
      if (!current) return begin(key);
      const after = current.then(
        () => begin(key),
        () => begin(key),
      );
      next.set(key, after);
      return after;
    },
  };
}
