/**
 * Where everything about calls comes in: saved first, decided on the call's own lane, carried out after that. Several
 * instances on one database share the work: the row's lock orders decisions, leases hand over what a dead one left.
 * A call that comes in, and every urgent effect, is decided and carried out over database connections of its own.
 */
import type { Clock } from '../lib/clock.ts';
import { isGuid } from '../lib/guid.ts';
import { derivedId, newId } from '../lib/ids.ts';
import type { Log } from '../lib/log.ts';
import { createTogether } from '../lib/together.ts';
import { createAdmission } from './admission.ts';
import type { Arrival } from './arrival.ts';
import { createBackground } from './background.ts';
import type { Call, CallEvent } from './call.ts';
import type { Rules } from './decide.ts';
import type { DeskStore, Folded } from './deskStore.ts';
import type { Decision } from './effect.ts';
import { fold, type WaitingEvent } from './fold.ts';
import { createInbox } from './inbox.ts';
import { newIncomingCall } from './incoming.ts';
import { createLanes } from './lanes.ts';
import type { Caps } from './line.ts';
import { type JoinRequest, newCall } from './newCall.ts';
import type { Notification } from './notification.ts';
import { createOutbox } from './outbox.ts';
import type { Perform } from './perform.ts';
import { newPlacedCall, type PlaceRequest } from './placed.ts';
import { createSharedTurns } from './sharedTurns.ts';
import { createSweep } from './sweep.ts';

export type { WaitingEvent } from './fold.ts';

export interface Desk {
  /** Brings Rollcall into a meeting; 'already' gives the live call that is in it. */
  start(request: Omit<JoinRequest, 'id' | 'botId'>): Promise<{ call: Call; joined: 'new' | 'already' }>;
  /** Has a call placed as soon as a line is free; the same id places it once. */
  place(request: PlaceRequest): Promise<{ call: Call; placed: 'new' | 'already' }>;
  /** Takes news from Graph, posted to the address of a call of ours or (null) to the bot's own. Resolves when saved. */
  receive(callId: string | null, notifications: readonly Notification[]): Promise<void>;
  /** Saves an event and gives the call as it is after deciding it; null where there is no such call. */
  tell(callId: string, event: CallEvent): Promise<Call | null>;
  /** Saves an event, to be decided after that; false where there is no such call. */
  post(callId: string, event: CallEvent): Promise<boolean>;
  get(id: string): Promise<Call | null>;
  liveIn(conversationId: string): Promise<Call[]>;
  liveOfMeeting(meetingId: string): Promise<Call | null>;
  recentIn(conversationId: string, count?: number): Promise<Call[]>;
  /**
   * The sweep: due timers, and whatever was left undecided or not carried out. Asks after every call at first.
   * Resolves when all of it is begun; `idle` tells when it is done.
   */
  tick(): Promise<void>;
  /** The part of the sweep that calls wait for which ring; it waits for nothing that the rest of it waits for. */
  tickUrgent(): Promise<void>;
  /** Resolves when nothing is being decided or carried out in this process. */
  idle(): Promise<void>;
  /** Takes up no further effects and waits for those in hand; what is left is for the next instance. */
  drain(): Promise<void>;
  /** Leaves what is still being carried out to the next instance. */
  handOver(): Promise<void>;
}

/** A lease must outlast any effect, a batch of mutes with its waits included. */
const defaultLease = 120_000;
/** As many calls of ours as are saved in one transaction. */
const placedTogether = 50;

export function createDesk(needs: {
  store: DeskStore;
  /** The same over connections of their own: for what cannot wait behind anything. */
  urgent: DeskStore;
  perform: Perform;
  clock: Pick<Clock, 'now'>;
  log: Log;
  botId: string;
  /** Where calls come in: Rollcall serves one tenant, and takes news with tokens for that one alone. */
  tenantId: string;
  locale: string;
  /** Asked at each decision, so that what changes meanwhile counts at once. */
  rules(): Rules;
  caps: Caps;
  /** Graph does not answer this instance: only what people wait for is placed. */
  isAway(): boolean;
  /** Hears of every call that a card shows otherwise than before, after it was saved. */
  onChanged(call: Call): void | Promise<void>;
  leaseMs?: number;
  random?(): number;
}): Desk {
  const { store, urgent, clock, log, botId, tenantId, locale, rules, onChanged } = needs;
  const { begin: inBackground, idle } = createBackground(log);

  const changed = (call: Call) => inBackground('showing a call', (async () => onChanged(call))());

  const outbox = createOutbox({
    ...needs,
    leaseMs: needs.leaseMs ?? defaultLease,
    inBackground,
    decide: (callId, isUrgent) => inBackground('deciding', (isUrgent ? urgentLanes : lanes).turn(callId)),
  });

  function decideEvents(call: Call, events: WaitingEvent[]): Decision {
    const decision = fold(call, events, rules(), (event, error) =>
      log.error({ err: error, call: call.id, event: event.kind }, 'an event could not be decided'),
    );
    const { rule, outcome } = decision.call.incoming ?? {};
    if (rule && !call.incoming?.rule)
      log.info({ call: call.id, rule, outcome: outcome?.do }, 'a rule of the front desk decided');
    return decision;
  }

  async function told(callId: string, folded: Folded | null): Promise<Call | null> {
    if (folded?.changed) changed(folded.call);
    if (folded?.changed && folded.call.phase === 'ended') inBackground('asking the line', admission.freed());
    if (folded?.urgent) await outbox.runUrgent(callId);
    return folded?.call ?? null;
  }

  const decided = createSharedTurns({
    alone: (callId) => store.fold(callId, decideEvents),
    together: (callIds) => store.foldFree(callIds, decideEvents),
  });

  const lanes = createLanes(async (callId: string) => {
    const folded = await decided(callId);
    const call = await told(callId, folded);
    if (folded?.effects) await outbox.run(callId);
    return call;
  });
  /** Beside the other, so that it never waits for a connection with it; the row's lock orders the two. */
  const urgentLanes = createLanes(async (callId: string) => {
    const call = await told(callId, await urgent.fold(callId, decideEvents));
    await outbox.runUrgent(callId);
    inBackground('carrying out', outbox.run(callId));
    return call;
  });

  const save = createInbox(store);
  const saveUrgent = createInbox(urgent);

  const sweep = createSweep({
    ...{ store, urgent, outbox, log, save, inBackground },
    now: () => clock.now(),
    turn: (callId) => lanes.turn(callId),
    urgentTurn: (callId) => urgentLanes.turn(callId),
  });

  const admission = createAdmission({
    ...{ store, log, caps: needs.caps, isAway: needs.isAway },
    now: () => clock.now(),
    decide: sweep.take,
  });

  const event = (callId: string | null, graphId: string | null, what: CallEvent) => ({
    callId,
    graphId,
    event: what,
    at: clock.now(),
  });

  const createPlaced = createTogether(store.createAll, placedTogether);

  /** Saves a call with its first decision, and begins what that asks for. */
  async function begin(create: DeskStore['create'], call: Call, first: CallEvent) {
    const decision = fold(call, [{ event: first, at: clock.now() }], rules(), (_event, error) => {
      throw error;
    });
    const { call: found, created } = await create(decision);
    if (created) changed(found);
    return { call: found, created };
  }

  /** A call that comes in: a row of its own, once, before Graph is told that we have it. */
  async function takeIn(graphId: string, arrival: Arrival): Promise<void> {
    const of = { id: newId(), botId, tenantId, locale, graphId };
    const call = newIncomingCall(of, arrival, clock.now());
    const begun = await begin(urgent.create, call, { kind: 'incomingCall' });
    if (begun.created) inBackground('carrying out', urgentLanes.turn(begun.call.id));
  }

  return {
    async start(request) {
      const call = newCall({ ...request, id: newId(), botId }, clock.now());
      const { call: found, created } = await begin(store.create, call, { kind: 'joinRequested' });
      if (created) await outbox.run(found.id);
      return { call: found, joined: created ? 'new' : 'already' };
    },

    async place(request) {
      const id = isGuid(request.id) ? request.id.toLowerCase() : derivedId('placed', request.id);
      const call = newPlacedCall(request, id, botId, clock.now());
      const add = () => begin(createPlaced, call, { kind: 'placeRequested' });
      const { added, told } = await admission.enter(id, add);
      const after = told && (await lanes.turn(id));
      return { call: after || added.call, placed: added.created ? 'new' : 'already' };
    },

    async receive(callId, notifications) {
      const known = notifications.flatMap((news) => ('event' in news ? news : []));
      const told = known.filter((news) => !news.arrival);
      try {
        for (const { callKey, arrival } of known) if (arrival) await takeIn(callKey, arrival);
        const own = callId?.toLowerCase() ?? null;
        const saved = await save(told.map((news) => event(own, news.callKey, news.event)));
        const lost = saved.filter((id) => id === null).length;
        if (lost > 0) log.warn({ call: callId, count: lost }, 'news of a call that is not ours');
        for (const id of new Set(saved)) if (id !== null) inBackground('deciding', lanes.turn(id));
      } catch (error) {
        sweep.missed(error);
        throw error;
      }
    },

    async tell(callId, what) {
      const isUrgent = what.kind === 'agentChose';
      const [saved] = await (isUrgent ? saveUrgent : save)([event(callId, null, what)]);
      if (!saved) return null;
      const turn = (isUrgent ? urgentLanes : lanes).turn(saved);
      inBackground('deciding', turn);
      return turn;
    },

    async post(callId, what) {
      const [saved] = await save([event(callId, null, what)]);
      if (saved) inBackground('deciding', lanes.turn(saved));
      return Boolean(saved);
    },

    get: (id) => store.get(id),
    liveIn: (conversationId) => store.liveIn(conversationId),
    liveOfMeeting: (meetingId) => store.liveOfMeeting(meetingId),
    recentIn: (conversationId, count = 10) => store.recentIn(conversationId, count),
    async tick() {
      inBackground('asking the line', admission.sweep());
      await sweep.tick();
    },
    tickUrgent: sweep.tickUrgent,

    idle,

    drain: () => outbox.stop().then(idle),
    handOver: outbox.handOver,
  };
}
