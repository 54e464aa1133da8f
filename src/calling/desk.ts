/**
 * Where everything about calls comes in: saved first, decided on the call's own lane, carried out after that. Several
 * instances on one database share the work: the row's lock orders decisions, leases hand over what a dead one left.
 */
import type { Clock } from '../lib/clock.ts';
import { newId } from '../lib/ids.ts';
import type { Log } from '../lib/log.ts';
import type { Call, CallEvent } from './call.ts';
import { type JoinRequest, newCall, type Rules } from './decide.ts';
import type { Decision } from './effect.ts';
import { createErrands, type EffectStore } from './errands.ts';
import { fold, type WaitingEvent } from './fold.ts';
import { createInbox, type SaveEvents } from './inbox.ts';
import { createLanes } from './lanes.ts';
import type { Notification } from './notification.ts';
import type { Perform } from './perform.ts';

export type { TakenEffect } from './errands.ts';
export type { WaitingEvent } from './fold.ts';

/** What became of a call's turn; `changed`: a card of it must change. */
export interface Folded {
  call: Call;
  changed: boolean;
}

/** What the desk needs of the store. */
export interface DeskStore extends EffectStore {
  create(decision: Decision): Promise<{ call: Call; created: boolean }>;
  fold(callId: string, fold: (call: Call, events: WaitingEvent[]) => Decision): Promise<Folded | null>;
  saveEvents: SaveEvents;
  undecidedCalls(): Promise<string[]>;
  fireTimers(now: number): Promise<string[]>;
  get(id: string): Promise<Call | null>;
  liveOfMeeting(meetingId: string): Promise<Call | null>;
  liveIn(conversationId: string): Promise<Call[]>;
  recentIn(conversationId: string, count: number): Promise<Call[]>;
  liveIds(): Promise<string[]>;
  /** Whether an error means that the database was not there, rather than that it refused one thing. */
  isLost(error: unknown): boolean;
}

export interface Desk {
  /** Brings Rollcall into a meeting; 'already' gives the live call that is in it. */
  start(request: Omit<JoinRequest, 'id' | 'botId'>): Promise<{ call: Call; joined: 'new' | 'already' }>;
  /** Takes news from Graph, posted to the address of a call of ours or (null) to the bot's own. Resolves when saved. */
  receive(callId: string | null, notifications: readonly Notification[]): Promise<void>;
  /** Saves an event and gives the call as it is after deciding it; null where there is no such call. */
  tell(callId: string, event: CallEvent): Promise<Call | null>;
  get(id: string): Promise<Call | null>;
  liveIn(conversationId: string): Promise<Call[]>;
  liveOfMeeting(meetingId: string): Promise<Call | null>;
  recentIn(conversationId: string, count?: number): Promise<Call[]>;
  /**
   * The sweep: due timers, and whatever was left undecided or not carried out. Asks after every call at first.
   * Resolves when all of it is begun; `idle` tells when it is done.
   */
  tick(): Promise<void>;
  /** Resolves when nothing is being decided or carried out in this process. */
  idle(): Promise<void>;
  /** Takes up no further effects and waits for those in hand; what is left is for the next instance. */
  drain(): Promise<void>;
}

/** A lease must outlast any effect, a batch of mutes with its waits included. */
const defaultLease = 120_000;
/** Turns that the sweep has under way at once: half of the database's connections are for what comes in. */
const sweptAtOnce = 8;
/** Events that one statement saves. */
const savedAtOnce = 500;

export function createDesk(needs: {
  store: DeskStore;
  perform: Perform;
  clock: Pick<Clock, 'now'>;
  log: Log;
  botId: string;
  rules: Rules;
  /** Hears of every call that a card shows otherwise than before, after it was saved. */
  onChanged(call: Call): void | Promise<void>;
  leaseMs?: number;
}): Desk {
  const { store, clock, log, botId, rules, onChanged } = needs;
  const busy = new Set<Promise<unknown>>();
  /** Calls whose turn the sweep has found, and those it has begun. */
  const found = new Set<string>();
  const swept = new Set<string>();
  /** Whether every live call was asked after since we started, or since the database came back. */
  let reconciled = false;

  /** Work that nobody waits for: counted by `idle`, its failure logged; the sweep takes it up again. */
  function inBackground(what: string, work: Promise<unknown>): void {
    const tracked: Promise<unknown> = work
      .catch((error: unknown) => log.warn({ err: error }, `${what} failed`))
      .finally(() => busy.delete(tracked));
    busy.add(tracked);
  }

  const changed = (call: Call) => inBackground('showing a call', (async () => onChanged(call))());

  const errands = createErrands({
    ...needs,
    leaseMs: needs.leaseMs ?? defaultLease,
    inBackground,
    decide: (callId) => inBackground('deciding', lanes.turn(callId)),
  });

  const lanes = createLanes(async (callId: string) => {
    const folded = await store.fold(callId, (call, events) =>
      fold(call, events, rules, (event, error) =>
        log.error({ err: error, call: callId, event: event.kind }, 'an event could not be decided'),
      ),
    );
    if (folded?.changed) changed(folded.call);
    await errands.run(callId);
    return folded?.call ?? null;
  });

  const save = createInbox(store);

  /** Asks after every live call; their cards are touched where a call changes, whoever shows them. */
  async function reconcile(): Promise<void> {
    const ids = await store.liveIds();
    for (let from = 0; from < ids.length; from += savedAtOnce) {
      const some = ids.slice(from, from + savedAtOnce);
      await save(some.map((callId) => event(callId, null, { kind: 'doubted' })));
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
      const turn = lanes.turn(id).finally(() => {
        swept.delete(id);
        sweepOn();
      });
      inBackground('deciding', turn);
    }
  }

  /** What came while the database was away was refused with 503 and may never come again. */
  function missed(error: unknown): void {
    if (store.isLost(error)) reconciled = false;
  }

  const event = (callId: string | null, graphId: string | null, what: CallEvent) => ({
    callId,
    graphId,
    event: what,
    at: clock.now(),
  });

  return {
    async start(request) {
      const call = newCall({ ...request, id: newId(), botId }, clock.now());
      const asked = { event: { kind: 'joinRequested' } as const, at: clock.now() };
      const decision = fold(call, [asked], rules, (_event, error) => {
        throw error;
      });
      const { call: found, created } = await store.create(decision);
      if (!created) return { call: found, joined: 'already' };
      changed(found);
      await errands.run(found.id);
      return { call: found, joined: 'new' };
    },

    async receive(callId, notifications) {
      const known = notifications.flatMap((news) => ('event' in news ? news : []));
      const saved = await save(
        known.map((news) => event(callId?.toLowerCase() ?? null, news.callKey, news.event)),
      ).catch((error: unknown) => {
        missed(error);
        throw error;
      });
      const lost = saved.filter((id) => id === null).length;
      if (lost > 0) log.warn({ call: callId, count: lost }, 'news of a call that is not ours');
      for (const id of new Set(saved)) if (id !== null) inBackground('deciding', lanes.turn(id));
    },

    async tell(callId, what) {
      const [saved] = await save([event(callId, null, what)]);
      if (!saved) return null;
      const turn = lanes.turn(saved);
      inBackground('deciding', turn);
      return turn;
    },

    get: (id) => store.get(id),
    liveIn: (conversationId) => store.liveIn(conversationId),
    liveOfMeeting: (meetingId) => store.liveOfMeeting(meetingId),
    recentIn: (conversationId, count = 10) => store.recentIn(conversationId, count),

    async tick() {
      try {
        if (!reconciled) await reconcile();
        for (const id of await store.fireTimers(clock.now())) found.add(id);
        for (const id of await store.undecidedCalls()) found.add(id);
        // Not waited for: a call that cannot be decided now must not keep the others' timers from firing.
        sweepOn();
        await errands.run(null);
      } catch (error) {
        missed(error);
        log.error({ err: error }, 'the sweep failed');
      }
    },

    async idle() {
      while (busy.size > 0) await Promise.allSettled([...busy]);
    },

    async drain() {
      errands.stop();
      while (busy.size > 0) await Promise.allSettled([...busy]);
    },
  };
}
