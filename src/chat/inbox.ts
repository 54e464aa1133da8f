import type { Activity, ConversationReference } from 'botbuilder';
import type { Logger } from 'pino';
import type { Clock } from '../lib/clock.ts';

/** A chat that something was heard from, and how to speak there. */
export interface HeardFrom {
  id: string;
  tenantId: string;
  reference: Partial<ConversationReference>;
}

/** A turn under way is kept from others so often, in milliseconds, well within its lease. */
const renewing = 20_000;
/** No turn takes longer, an answer that waits for its chat included; after that it is anybody's. */
const longestTurn = 900_000;

interface TurnId {
  id: string;
  conversationId: string;
}

/** What this room needs of the store. */
export interface InboundRows {
  /** Saves a turn, and with it the place it came from. */
  receive(
    activityId: string,
    conversationId: string,
    activity: Partial<Activity>,
    from: HeardFrom | null,
  ): Promise<boolean>;
  handled(activityId: string, conversationId: string): Promise<void>;
  takeAbandoned(): Promise<Partial<Activity>[]>;
  /** Any instance may take these up at once. */
  abandon(turns: TurnId[]): Promise<void>;
  /** Nobody else takes these up before their lease, from now, is over. */
  renew(turns: TurnId[]): Promise<void>;
}

export interface Inbox {
  /** Resolves when the turn is saved (or was before): whatever changes anything is done afterwards. */
  receive(activity: Partial<Activity>): Promise<void>;
  /** Keeps the turns under way from others, and takes up those that a dead instance left. */
  sweep(): Promise<void>;
  /** Resolves when no turn is under way. */
  idle(): Promise<void>;
  /** Leaves the turns under way to the next instance, to be handled once more. */
  handOver(): Promise<void>;
}

/**
 * Chat turns: saved, acknowledged, then handled, each once however often it is delivered.
 * @param heardFrom the place to remember with a turn; null for one that Rollcall does not speak in
 * @param handle carries a turn out, its answer included; it must not throw for what a person did wrong
 * @param ahead the same for a turn that changes nothing, begun beside its saving, saying nothing before that is over and
 *   nothing at all where it gave false; null for any other
 */
export function createInbox(needs: {
  rows: InboundRows;
  heardFrom(activity: Partial<Activity>): HeardFrom | null;
  handle(activity: Partial<Activity>): Promise<void>;
  ahead(activity: Partial<Activity>, saved: Promise<boolean>): Promise<void> | null;
  clock: Pick<Clock, 'now'>;
  log: Logger;
}): Inbox {
  const { rows, heardFrom, handle, ahead, clock, log } = needs;
  const running = new Map<Promise<void>, TurnId & { since: number; renewedAt: number }>();

  function run(activity: Partial<Activity>, answered = handle(activity)): void {
    const [since, renewedAt] = [clock.now(), clock.now()];
    const turn = { id: activity.id ?? '', conversationId: activity.conversation?.id ?? '', since, renewedAt };
    const work = answered
      .then(() => rows.handled(turn.id, turn.conversationId))
      .catch((error) => log.error({ err: error }, 'a turn failed and will be taken up again'))
      .finally(() => running.delete(work));
    running.set(work, turn);
  }

  async function renew(): Promise<void> {
    const now = clock.now();
    const due = [...running.values()].filter(
      ({ since, renewedAt }) => now - since < longestTurn && Math.abs(now - renewedAt) >= renewing,
    );
    if (due.length === 0) return;
    await rows.renew(due);
    for (const turn of due) turn.renewedAt = now;
  }

  return {
    async receive(activity) {
      const { id = '', conversation } = activity;
      const saving = rows.receive(id, conversation?.id ?? '', activity, heardFrom(activity));
      const saved = saving.catch(() => false);
      // The statement is on its way before anything else takes the processor.
      await new Promise(setImmediate);
      const begun = ahead(activity, saved);
      // Of one that is not answered nobody hears again.
      begun?.catch(() => undefined);
      if (await saving) run(activity, begun ?? undefined);
      // So is the answer, where it is ready: the acknowledgement can wait for that, as nobody waits for it.
      if (begun) await new Promise(setImmediate);
    },
    async sweep() {
      await renew();
      for (const activity of await rows.takeAbandoned()) run(activity);
    },
    async idle() {
      while (running.size > 0) await Promise.all(running.keys());
    },
    async handOver() {
      if (running.size > 0) await rows.abandon([...running.values()]);
    },
  };
}
