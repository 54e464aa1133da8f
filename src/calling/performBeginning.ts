/**
 * Carries out how calls begin: joining, placing, answering or sending on what comes in, and what calls of ours tell each
 * other. Each call has a callbackUri of its own: a notification that comes before Graph's answer still finds it.
 */
import type { Caller, Facts } from '../frontdesk/frontDesk.ts';
import { untilAborted } from '../lib/deadline.ts';
import { normalGuid } from '../lib/ids.ts';
import type { Call, CallEvent } from './call.ts';
import type { Effect, IncomingEffect, PlacingEffect } from './effect.ts';
import { errandCallId } from './errandCalls.ts';
import type { CallNews, Failure } from './news.ts';
import { type Asked, type GraphCalls, given, type MediaConfig, type Performed } from './perform.ts';
import type { PlaceRequest } from './placed.ts';

type Beginning =
  | Extract<Effect, { kind: 'join' }>
  | Exclude<PlacingEffect, { kind: 'moveHere' }>
  | IncomingEffect;

export type PerformBeginning = (call: Call, effectId: string, effect: Beginning) => Promise<Performed>;

const kinds: readonly Effect['kind'][] = [
  ...(['join', 'place', 'startErrand', 'tellCall', 'tellReminder'] as const),
  ...(['screen', 'answer', 'reject', 'redirect'] as const),
];

/** Milliseconds; the answer waits behind it, and Graph for the answer. */
const longestScreen = 2_000;

/** Whether an effect is one of these. */
export const isBeginning = (effect: Effect): effect is Beginning => kinds.includes(effect.kind);

/** What an external media host gives for a call of ours; graph/mediaHost.ts asks it. Never throws. */
export type AskMediaHost = (callId: string) => Promise<Asked<{ blob: string }>>;

/** What a call came to that was placed for a reminder; the same may be told again. Throws where it cannot be saved. */
export type TellReminder = (told: { reminderId: string; callId: string; value: string }) => Promise<void>;

/**
 * @param needs `publicUrl`: where Graph finds us; `applicationInstance`: the resource account for calling numbers;
 *   `mediaHost` null: media is Graph's alone; `place` and `post` are the desk's; `locale`: that of agents, who are asked
 *   whether they take a caller; `screen` finds out what the rules of the front desk ask for, and rejects where it cannot;
 *   `tellReminder` hears what calls for reminders came to
 */
export function createPerformBeginning(needs: {
  graph: Pick<GraphCalls, 'create' | 'place' | 'answer' | 'reject' | 'redirect'>;
  publicUrl: string;
  applicationInstance: string | null;
  mediaHost: AskMediaHost | null;
  locale: string;
  screen(callId: string, caller: Caller, callee: Facts['callee']): Promise<Facts>;
  place(request: PlaceRequest): Promise<unknown>;
  post(callId: string, event: CallEvent): Promise<boolean>;
  tellReminder: TellReminder;
}): PerformBeginning {
  const { graph, applicationInstance, mediaHost } = needs;
  const publicUrl = needs.publicUrl.replace(/\/+$/, '');

  async function mediaOf(call: Call, host: boolean, reference: string): Promise<Asked<MediaConfig>> {
    if (!host) return { ok: true, value: { hostedBy: 'service' } };
    if (!mediaHost) return { ok: false, failure: failure('noMediaHost', reference) };
    const answer = await mediaHost(call.id);
    return answer.ok ? { ok: true, value: { hostedBy: 'application', ...answer.value } } : answer;
  }

  return async (call, effectId, effect) => {
    const { tenantId } = call;
    const callbackUri = `${publicUrl}/api/calls/${call.id}`;
    switch (effect.kind) {
      case 'join': {
        const media = await mediaOf(call, effect.media === 'application', effectId);
        if (!media.ok) return media;
        const { coordinates, subject } = effect;
        const request = { tenantId, coordinates, subject, callbackUri, media: media.value };
        return made('join', await graph.create(request), effectId);
      }
      case 'place': {
        const { placed, subject } = effect;
        const media = { hostedBy: 'service' } as const;
        const request = { tenantId, sides: placed.sides, subject, callbackUri, media, applicationInstance };
        return made('place', await graph.place(request), effectId);
      }
      case 'startErrand': {
        const { side, purpose, subject } = effect;
        // The caller's language need not be the agent's.
        const locale = purpose.kind === 'consult' ? needs.locale : call.locale;
        await needs.place({
          ...{ id: errandCallId(effectId), tenantId, sides: [side], purpose, subject },
          ...{ by: call.broughtBy, conversationId: '', locale },
        });
        return { ok: true, result: { kind: 'startErrand' } };
      }
      case 'tellCall': {
        const { callId, value } = effect;
        await needs.post(callId, { kind: 'errandTold', callId: call.id, value, graphId: call.graphId });
        return { ok: true, result: { kind: 'tellCall' } };
      }
      case 'tellReminder': {
        const { reminderId, value } = effect;
        await needs.tellReminder({ reminderId, callId: call.id, value });
        return { ok: true, result: { kind: 'tellReminder' } };
      }
      case 'screen': {
        const found = needs.screen(call.id, effect.caller, effect.callee);
        const facts = await untilAborted(found, AbortSignal.timeout(longestScreen));
        return { ok: true, result: { kind: 'screen', facts } };
      }
    }
    const ringing = { tenantId, callId: normalGuid(call.graphId ?? ''), callbackUri };
    switch (effect.kind) {
      case 'answer': {
        const media = await mediaOf(call, effect.media === 'application', effectId);
        if (!media.ok) return media;
        return given(await graph.answer({ ...ringing, media: media.value }), () => ({ kind: 'answer' }));
      }
      case 'reject':
        return given(await graph.reject({ ...ringing, reason: effect.reason }), () => ({ kind: 'reject' }));
      case 'redirect': {
        const { targets, seconds } = effect;
        return given(await graph.redirect({ ...ringing, targets, seconds }), () => ({ kind: 'redirect' }));
      }
    }
  };
}

/** Graph may take a call and not say which it is: its callback will. */
function made(kind: 'join' | 'place', answer: Asked<CallNews>, reference: string): Performed {
  if (answer.ok && !answer.value.graphId) return { ok: false, failure: failure('connectionLost', reference) };
  return given(answer, (news) => ({ kind, news }));
}

const messages = {
  noMediaHost: [424, 'No media host is configured.'],
  connectionLost: [0, 'The answer names no call.'],
} as const;

function failure(code: keyof typeof messages, reference: string): Failure {
  const [status, message] = messages[code];
  return { status, code, message, reference };
}
