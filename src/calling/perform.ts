/**
 * Carries out what was decided: one switch over Effect, and the only place that controls calls in Graph. Nothing
 * here throws or retries; a failure is a value, and the call's own machine decides what it means.
 */
import type { RedirectTarget } from '../frontdesk/frontDesk.ts';
import { createAtMost } from '../lib/atMost.ts';
import type { Call, MeetingCoordinates, Participant } from './call.ts';
import type { Effect, EffectResult, Operation, ParticipantResult } from './effect.ts';
import type { CallNews, Failure } from './news.ts';
import { openOperations } from './outcomes.ts';
import { isBeginning, type PerformBeginning } from './performBeginning.ts';
import type { PerformTalk } from './performTalk.ts';
import type { Side } from './placed.ts';
import { playing } from './talkWaits.ts';

interface Ringing {
  tenantId: string;
  callId: string;
  /** Where Graph tells about the call from then on. */
  callbackUri: string;
}

/** Who runs the media of a call; `blob` is what a media host gave for it. */
export type MediaConfig = { hostedBy: 'service' } | { hostedBy: 'application'; blob: string };

/** What a request to Graph gives: its value, or why there is none. */
export type Asked<Value> = { ok: true; value: Value } | { ok: false; failure: Failure };

/**
 * The calling API of Graph as this room needs it; `graph/calls.ts` has it. None of these throws. `callId` is
 * Graph's id of the call, `tenantId` the tenant it lives in, `context` goes out as clientContext.
 */
export interface GraphCalls {
  /** POST /communications/calls with audio alone. */
  create(request: {
    tenantId: string;
    coordinates: MeetingCoordinates;
    subject: string;
    callbackUri: string;
    media: MediaConfig;
  }): Promise<Asked<CallNews>>;
  /** The same, ringing people; `applicationInstance`: the resource account through which numbers are called. */
  place(request: {
    tenantId: string;
    sides: readonly Side[];
    subject: string;
    callbackUri: string;
    media: MediaConfig;
    applicationInstance: string | null;
  }): Promise<Asked<CallNews>>;
  /** The first three are for a call that came in and still rings; Graph waits fifteen seconds for one of them. */
  answer(request: Ringing & { media: MediaConfig }): Promise<Asked<null>>;
  reject(request: Ringing & { reason: 'busy' | 'forbidden' | 'none' }): Promise<Asked<null>>;
  redirect(
    request: Ringing & { targets: readonly RedirectTarget[]; seconds: number | null },
  ): Promise<Asked<null>>;
  /** `to`: Entra object id; `replacesCallId`: Graph's id of a call of ours with that person. */
  transfer(request: {
    tenantId: string;
    callId: string;
    to: string;
    replacesCallId: string | null;
  }): Promise<Asked<null>>;
  get(request: { tenantId: string; callId: string }): Promise<Asked<CallNews>>;
  /** DELETE the call: Rollcall's own leg ends, the meeting goes on. */
  delete(request: { tenantId: string; callId: string }): Promise<Asked<null>>;
  keepAlive(request: { tenantId: string; callId: string }): Promise<Asked<null>>;
  participants(request: { tenantId: string; callId: string }): Promise<Asked<Participant[]>>;
  /** Twenty a `$batch`, one by one where the batch is refused; each participant has an outcome of its own. */
  muteMany(request: {
    tenantId: string;
    callId: string;
    participantIds: string[];
    context: string;
  }): Promise<Asked<ParticipantResult[]>>;
  /** As `muteMany`, each taken out of the call. */
  removeMany(request: {
    tenantId: string;
    callId: string;
    participantIds: string[];
  }): Promise<Asked<ParticipantResult[]>>;
  /** `operationId` null: Graph named none. `ended`: completed or failed in the answer, no notification follows. */
  invite(request: {
    tenantId: string;
    callId: string;
    person: { id: string; name: string; bot?: boolean };
    context: string;
    /** Graph's id of a call of ours with that person, who is moved over. */
    replacesCallId?: string;
  }): Promise<Asked<Operation>>;
  /** An operation that was started on the call, as it is now. */
  operation(request: { tenantId: string; callId: string; operationId: string }): Promise<Asked<Operation>>;
}

export type Performed = { ok: true; result: EffectResult } | { ok: false; failure: Failure };

/** Carries out one effect of a call; `effectId` is what Graph echoes as clientContext, `attempt` 1 for the first. */
export type Perform = (call: Call, effectId: string, effect: Effect, attempt: number) => Promise<Performed>;

/**
 * How Rollcall asks Graph for a call's effects; `publicUrl` is where Graph finds us. `begin` carries out what begins and
 * ends calls, `line` what is done on the line.
 */
export function createPerform(needs: {
  graph: GraphCalls;
  begin: PerformBeginning;
  line: PerformTalk;
  now(): number;
}): (call: Call, effectId: string, effect: Effect) => Promise<Performed> {
  const { graph, begin, line, now } = needs;
  const looks = createAtMost(mostLooks);

  return async (call, effectId, effect) => {
    if (isBeginning(effect)) return begin(call, effectId, effect);
    if (call.graphId === null) throw new Error(`${effect.kind} was planned before Graph named the call`);
    const where = { tenantId: call.tenantId, callId: call.graphId };
    switch (effect.kind) {
      case 'mute':
      case 'remove': {
        const { kind, participantIds, soFar = [] } = effect;
        const answer =
          kind === 'mute'
            ? await graph.muteMany({ ...where, participantIds, context: effectId })
            : await graph.removeMany({ ...where, participantIds });
        return given(answer, (results) => ({ kind, results: [...soFar, ...results] }));
      }
      case 'invite': {
        const answer = await graph.invite({ ...where, person: effect.person, context: effectId });
        return given(answer, (operation) => ({ kind: 'invite', ...operation }));
      }
      case 'moveHere': {
        const { person, replacesCallId } = effect;
        const answer = await graph.invite({ ...where, person, context: effectId, replacesCallId });
        return given(answer, (operation) => ({ kind: 'moveHere', ...operation }));
      }
      case 'transfer': {
        const { to, replacesCallId } = effect;
        return given(await graph.transfer({ ...where, to, replacesCallId }), () => ({ kind: 'transfer' }));
      }
      case 'keepAlive':
        return given(await graph.keepAlive(where), () => ({ kind: 'keepAlive' }));
      case 'settle': {
        const ask = () => settle(graph, where, now(), [...playing(call), ...openOperations(call)]);
        return call.phase === 'ringing' ? ask() : looks(ask);
      }
      case 'hangUp':
        return given(await graph.delete(where), () => ({ kind: 'hangUp' }));
      default:
        return line(call, effectId, effect);
    }
  };
}

export function given<Value>(answer: Asked<Value>, result: (value: Value) => EffectResult): Performed {
  return answer.ok ? { ok: true, result: result(answer.value) } : answer;
}

/**
 * Fresh looks under way at once. Each that finds no connection free opens one, and to greet Graph anew takes longer than
 * all else that a look does. A caller who hears ringing waits for none.
 */
const mostLooks = 32;

/** As many operations as one settle asks after; the others have the roster and their time. */
const mostOperations = 20;

/** A 404 for the call itself is an answer: there is no such call any more. A roster may be refused to one in the lobby. */
async function settle(
  graph: GraphCalls,
  where: { tenantId: string; callId: string },
  askedAt: number,
  operationIds: readonly string[],
): Promise<Performed> {
  const [call, participants, ...asked] = await Promise.all([
    graph.get(where),
    graph.participants(where),
    ...operationIds.slice(0, mostOperations).map((operationId) => graph.operation({ ...where, operationId })),
  ]);
  if (!call.ok && call.failure.status !== 404) return call;
  if (!call.ok) return { ok: true, result: { kind: 'settle', askedAt, news: null, participants: null } };
  if (!participants.ok && retryable(participants.failure)) return participants;
  const found = participants.ok ? participants.value : null;
  const operations = asked.flatMap((one) => (one.ok ? one.value : []));
  const more = operations.length > 0 ? { operations } : {};
  return { ok: true, result: { kind: 'settle', askedAt, news: call.value, participants: found, ...more } };
}

const retryable = ({ status }: Failure): boolean => status === 0 || status === 429 || status >= 500;
