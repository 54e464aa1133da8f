/** The simulator's time: the machine's own, or one that a test moves. */

export interface SimulatorClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs `task` once, `ms` from now; the returned function calls it off. */
  after(ms: number, task: () => void | Promise<void>): () => void;
  /** Counts `work` among what `settle` waits for. */
  track(work: Promise<unknown>): void;
  /** Resolves when nothing that was tracked is under way any more. */
  settle(): Promise<void>;
}

class Underway {
  readonly #work = new Set<Promise<unknown>>();

  track(work: Promise<unknown>): void {
    const entry = work.catch(() => undefined).finally(() => this.#work.delete(entry));
    this.#work.add(entry);
  }

  async settle(): Promise<void> {
    while (this.#work.size > 0) await Promise.all(this.#work);
  }
}

/** The machine's clock; its timers never keep the process alive. */
export class RealClock implements SimulatorClock {
  readonly #underway = new Underway();

  now(): number {
    return Date.now();
  }

  after(ms: number, task: () => void | Promise<void>): () => void {
    const timer = setTimeout(() => this.track(Promise.resolve().then(task)), ms);
    timer.unref();
    return () => clearTimeout(timer);
  }

  track(work: Promise<unknown>): void {
    this.#underway.track(work);
  }

  settle(): Promise<void> {
    return this.#underway.settle();
  }
}

interface Due {
  at: number;
  order: number;
  task: () => void | Promise<void>;
}

/** A clock that stands still until `advance`. */
export class VirtualClock implements SimulatorClock {
  #now: number;
  #order = 0;
  readonly #due = new Set<Due>();
  readonly #underway = new Underway();

  /** @param start milliseconds since the epoch; the machine's time when left out. */
  constructor(start: number = Date.now()) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, task: () => void | Promise<void>): () => void {
    const due: Due = { at: this.#now + Math.max(0, ms), order: this.#order++, task };
    this.#due.add(due);
    return () => this.#due.delete(due);
  }

  track(work: Promise<unknown>): void {
    this.#underway.track(work);
  }

  settle(): Promise<void> {
    return this.#underway.settle();
  }

  /**
   * Moves the time on by `ms`, running what falls due in its order and waiting, after each piece, for the
   * deliveries it started: when this resolves, everything that was sent has been answered.
   */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await this.settle();
    for (let next = this.#next(end); next; next = this.#next(end)) {
      this.#due.delete(next);
      this.#now = Math.max(this.#now, next.at);
      await next.task();
      await this.settle();
    }
    this.#now = end;
  }

  #next(end: number): Due | undefined {
    let first: Due | undefined;
    for (const due of this.#due) {
      if (due.at > end) continue;
      if (!first || due.at < first.at || (due.at === first.at && due.order < first.order)) first = due;
    }
    return first;
  }
}
