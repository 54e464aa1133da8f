/** The product and the simulator in this process, for faults that kill nobody: rounds on a clock moved by hand. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Random } from '../fixtures/random.ts';
import type { Story } from '../stories/harness.ts';
import { busyRound } from './busy.ts';
import type { Scene } from './fault.ts';

const realTimeout = AbortSignal.timeout.bind(AbortSignal);
/** What the product waits for longer than this is waited for as long as this: nobody answers it in these rounds. */
const longest = 400;
const patience = new Set([3_000, 6_000, 10_000, 20_000]);

/** Bytes that this process cannot let go of. */
export function held(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

/** What goes wrong in a busy few minutes, and how it is made good. */
export interface Trouble {
  strike(story: Story, random: Random): Promise<void>;
  /** The simulator's faults are taken away when left out. */
  calm?(story: Story): Promise<void>;
  /** How long everything may take to be true afterwards, in milliseconds of the story; two minutes when left out. */
  patience?: number;
  asksFor?: (status: number) => boolean;
  /** Once it is in the meeting, never before. */
  late?: boolean;
  /** Notifications can be lost: in the end one more is, and nothing else happens. */
  untold?: boolean;
}

/** @param db where the product's rows are, where that is not the story's own database */
export function busyScene(story: Story, trouble: Trouble, db = story.database.db): Scene {
  const { strike, calm, patience: longestWait = 120_000, asksFor } = trouble;
  AbortSignal.timeout = (ms) => realTimeout(patience.has(ms) ? longest : ms);
  return {
    round: (random) =>
      busyRound({
        ...{
          story,
          random,
          asksFor,
          late: trouble.late,
          untold: trouble.untold,
          patience: longestWait,
          db,
        },
        strike: () => strike(story, random),
        async calm() {
          await calm?.(story);
          await story.control('DELETE', '/faults');
        },
      }),
    memory: async () => held(),
    async close() {
      AbortSignal.timeout = realTimeout;
    },
  };
}
