/** Servers that faults share, each started when the first of them asks for it. */
import { type Story, startStory } from '../stories/harness.ts';
import { type OwnProcess, ownProcess } from '../stories/ownProcess.ts';

export interface Servers {
  /** Product and simulator in this process, on one clock moved by hand. */
  story(): Promise<Story>;
  /** The product as a process of its own, on the machine's time. */
  rollcall(): Promise<OwnProcess>;
  /** Ends what was started; what is asked for afterwards is started anew. */
  close(): Promise<void>;
}

/** Nobody is rung too often in these rounds, and a reminder once. */
export const oftenRung = {
  RINGS_PER_PERSON_PER_HOUR: '100000',
  RINGS_PER_SENDER_PER_HOUR: '100000',
  REMINDER_ATTEMPTS: '1',
};

const saysItsMemory = `--expose-gc --import=${import.meta.resolve('./sayMemory.ts')}`;

export function lazyServers(): Servers {
  let story: Promise<Story> | undefined;
  let rollcall: Promise<OwnProcess> | undefined;
  const started = async () => {
    const process = await ownProcess({ ...oftenRung, NODE_OPTIONS: saysItsMemory });
    await process.start();
    return process;
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
