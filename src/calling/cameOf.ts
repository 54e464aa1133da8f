/** What came of an effect, and what it means for the call. Pure. */
import type { Call, CallEvent } from './call.ts';
import { type Draft, end, isSet, setTimer } from './draft.ts';
import type { EffectResult } from './effect.ts';
import { endingOfJoin } from './ending.ts';
import { errandCallId } from './errandCalls.ts';
import { adopt, settled } from './hear.ts';
import { ringsFromNow } from './line.ts';
import { answered, refused } from './outcomes.ts';
import { receptionDone, receptionFailed, receptionUnknown } from './reception.ts';
import { escalate } from './sides.ts';
import { talkAnswered, talkFailed, talkUnknown } from './talk.ts';
import { transferFailed } from './transfer.ts';
import { heard, intervals, settle, settleSoon, upkeepFailed } from './upkeep.ts';

/** An effect was carried out. */
export function effectDone(draft: Draft, effectId: string, result: EffectResult) {
  const { call } = draft;
  switch (result.kind) {
    case 'join':
    case 'place':
      // Graph's answer only: that it also calls back is still to be seen.
      if (!adopt(draft, result.news.graphId)) return;
      heard(draft);
      if (call.graphState === null) call.graphState = result.news.state ?? null;
      call.myParticipantId ??= result.news.myParticipantId ?? null;
      if (result.kind === 'place') ringsFromNow(draft);
      if (!isSet(call, 'settle')) settleSoon(draft);
      return;
    case 'settle':
      return settled(draft, { ...result, effectId });
    case 'keepAlive':
      return heard(draft);
    case 'hangUp':
      hungUp(draft, effectId);
      return settleSoon(draft);
    case 'startErrand':
    case 'tellCall':
    case 'tellReminder':
      // Calls of our own: Graph has said nothing.
      return;
    default:
      if (result.kind !== 'screen' && result.kind !== 'understand' && result.kind !== 'lookUp') heard(draft);
      if (receptionDone(draft, effectId, result) || talkAnswered(draft, effectId, result)) return;
      if (result.kind === 'invite' && (result.ok || !result.ended)) escalate(draft);
      return answered(draft, effectId, result);
  }
}

/** Graph confirmed that Rollcall's leg ends; the call itself ends with its last notification. */
function hungUp(draft: Draft, effectId: string) {
  heard(draft);
  answered(draft, effectId, { kind: 'hangUp' });
}

/** An effect failed for good. */
export function effectFailed(draft: Draft, event: Extract<CallEvent, { kind: 'effectFailed' }>) {
  const { effectId, failure, of = 'settle' } = event;
  const { call } = draft;
  if (receptionFailed(draft, effectId, failure) || talkFailed(draft, effectId, failure)) return;
  if (call.transfer && errandCallId(effectId) === call.transfer.errandCallId) return transferFailed(draft);
  if (call.transfer?.effectId === effectId) {
    refused(draft, effectId, failure);
    return transferFailed(draft);
  }
  if (of === 'place' || isJoin(call, effectId)) {
    // A notification came all the same: Graph did take the call, whatever its answer was.
    if (call.graphId !== null) return settle(draft);
    const ending = endingOfJoin(failure);
    // Whom Graph was never asked to ring has not failed to answer.
    const left = call.leaving && call.leaving.reason !== 'noAnswer';
    return end(draft, left ? { ...ending, reason: call.leaving?.reason ?? ending.reason } : ending);
  }
  if (call.leaving?.effectId === effectId && failure.status !== 404) {
    refused(draft, effectId, failure);
    call.leaving = null;
    call.phase = call.establishedAt === null ? 'joining' : 'established';
    return settle(draft);
  }
  if (call.leaving?.effectId === effectId) {
    hungUp(draft, effectId);
    return settle(draft);
  }
  const ours = call.controls.some((one) => one.targets.some((target) => target.effectId === effectId));
  if (ours) return refused(draft, effectId, failure);
  if (of === 'settle' || of === 'keepAlive') upkeepFailed(draft, effectId, failure);
}

/** Sent, and no answer was heard: the join's callback, the invitation's operation or the roster will tell. */
export function outcomeUnknown(draft: Draft, effectId: string) {
  const { call } = draft;
  if (receptionUnknown(draft, effectId) || talkUnknown(draft, effectId)) return;
  if (call.graphId !== null) return settleSoon(draft);
  if (!isSet(call, 'joinOutcome')) setTimer(draft, 'joinOutcome', intervals.joinOutcome);
}

/** The first effect of every call that Rollcall makes asks Graph for it; `place` may be asked for again. */
const isJoin = (call: Call, effectId: string): boolean => effectId === `${call.id}/1`;
