/** Carrying out what was decided: takes effects from their lanes, asks Graph, saves what came of it as an event. */
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { createTogether } from '../lib/together.ts';
import type { Call, CallEvent } from './call.ts';
import type { Effect, Lane } from './effect.ts';
import type { Failure } from './news.ts';
import type { Perform, Performed } from './perform.ts';
import {
  isPointless,
  isRepeatable,
  isSpared,
  isSpent,
  isUncertain,
  restOf,
  retryDelay,
  retryOfRest,
} from './retry.ts';

/** An effect that is ours to carry out until its lease runs out. */
export interface TakenEffect {
  id: string;
  lane: Lane;
  call: Call;
  effect: Effect;
  /** How often it was taken: 1 for the first. */
  attempt: number;
  /** Of those, how often it was certainly not sent, which is no attempt. */
  spared: number;
  outlivesCall: boolean;
  /** An instance that is gone had sent it. */
  wasSent: boolean;
  /** It would ring somebody, and all outgoing calls are paused. */
  paused: boolean;
}

/** What came of a taken effect; `event` null: nothing. */
export interface FinishedEffect extends Pick<TakenEffect, 'id' | 'attempt'> {
  event: CallEvent | null;
  at: number;
}

/** What the outbox needs of the store. */
export interface EffectStore {
  takeEffects(
    callIds: readonly string[] | null,
    now: number,
    leaseMs: number,
    which: 'urgent' | 'others',
  ): Promise<TakenEffect[]>;
  finishEffects(finished: readonly FinishedEffect[]): Promise<boolean[]>;
  /** `rest`: what is left of the effect, where some of it was done. */
  postponeEffect(
    taken: { id: string; attempt: number },
    notBefore: number,
    rest: Effect | null,
    spared: boolean,
  ): Promise<void>;
  /** Any instance may take these at once, as left by one that is gone. */
  releaseEffects(taken: readonly { id: string; attempt: number }[]): Promise<void>;
}

export interface Outbox {
  /** Begins what can be done now for a call but what is urgent, or (null) all for every call; resolves when begun. */
  run(callId: string | null): Promise<void>;
  /** The same for what cannot wait, over connections of its own. */
  runUrgent(callId: string | null): Promise<void>;
  /** Takes nothing more. */
  stop(): Promise<void>;
  /** Takes nothing more, and leaves what is in hand to the next instance: it may have been sent, or not. */
  handOver(): Promise<void>;
}

/**
 * Longer than anything urgent takes, so short that another instance can still answer a call that a dead one was about to
 * answer: Graph waits fifteen seconds.
 */
const urgentLease = 10_000;
/** As many calls, and as many effects, as share a statement. */
const mostTogether = 50;

export function createOutbox(needs: {
  store: EffectStore;
  urgent: EffectStore;
  perform: Perform;
  clock: Pick<Clock, 'now'>;
  log: Log;
  leaseMs: number;
  /** From 0 to 1. */
  random?(): number;
  inBackground(what: string, work: Promise<unknown>): void;
  /** Called when something came of an effect, for the call to decide on it. */
  decide(callId: string, isUrgent: boolean): void;
}): Outbox {
  const { store, urgent, perform, clock, log, leaseMs, inBackground, decide } = needs;
  const { random = Math.random } = needs;
  let stopped = false;
  const inHand = new Set<TakenEffect>();

  const rowsOf = ({ lane }: TakenEffect): EffectStore => (lane === 'urgent' ? urgent : store);

  async function take(which: 'urgent' | 'others', callIds: readonly string[] | null): Promise<void> {
    if (stopped) return;
    const [rows, lease] = which === 'urgent' ? [urgent, Math.min(leaseMs, urgentLease)] : [store, leaseMs];
    for (const taken of await rows.takeEffects(callIds, clock.now(), lease, which)) {
      inHand.add(taken);
      inBackground(
        'carrying out',
        carryOut(taken).finally(() => inHand.delete(taken)),
      );
    }
  }

  const takeOf = createTogether<string, void>(async (callIds) => {
    await take('others', callIds);
    return callIds.map(() => undefined);
  }, mostTogether);

  const finish = createTogether<FinishedEffect, boolean>(
    (finished) => store.finishEffects(finished),
    mostTogether,
  );

  async function carryOut(taken: TakenEffect): Promise<void> {
    const { id, call, effect, attempt } = taken;
    const event = await outcome(taken);
    if (event === 'later') return;
    if (event?.kind === 'effectFailed') {
      const { status, code, reference } = event.failure;
      log.warn({ call: call.id, effect: effect.kind, attempt, status, code, reference }, 'Graph refused');
    }
    const finished = { id, attempt, event, at: clock.now() };
    await (taken.lane === 'urgent' ? urgent.finishEffects([finished]) : finish(finished));
    // Also when nothing came of it: the next of its lane may go.
    decide(call.id, taken.lane === 'urgent');
  }

  async function outcome(taken: TakenEffect): Promise<CallEvent | 'later' | null> {
    const { id: effectId, call, effect } = taken;
    const attempt = taken.attempt - taken.spared;
    if (call.phase === 'ended' && !taken.outlivesCall) return null;
    if (taken.wasSent && !isRepeatable(effect)) return { kind: 'outcomeUnknown', effectId };
    // It may be the very effect that ends each instance which takes it.
    if (taken.wasSent && isSpent(effect, attempt - 1))
      return { kind: 'effectFailed', effectId, failure: givenUp(taken), of: effect.kind };
    if (isPointless(call, effect))
      return { kind: 'effectFailed', effectId, failure: notNeeded(taken), of: effect.kind };
    if (taken.paused) return { kind: 'linePaused' };
    const performed = await attempted(taken);
    const delay = performed.ok
      ? retryOfRest(effect, performed.result, attempt, random())
      : retryDelay(effect, performed.failure, attempt, random());
    if (delay !== null) {
      const status = performed.ok ? 'some' : performed.failure.status;
      log.info({ call: call.id, effect: effect.kind, attempt, status, delay }, 'trying again');
      const rest = performed.ok ? restOf(effect, performed.result, attempt) : null;
      const spared = !performed.ok && isSpared(performed.failure);
      await rowsOf(taken).postponeEffect(taken, clock.now() + delay, rest, spared);
      return 'later';
    }
    if (performed.ok) return { kind: 'effectDone', effectId, result: performed.result };
    const { failure } = performed;
    return isUncertain(effect, failure)
      ? { kind: 'outcomeUnknown', effectId }
      : { kind: 'effectFailed', effectId, failure, of: effect.kind };
  }

  async function attempted({ id, call, effect, attempt }: TakenEffect): Promise<Performed> {
    try {
      return await perform(call, id, effect, attempt);
    } catch (error) {
      log.error({ err: error, call: call.id, effect: effect.kind }, 'an effect could not be carried out');
      const failure: Failure = { status: 0, code: 'mistake', message: '', reference: id };
      return { ok: false, failure };
    }
  }

  const ownFailure = (code: string, { id }: TakenEffect): Failure => ({
    ...{ status: 0, code, message: '', reference: id },
  });
  const givenUp = (taken: TakenEffect) => ownFailure('timeout', taken);
  const notNeeded = (taken: TakenEffect) => ownFailure('notNeeded', taken);

  return {
    run: (callId) => (callId === null ? take('others', null) : takeOf(callId)),
    runUrgent: (callId) => take('urgent', callId === null ? null : [callId]),
    async stop() {
      stopped = true;
    },
    async handOver() {
      stopped = true;
      if (inHand.size === 0) return;
      log.warn({ effects: inHand.size }, 'effects in hand are left to the next instance');
      await urgent.releaseEffects([...inHand]);
    },
  };
}
