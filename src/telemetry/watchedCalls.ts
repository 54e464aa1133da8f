/** What happens to calls, counted and told to their traces: news saved, turns decided, effects carried out. */
import type { Call } from '../calling/call.ts';
import type { DeskStore, Folded } from '../calling/deskStore.ts';
import type { Perform, Performed } from '../calling/perform.ts';
import type { Tracing } from './tracing.ts';

/** What came of one attempt at an effect. */
type EffectOutcome = 'done' | 'throttled' | 'refused' | 'failed' | 'mistake';

export interface CallMeters {
  /** Events decided together; `waitMs`: how long the oldest of them had waited for its turn. */
  decided(kinds: readonly string[], waitMs: number, ms: number): void;
  carriedOut(kind: string, outcome: EffectOutcome, ms: number): void;
}

interface Watch {
  tracing: Tracing;
  meters: CallMeters;
  now(): number;
}

type Decide = Parameters<DeskStore['fold']>[1];

/** What a turn was about, and what it asked for. */
interface Turn {
  before: Call['phase'];
  kinds: string[];
  effects: string[];
  /** How long the oldest of its events had waited, in milliseconds. */
  waitMs: number;
}

const kindOf = ({ placed, incoming }: Call): 'incoming' | 'placed' | 'meeting' =>
  incoming ? 'incoming' : placed ? 'placed' : 'meeting';

/** The same store; what is saved and decided through it becomes parts of the calls' traces. */
export function watchedStore<S extends DeskStore>(store: S, { tracing, meters, now }: Watch): S {
  /** `decide`, noting of each call what it was asked and said. */
  const noting =
    (turns: Map<string, Turn>, decide: Decide): Decide =>
    (call, events) => {
      const decision = decide(call, events);
      turns.set(call.id, {
        before: call.phase,
        kinds: events.map(({ event }) => event.kind),
        effects: decision.effects.map(({ effect }) => effect.kind),
        waitMs: Math.max(0, now() - Math.min(...events.map(({ at }) => at))),
      });
      return decision;
    };

  /** `ms`: of the transaction, which calls that are decided together share. */
  function tell({ call }: Folded, turn: Turn | undefined, ms: number): void {
    if (!turn) return;
    const { before, kinds, effects, waitMs } = turn;
    meters.decided(kinds, waitMs, ms);
    const told = { 'rollcall.phase': call.phase, 'rollcall.effects': effects, 'rollcall.wait_ms': waitMs };
    tracing.past(call.id, 'turn', ms, { 'rollcall.events': kinds, ...told });
    // Once: whoever decides the end holds the call's row.
    if (before !== 'ended' && call.phase === 'ended')
      tracing.ended(call.id, call.createdAt, now(), { 'rollcall.call': kindOf(call) });
  }

  const fold: DeskStore['fold'] = async (callId, decide) => {
    const since = performance.now();
    const turns = new Map<string, Turn>();
    const folded = await store.fold(callId, noting(turns, decide));
    if (folded) tell(folded, turns.get(callId), performance.now() - since);
    return folded;
  };

  const foldFree: DeskStore['foldFree'] = async (callIds, decide) => {
    const since = performance.now();
    const turns = new Map<string, Turn>();
    const decided = await store.foldFree(callIds, noting(turns, decide));
    for (const [id, folded] of decided) tell(folded, turns.get(id), performance.now() - since);
    return decided;
  };

  const saveEvents: DeskStore['saveEvents'] = async (events) => {
    const since = performance.now();
    const calls = await store.saveEvents(events);
    const ms = performance.now() - since;
    for (const [index, { event, graphId }] of events.entries()) {
      const call = calls[index];
      const name = graphId === null ? 'event' : 'notification';
      if (call) tracing.past(call, `${name} ${event.kind}`, ms, {});
    }
    return calls;
  };

  return { ...store, fold, foldFree, saveEvents };
}

function outcomeOf(performed: Performed): EffectOutcome {
  if (performed.ok) return 'done';
  const { status } = performed.failure;
  if (status === 429) return 'throttled';
  return status >= 400 && status < 500 ? 'refused' : 'failed';
}

/** The same hand; what it carries out is counted, and Graph's requests become parts of it. */
export function watchedPerform(perform: Perform, { tracing, meters }: Watch): Perform {
  return (call, effectId, effect, attempt) =>
    tracing.span(call.id, `effect ${effect.kind}`, { 'rollcall.attempt': attempt }, async (note) => {
      const since = performance.now();
      let outcome: EffectOutcome = 'mistake';
      try {
        const performed = await perform(call, effectId, effect, attempt);
        outcome = outcomeOf(performed);
        const { status = 0, reference = '' } = performed.ok ? {} : performed.failure;
        if (performed.ok) note({ 'rollcall.outcome': outcome });
        else
          note.failed({
            'rollcall.outcome': outcome,
            'rollcall.status': status,
            'graph.request_id': reference,
          });
        return performed;
      } finally {
        meters.carriedOut(effect.kind, outcome, performance.now() - since);
      }
    });
}
