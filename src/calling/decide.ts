/**
 * What an event makes of a call: `decide(call, event, now)` gives the next call and everything to be written with it.
 * Pure: the same call, event and instant give the same decision, whoever asks.
 */

import type { Call, CallEvent, Failure } from './call.ts';
import { controlRequested } from './controls.ts';
import {
  beginDraft,
  cancelTimer,
  type Draft,
  end,
  finishDraft,
  isSet,
  plan,
  type Rules,
  setTimer,
} from './draft.ts';
import type { Decision, EffectResult } from './effect.ts';
import { endingOfJoin } from './ending.ts';
import { adopt, callDeleted, callUpdated, rosterUpdated, settled } from './hear.ts';
import { answered, invitationEnded, refused } from './outcomes.ts';
import { heard, heardBack, intervals, settle, settleSoon, timerDue, upkeepFailed } from './upkeep.ts';

export type { Rules } from './draft.ts';

/** What is needed to bring Rollcall into a meeting. */
export type JoinRequest = Pick<
  Call,
  | 'id'
  | 'tenantId'
  | 'botId'
  | 'meetingId'
  | 'meetingKey'
  | 'coordinates'
  | 'subject'
  | 'broughtBy'
  | 'conversationId'
  | 'locale'
  | 'invited'
>;

/** A call nobody has asked Graph for yet; its first event is `joinRequested`. */
export const newCall = (request: JoinRequest, now: number): Call => ({
  ...request,
  graphId: null,
  phase: 'joining',
  graphState: null,
  createdAt: now,
  establishedAt: null,
  endedAt: null,
  ending: null,
  myParticipantId: null,
  roster: { participants: [], asOf: null, sequence: null },
  lastHeardAt: null,
  aloneSince: null,
  unheard: false,
  doubtSince: null,
  controls: [],
  leaving: null,
  settling: null,
  timers: {},
  revision: 0,
  effectCount: 0,
});

/** Decides one event of a call; `now` is when it was received. */
export function decide(call: Call, event: CallEvent, now: number, rules: Rules): Decision {
  const draft = beginDraft(call, now, rules);
  if (call.phase === 'ended') afterTheEnd(draft, event);
  else apply(draft, event);
  return finishDraft(draft);
}

function apply(draft: Draft, event: CallEvent) {
  const { call } = draft;
  switch (event.kind) {
    case 'joinRequested':
      if (call.effectCount > 0) return;
      plan(draft, 'controls', { kind: 'join', coordinates: call.coordinates, subject: call.subject });
      setTimer(draft, 'noCallback', intervals.noCallback);
      return;
    case 'callUpdated':
      return callUpdated(draft, event.news);
    case 'callDeleted':
      return callDeleted(draft, event.news);
    case 'rosterUpdated':
      return rosterUpdated(draft, event);
    case 'operationEnded':
      if (!adopt(draft, event.graphId)) return;
      heardBack(draft);
      return invitationEnded(draft, event);
    case 'controlRequested':
      return controlRequested(draft, event);
    case 'effectDone':
      return effectDone(draft, event.effectId, event.result);
    case 'effectFailed':
      return effectFailed(draft, event.effectId, event.failure);
    case 'outcomeUnknown':
      return outcomeUnknown(draft);
    case 'timerDue':
      return timerDue(draft, event);
    case 'doubted':
      return settle(draft);
  }
}

/**
 * Nothing changes any more, but for a call given up before Graph had named it: when the name comes late, Rollcall is
 * in a meeting that nobody controls, and hangs up.
 */
function afterTheEnd(draft: Draft, event: CallEvent) {
  const { call } = draft;
  if (event.kind === 'controlRequested') return controlRequested(draft, event);
  if (event.kind === 'effectFailed' || event.kind === 'timerDue') return hangUpAgain(draft, event);
  if (call.graphId !== null || event.kind === 'callDeleted') return;
  const news =
    event.kind === 'callUpdated'
      ? event.news
      : event.kind === 'effectDone' && event.result.kind === 'join'
        ? event.result.news
        : null;
  if (!news || news.state === 'terminated') return;
  call.graphId = news.graphId;
  call.orphan = { effectId: plan(draft, 'urgent', { kind: 'hangUp' }, true), attempts: 1 };
}

/** As often as a hang-up after the end is planned; each of them is tried several times by itself. */
const mostHangUps = 10;

/** Rollcall would sit in a meeting where no card shows it: tried again by a durable timer until Graph did it. */
function hangUpAgain(
  draft: Draft,
  event: Extract<CallEvent, { kind: 'effectFailed' } | { kind: 'timerDue' }>,
) {
  const { call } = draft;
  const { orphan } = call;
  if (!orphan || orphan.attempts >= mostHangUps) return;
  if (event.kind === 'effectFailed') {
    if (event.effectId !== orphan.effectId || event.failure.status === 404) return;
    return setTimer(draft, 'orphan', intervals.orphan);
  }
  if (call.timers.orphan?.generation !== event.generation) return;
  cancelTimer(draft, 'orphan');
  const effectId = plan(draft, 'urgent', { kind: 'hangUp' }, true);
  call.orphan = { effectId, attempts: orphan.attempts + 1 };
}

function effectDone(draft: Draft, effectId: string, result: EffectResult) {
  const { call } = draft;
  switch (result.kind) {
    case 'join':
      // Graph's answer only: that it also calls back is still to be seen.
      if (!adopt(draft, result.news.graphId)) return;
      heard(draft);
      if (call.graphState === null) call.graphState = result.news.state ?? null;
      call.myParticipantId ??= result.news.myParticipantId ?? null;
      if (!isSet(call, 'settle')) settleSoon(draft);
      return;
    case 'settle':
      return settled(draft, { ...result, effectId });
    case 'keepAlive':
      return heard(draft);
    case 'hangUp':
      hungUp(draft, effectId);
      return settleSoon(draft);
    default:
      heard(draft);
      return answered(draft, effectId, result);
  }
}

/** Graph confirmed that Rollcall's leg ends; the call itself ends with its last notification. */
function hungUp(draft: Draft, effectId: string) {
  heard(draft);
  answered(draft, effectId, { kind: 'hangUp' });
}

function effectFailed(draft: Draft, effectId: string, failure: Failure) {
  const { call } = draft;
  if (isJoin(call, effectId)) {
    // A notification came all the same: Graph did take the call, whatever its answer was.
    if (call.graphId !== null) return settle(draft);
    const ending = endingOfJoin(failure);
    return end(draft, call.leaving ? { ...ending, reason: call.leaving.reason } : ending);
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
  upkeepFailed(draft, effectId, failure);
}

/** Sent, and no answer was heard: the join's callback, the invitation's operation or the roster will tell. */
function outcomeUnknown(draft: Draft) {
  const { call } = draft;
  if (call.graphId !== null) return settleSoon(draft);
  if (!isSet(call, 'joinOutcome')) setTimer(draft, 'joinOutcome', intervals.joinOutcome);
}

/** The first effect of every call is its join. */
const isJoin = (call: Call, effectId: string): boolean => effectId === `${call.id}/1`;
