import type { Call, CallEvent, Participant } from '../../src/calling/call.ts';
import { createDesk, type Desk } from '../../src/calling/desk.ts';
import type { Effect, EffectResult } from '../../src/calling/effect.ts';
import type { Caps } from '../../src/calling/line.ts';
import type { Notification } from '../../src/calling/notification.ts';
import type { Performed } from '../../src/calling/perform.ts';
import { createLog, type Log } from '../../src/lib/log.ts';
import { type CallStore, callStore } from '../../src/store/calls.ts';
import type { FreshDatabase } from '../fixtures/database.ts';
import { botId, caps, graphId, person, request, rollcall, rules, start } from './fixtures.ts';

/** A Graph that answers what it is told to, and keeps what it was asked. */
export class FakeGraph {
  asked: { callId: string; effectId: string; effect: Effect }[] = [];
  people: Participant[] = [rollcall(), person('Alex')];
  state: 'establishing' | 'established' = 'established';
  /** Answers instead of the usual ones, by kind of effect; `hang` never answers. */
  answers: Partial<Record<Effect['kind'], (effect: Effect) => Promise<Performed> | Performed>> = {};
  now = (): number => start;

  kinds(): string[] {
    return this.asked.map((one) => one.effect.kind);
  }

  perform = async (call: Call, effectId: string, effect: Effect): Promise<Performed> => {
    this.asked.push({ callId: call.id, effectId, effect });
    const special = this.answers[effect.kind];
    if (special) return special(effect);
    const news = { graphId, state: this.state, myParticipantId: 'p-me' };
    switch (effect.kind) {
      case 'join':
        return { ok: true, result: { kind: 'join', news: { ...news, state: 'establishing' } } };
      case 'settle':
        return { ok: true, result: { kind: 'settle', askedAt: this.now(), news, participants: this.people } };
      case 'mute':
      case 'remove': {
        const results = effect.participantIds.map((participantId) => ({ participantId, failure: null }));
        return { ok: true, result: { kind: effect.kind, results } };
      }
      case 'invite':
        return {
          ok: true,
          result: { kind: 'invite', operationId: 'o', ended: false, ok: false, result: null },
        };
      default:
        return { ok: true, result: { kind: effect.kind } as EffectResult };
    }
  };
}

export const hang = () => new Promise<never>(() => undefined);
export const failure = (status: number, code = '', retryAfterMs?: number): Performed => ({
  ok: false,
  failure: {
    status,
    code,
    message: '',
    reference: 'r',
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  },
});

export class HandClock {
  time = start;
  now = (): number => this.time;
}

export interface Instance {
  desk: Desk;
  graph: FakeGraph;
  store: CallStore;
  shown: Call[];
}

/** One running Rollcall on a database; several on one are several instances. */
export function instance(
  database: FreshDatabase,
  clock: HandClock,
  graph = new FakeGraph(),
  leaseMs = 60_000,
  log: Log = createLog('silent'),
  allowed: Caps = caps,
): Instance {
  const store = callStore(database.db);
  graph.now = clock.now;
  const shown: Call[] = [];
  const desk = createDesk({
    store,
    urgent: callStore(database.urgent),
    perform: graph.perform,
    clock,
    log,
    botId,
    tenantId: request.tenantId,
    locale: 'en',
    rules: () => rules,
    caps: allowed,
    isAway: () => false,
    leaseMs,
    random: () => 0,
    onChanged: (call) => {
      shown.push(call);
    },
  });
  return { desk, graph, store, shown };
}

export const { id: _id, botId: _botId, ...joinRequest } = request;

/** Notifications as `receive` takes them, about the call with Graph's id. */
export const news = (...events: CallEvent[]): Notification[] =>
  events.map((event) => ({ callKey: graphId, event }));

export const established: CallEvent = { kind: 'callUpdated', news: { graphId, state: 'established' } };
export const terminated: Extract<CallEvent, { kind: 'callDeleted' }> = {
  kind: 'callDeleted',
  news: { graphId, state: 'terminated', result: { code: 200, subcode: 5003, message: '' } },
};
