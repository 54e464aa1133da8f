/**
 * What an event makes of a call: `decide(call, event, now)` gives the next call and everything to be written with it.
 * Pure: the same call, event and instant give the same decision, whoever asks.
 */

import { auditChoice } from './agentAudit.ts';
import { agentChose } from './agents.ts';
import type { Call, CallEvent, MeetingCoordinates } from './call.ts';
import { effectDone, effectFailed, outcomeUnknown } from './cameOf.ts';
import { controlRequested } from './controls.ts';
import { beginDraft, type Draft, finishDraft, plan, type Rules, setTimer } from './draft.ts';
import type { Decision } from './effect.ts';
import { errandTold, tellOfEnd } from './errandCalls.ts';
import { adopt, callDeleted, callUpdated, rosterUpdated } from './hear.ts';
import { lineFree, linePaused, noLine, placeRequested } from './line.ts';
import { afterTheEnd } from './orphan.ts';
import { operationEnded } from './outcomes.ts';
import { becomes, incomingCall, receptionOver } from './reception.ts';
import { sidesOver } from './sides.ts';
import { talkOperationEnded } from './talk.ts';
import { endTalk } from './talkOver.ts';
import { timerDue } from './timers.ts';
import { heardBack, intervals, settle } from './upkeep.ts';

export type { Rules } from './draft.ts';

/** Decides one event of a call; `now` is when it was received. */
export function decide(call: Call, event: CallEvent, now: number, rules: Rules): Decision {
  const draft = beginDraft(call, now, rules);
  if (call.phase === 'ended') {
    afterTheEnd(draft, event);
  } else {
    apply(draft, event);
    if (draft.call.phase === 'ended') over(draft);
    else becomes(draft);
    auditChoice(draft);
  }
  return finishDraft(draft);
}

/** What the end means for all that a call was about. */
function over(draft: Draft) {
  const { call } = draft;
  if (!call.ending) return;
  sidesOver(draft, call.ending);
  receptionOver(draft);
  endTalk(draft);
  tellOfEnd(draft, call.ending);
  delete call.transfer;
}

function apply(draft: Draft, event: CallEvent) {
  const { call } = draft;
  switch (event.kind) {
    case 'joinRequested':
      if (call.effectCount > 0 || call.coordinates === null) return;
      return joinMeeting(draft, call.coordinates);
    case 'placeRequested':
      return placeRequested(draft);
    case 'lineFree':
      return lineFree(draft);
    case 'noLine':
      return noLine(draft, event.reason);
    case 'linePaused':
      return linePaused(draft);
    case 'incomingCall':
      return incomingCall(draft);
    case 'agentChose':
      return agentChose(draft, event.by, event.choice);
    case 'errandTold':
      return errandTold(draft, event);
    case 'callUpdated':
      return callUpdated(draft, event.news);
    case 'callDeleted':
      return callDeleted(draft, event.news);
    case 'rosterUpdated':
      return rosterUpdated(draft, event);
    case 'operationEnded':
      if (!adopt(draft, event.graphId)) return;
      heardBack(draft);
      if (!talkOperationEnded(draft, event)) operationEnded(draft, event);
      return;
    case 'controlRequested':
      return controlRequested(draft, event);
    case 'effectDone':
      return effectDone(draft, event.effectId, event.result);
    case 'effectFailed':
      return effectFailed(draft, event);
    case 'outcomeUnknown':
      return outcomeUnknown(draft, event.effectId);
    case 'timerDue':
      return timerDue(draft, event);
    case 'doubted':
      return settle(draft);
  }
}

function joinMeeting(draft: Draft, coordinates: MeetingCoordinates) {
  const { call, rules } = draft;
  const { subject } = call;
  call.media = rules.meetingMedia;
  plan(draft, 'controls', { kind: 'join', coordinates, subject, media: call.media });
  setTimer(draft, 'noCallback', intervals.noCallback);
}
