/** Servers that faults share, each started when the first of them asks for it. */
import { type Story, startStory } from '../stories/harness.ts';
import { type OwnProcess, ownProcess } from '../stories/ownProcess.ts';
import { clockFile, type Time, timeOf } from './time.ts';

export type Timed = OwnProcess & { time: Time };

export interface Servers {
  /** Product and simulator in this process, on one clock moved by hand. */
  story(): Promise<Story>;
  /** The product as a process of its own, on the machine's time as long as nobody moves it. */
  rollcall(): Promise<Timed>;
  /** Ends what was started; what is asked for afterwards is started anew. */
  close(): Promise<void>;
}

/** Nobody is rung too often in these rounds. */
export const oftenRung = { RINGS_PER_PERSON_PER_HOUR: '100000', RINGS_PER_SENDER_PER_HOUR: '100000' };

const loaded = ['./sayMemory.ts', './clockFromFile.ts'].map(
  (file) => `--import=${import.meta.resolve(file)}`,
);

export function lazyServers(): Servers {
  let story: Promise<Story> | undefined;
  let rollcall: Promise<Timed> | undefined;
  const started = async () => {
    const CLOCK_FILE = clockFile();
    const env = { ...oftenRung, NODE_OPTIONS: ['--expose-gc', ...loaded].join(' '), CLOCK_FILE };
    const process = await ownProcess(env);
    const time = timeOf(process, CLOCK_FILE);
    await time.step(0);
    await process.start();
    // Not copied: which process it is changes.
    return Object.assign(process, { time });
  };
  return {
    story() {
      story ??= startStory({ env: oftenRung });
      return story;
    },
    rollcall() {
      rollcall ??= started();
      return rollcall;
    },
    async close() {
      const open = [story, rollcall];
      story = undefined;
      rollcall = undefined;
      for (const one of open) await (await one)?.close();
    },
  };
}
