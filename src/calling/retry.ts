/** Whether an effect that failed is tried again, and when; and what a lost answer means for it. Pure. */

import { backOff } from '../lib/backOff.ts';
import type { Call } from './call.ts';
import type { Effect, EffectResult } from './effect.ts';
import type { Failure } from './news.ts';

const mostAttempts = 5;
/** A row of our own, which is there again when the database is. */
const tireless: readonly Effect['kind'][] = ['tellReminder'];

/** Whether an effect is given up after so many attempts, whatever became of them. */
export const isSpent = ({ kind }: Effect, attempts: number): boolean =>
  attempts >= mostAttempts && !tireless.includes(kind);

const spacing = { first: 1_000, longest: 60_000 };

/** Sent twice, these ring somebody twice, are heard or delivered twice, or meet a call that is answered already. */
const onceOnly: readonly Effect['kind'][] = [
  ...(['join', 'place', 'invite', 'moveHere', 'answer', 'redirect', 'transfer'] as const),
  ...(['play', 'record', 'sendTones', 'gallery', 'holdMusic', 'lookUp', 'understand'] as const),
];

/** Sent twice, it does no harm. */
export const isRepeatable = ({ kind }: Effect): boolean => !onceOnly.includes(kind);

/** Tried again by the call's own machine alone, which knows how long Graph waits, and what can be done instead. */
const noRetries: readonly Effect['kind'][] = [
  'screen',
  'answer',
  'redirect',
  'reject',
  'understand',
  'lookUp',
];

/** The request certainly never reached Graph (graph/errors.ts says which codes mean so). */
const neverArrived = ({ status, code }: Failure): boolean =>
  status === 0 && ['unreachable', 'tokenUnavailable', 'circuitOpen'].includes(code);

/** It was not even sent, as Graph is not to be asked yet (graph/patience.ts): no attempt of the effect's. */
export const isSpared = ({ code }: Failure): boolean => code === 'circuitOpen' || code === 'notYet';

/** Nobody is to be rung, and nothing joined, for a call that is to be left and that Graph has not heard of. */
export const isPointless = ({ leaving, graphId }: Call, { kind }: Effect): boolean =>
  leaving !== null && graphId === null && (kind === 'place' || kind === 'join');

/** Nobody knows whether Graph carried it out, and it must not be sent again to find out. */
export const isUncertain = (effect: Effect, failure: Failure): boolean =>
  !isRepeatable(effect) &&
  ((failure.status === 0 && !neverArrived(failure)) || failure.status === 502 || failure.status === 504);

/**
 * Milliseconds until the next attempt; null: give up, and let the call's own machine decide what the failure means.
 * Keeping alive and settling are not tried again here: their failure is news to be shown at once, and the call's
 * timers bring them back.
 * @param random from 0 to 1: those who failed together do not all come back at once
 */
export function retryDelay(effect: Effect, failure: Failure, attempt: number, random: number): number | null {
  const spared = isSpared(failure);
  if ((isSpent(effect, attempt) && !spared) || noRetries.includes(effect.kind)) return null;
  const { status, retryAfterMs } = failure;
  const delay = backOff(spacing, spared ? 1 : attempt, random);
  const asked = status === 429 || (status === 503 && retryAfterMs !== undefined && retryAfterMs !== null);
  if (asked) return Math.max(Math.round((retryAfterMs ?? 0) * (1 + random / 10)), delay);
  if (effect.kind === 'settle' || effect.kind === 'keepAlive') return null;
  if (spared) return Math.max(retryAfterMs ?? 0, delay);
  if (neverArrived(failure)) return delay;
  return isRepeatable(effect) && (status === 0 || status >= 500) ? delay : null;
}

/** What is left of an effect for many: those worth another attempt, with what became of the others. */
export function restOf(effect: Effect, result: EffectResult, attempt: number): Effect {
  if (effect.kind !== 'mute' && effect.kind !== 'remove') return effect;
  const results = 'results' in result ? result.results : [];
  const again = results.filter(({ failure }) => failure && retryDelay(effect, failure, attempt, 0) !== null);
  const participantIds = again.map((one) => one.participantId);
  return { ...effect, participantIds, soFar: results.filter((one) => !again.includes(one)) };
}

/**
 * Milliseconds until those of an effect for many are tried again whom Graph had no room for or gave no answer about; null: none
 * of them, or not again.
 */
export function retryOfRest(
  effect: Effect,
  result: EffectResult,
  attempt: number,
  random: number,
): number | null {
  if (result.kind !== 'mute' && result.kind !== 'remove') return null;
  const delays = result.results.flatMap(
    ({ failure }) => (failure && retryDelay(effect, failure, attempt, random)) ?? [],
  );
  return delays.length > 0 ? Math.max(...delays) : null;
}
