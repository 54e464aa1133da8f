/** Why a call is over, by what Graph says and by what the call was about. Pure. */
import type { Call, Ending } from './call.ts';
import type { Draft } from './draft.ts';
import { endingOf, endingOfRinging, endingWithout } from './ending.ts';
import type { ResultInfo } from './news.ts';

/**
 * Why the call has just ended.
 * @param result Graph's, where it gave one; null: Graph knows no such call any more
 */
export function endingNow({ call, now }: Draft, result: ResultInfo | null | undefined): Ending {
  const reference = call.graphId ?? call.id;
  const neverSpoke = call.establishedAt === null;
  const told =
    result === null
      ? endingWithout('gone', reference)
      : call.placed && neverSpoke
        ? endingOfRinging(result, reference, now - (call.placed.ringingSince ?? call.createdAt))
        : endingOf(result, reference);
  const { leaving, incoming } = call;
  if (leaving && ['left', 'unknown', 'gone'].includes(told.reason))
    return { ...told, reason: leaving.reason };
  if (incoming && neverSpoke) return { ...told, reason: ofUnanswered(incoming) };
  const escalated = call.coordinates === null && !neverSpoke && result?.code === 403;
  return escalated ? { ...told, reason: 'escalationRefused' } : told;
}

/** Graph says of a call that was sent on or turned away only that it is over. */
function ofUnanswered({ became, effectId, sent }: NonNullable<Call['incoming']>): string {
  if (became === 'rejected' || (effectId !== null && sent === 'reject')) return 'rejected';
  const sentOn = became === 'redirected' || became === 'taken' || (effectId !== null && sent === 'redirect');
  return sentOn ? 'redirected' : 'missed';
}
