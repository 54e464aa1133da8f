/**
 * Carries out what was decided: one switch over Effect, and the only place that controls calls in Graph. Nothing
 * here throws or retries; a failure is a value, and the call's own machine decides what it means.
 */
import type {
  Call,
  CallNews,
  Effect,
  EffectResult,
  Failure,
  MeetingCoordinates,
  Participant,
  ResultInfo,
} from './call.ts';

/** What a request to Graph gives: its value, or why there is none. */
export type Asked<Value> = { ok: true; value: Value } | { ok: false; failure: Failure };

/**
 * The calling API of Graph as this room needs it; `graph/calls.ts` has it. None of these throws. `callId` is
 * Graph's id of the call, `tenantId` the tenant it lives in, `context` goes out as clientContext.
 */
export interface GraphCalls {
  /** POST /communications/calls with audio alone, hosted by the service. */
  create(request: {
    tenantId: string;
    coordinates: MeetingCoordinates;
    subject: string;
    callbackUri: string;
  }): Promise<Asked<CallNews>>;
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
  }): Promise<Asked<{ participantId: string; failure: Failure | null }[]>>;
  /** `operationId` null: Graph named none. `ended`: completed or failed in the answer, no notification follows. */
  invite(request: {
    tenantId: string;
    callId: string;
    person: { id: string; name: string; bot?: boolean };
    context: string;
  }): Promise<Asked<{ operationId: string | null; ended: boolean; ok: boolean; result: ResultInfo | null }>>;
  remove(request: { tenantId: string; callId: string; participantId: string }): Promise<Asked<null>>;
}

export type Performed = { ok: true; result: EffectResult } | { ok: false; failure: Failure };

/** Carries out one effect of a call; `effectId` is what Graph echoes as clientContext. */
export type Perform = (call: Call, effectId: string, effect: Effect) => Promise<Performed>;
