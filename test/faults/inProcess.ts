/** The product and the simulator in this process, for faults that kill nobody: rounds on a clock moved by hand. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Database } from '../../src/store/database.ts';
import type { Random } from '../fixtures/random.ts';
import { type Story, startStory } from '../stories/harness.ts';
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
  /** Settings of the product that differ. */
  env?: object;
  /** Where its rows are, where that is not the story's own database. */
  database?: Pick<Database, 'db' | 'close'>;
}

export async function busyScene(trouble: Trouble): Promise<Scene> {
  const { strike, calm, patience: longestWait = 120_000, asksFor, database } = trouble;
  AbortSignal.timeout = (ms) => realTimeout(patience.has(ms) ? longest : ms);
  const often = { RINGS_PER_PERSON_PER_HOUR: '10000', RINGS_PER_SENDER_PER_HOUR: '10000' };
  const story = await startStory({ env: { ...often, ...trouble.env } });
  return {
    round: (random) =>
      busyRound({
        ...{ story, random, asksFor, patience: longestWait, db: (database ?? story.database).db },
        strike: () => strike(story, random),
        async calm() {
          await calm?.(story);
          await story.control('DELETE', '/faults');
        },
      }),
    memory: async () => held(),
    async close() {
      await story.close();
      await database?.close();
      AbortSignal.timeout = realTimeout;
    },
  };
}
