/** Every second: due timers, and whatever was left undecided or not carried out, by this instance or one that is gone. */
import type { Log } from '../lib/log.ts';
import type { IncomingEvent, SaveEvents } from './inbox.ts';
import type { Outbox } from './outbox.ts';

/** What the sweep needs of the store. */
export interface SweepStore {
  undecidedCalls(): Promise<string[]>;
  /** Of those, the ones where somebody waits for Rollcall to answer. */
  undecidedRinging(): Promise<string[]>;
  fireTimers(now: number): Promise<string[]>;
  liveIds(): Promise<string[]>;
  isLost(error: unknown): boolean;
}

/** Turns that the sweep has under way at once: half of the database's connections are for what comes in. */
const sweptAtOnce = 8;
/** Events that one statement saves. */
const savedAtOnce = 500;

export function createSweep(needs: {
  store: SweepStore;
  /** The same over connections of their own. */
  urgent: SweepStore;
  outbox: Outbox;
  log: Log;
  now(): number;
  save: (events: IncomingEvent[]) => ReturnType<SaveEvents>;
  turn(callId: string): Promise<unknown>;
  urgentTurn(callId: string): Promise<unknown>;
  inBackground(what: string, work: Promise<unknown>): void;
}) {
  const { store, urgent, outbox, log, now, save, turn, urgentTurn, inBackground } = needs;
  /** Calls whose turn the sweep has found, and those it has begun. */
  const found = new Set<string>();
  const swept = new Set<string>();
  /** Whether every live call was asked after since we started, or since the database came back. */
  let reconciled = false;

  /** Asks after every live call; their cards are touched where a call changes, whoever shows them. */
  async function reconcile(): Promise<void> {
    const ids = await store.liveIds();
    for (let from = 0; from < ids.length; from += savedAtOnce) {
      const some = ids.slice(from, from + savedAtOnce);
      const at = now();
      await save(some.map((callId) => ({ callId, graphId: null, event: { kind: 'doubted' }, at })));
    }
    reconciled = true;
  }

  /** A call that another instance holds takes one of the turns, never all of them. */
  function sweepOn(): void {
    for (const id of found) {
      if (swept.size >= sweptAtOnce) return;
      if (swept.has(id)) continue;
      found.delete(id);
      swept.add(id);
      const begun = turn(id).finally(() => {
        swept.delete(id);
        sweepOn();
      });
      inBackground('deciding', begun);
    }
  }

  /** What came while the database was away was refused with 503 and may never come again. */
  function missed(error: unknown): void {
    if (store.isLost(error)) reconciled = false;
  }

  /** What cannot wait: timers, the calls that ring, urgent effects; none of it over connections that others use. */
  async function tickUrgent(): Promise<void> {
    try {
      for (const id of await urgent.fireTimers(now())) found.add(id);
      for (const id of await urgent.undecidedRinging()) inBackground('deciding', urgentTurn(id));
      await outbox.runUrgent(null);
    } catch (error) {
      missed(error);
      log.error({ err: error }, 'the sweep of calls that ring failed');
    }
  }

  return {
    missed,
    /** Has these decided, in its own time. */
    take(callIds: readonly string[]): void {
      for (const id of callIds) found.add(id);
      sweepOn();
    },
    tickUrgent,
    /** Asks after every call at first. Resolves when all of it is begun. */
    async tick(): Promise<void> {
      await tickUrgent();
      try {
        if (!reconciled) await reconcile();
        for (const id of await store.undecidedCalls()) found.add(id);
        // Not waited for: a call that cannot be decided now must not keep the others' timers from firing.
        sweepOn();
        await outbox.run(null);
      } catch (error) {
        missed(error);
        log.error({ err: error }, 'the sweep failed');
      }
    },
  };
}
