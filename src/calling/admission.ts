/** Asking the line for room: right after a call was placed, when one has ended, and by the sweep for what others left. */
import type { Log } from '../lib/log.ts';
import { createLanes } from './lanes.ts';
import { type Admitted, type Asked, askedOf, type Caps } from './line.ts';

/** What admission needs of the store; it holds across instances. */
export interface LineStore {
  admit(asked: Asked): Promise<Admitted>;
  anyWaiting(): Promise<boolean>;
}

export interface Admission {
  /**
   * Puts a call into the line and asks for it: whether it was told something, which whoever placed it then has decided.
   * @param add saves the call with its place in the line
   */
  enter<Added>(callId: string, add: () => Promise<Added>): Promise<{ added: Added; told: boolean }>;
  /** A call has ended: where others wait, one of them may go. */
  freed(): Promise<void>;
  /** The sweep's turn: looks first whether anybody waits. */
  sweep(): Promise<void>;
}

/**
 * @param needs `isAway`: Graph does not answer, so only what people wait for may go; `decide` has the events of these
 *   calls decided, in its own time
 */
export function createAdmission(needs: {
  store: LineStore;
  caps: Caps;
  log: Log;
  now(): number;
  isAway(): boolean;
  decide(callIds: readonly string[]): void;
}): Admission {
  const { store, caps, log, now, isAway, decide } = needs;
  /** Calls that are just entering here, and whether they were told something: that is decided there. */
  const entering = new Map<string, boolean>();
  let someWait = false;

  /** Whoever asks while the line is asked shares the next time. */
  const lanes = createLanes(async (): Promise<void> => {
    try {
      for (;;) {
        const admitted = await store.admit(askedOf(caps, now(), isAway() ? 0 : 1));
        someWait = admitted.waiting;
        decide(admitted.told.filter((id) => !entering.has(id)));
        for (const id of admitted.told) if (entering.has(id)) entering.set(id, true);
        if (!admitted.waiting || admitted.told.length === 0) break;
      }
    } catch (error) {
      log.warn({ err: error }, 'the line could not be asked and is asked again by the sweep');
    }
  });
  const ask = () => lanes.turn('line');

  return {
    async enter(callId, add) {
      entering.set(callId, false);
      try {
        const added = await add();
        if (!entering.get(callId)) await ask();
        return { added, told: entering.get(callId) === true };
      } finally {
        entering.delete(callId);
      }
    },
    async freed() {
      if (someWait) await ask();
    },
    async sweep() {
      if (await store.anyWaiting()) await ask();
    },
  };
}
