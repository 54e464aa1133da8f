/** What it means for a call that one of its timers is due. Pure. */
import { askedLongEnough } from './agents.ts';
import type { Call, CallEvent } from './call.ts';
import { type Draft, end, plan, setTimer } from './draft.ts';
import { endingWithout } from './ending.ts';
import { errandsOverdue } from './errandCalls.ts';
import { noLine } from './line.ts';
import { expireOperations } from './outcomes.ts';
import { receptionOverdue } from './reception.ts';
import { ringingOver } from './sides.ts';
import { talkTimer } from './talk.ts';
import { transferOverdue } from './transfer.ts';
import { intervals, leave, patience, settle } from './upkeep.ts';

/** What a timer that is due means. */
export function timerDue(draft: Draft, event: Extract<CallEvent, { kind: 'timerDue' }>) {
  const { call, now } = draft;
  const timer = call.timers[event.name];
  if (!timer || timer.generation !== event.generation || timer.due === null) return;
  call.timers = { ...call.timers, [event.name]: { ...timer, due: null } };
  switch (event.name) {
    case 'noCallback':
      call.unheard = true;
      return settle(draft);
    case 'joinOutcome':
      if (call.graphId === null) end(draft, endingWithout(reasonOfSilence(call), call.id));
      return;
    case 'keepAlive':
      if (call.graphId === null) return;
      plan(draft, 'upkeep', { kind: 'keepAlive' });
      return setTimer(draft, 'keepAlive', intervals.keepAlive);
    case 'silence':
      // Even if a settle seems to be under way: this is the net beneath everything else.
      call.settling = null;
      setTimer(draft, 'silence', intervals.silence);
      return settle(draft);
    case 'invitation':
      if (call.graphId === null) return expireOperations(draft, intervals.invitation);
      return settle(draft);
    case 'alone':
      // Whoever came meanwhile may not have been announced: the answer decides.
      if (call.aloneSince !== null && now - call.aloneSince >= patience(draft)) settle(draft);
      return;
    case 'line':
      return noLine(draft, 'noLine');
    case 'ringing':
      return ringingOver(draft);
    case 'reception':
      return receptionOverdue(draft);
    case 'asking':
      return askedLongEnough(draft);
    case 'transfer':
      return transferOverdue(draft);
    case 'errands':
      return errandsOverdue(draft);
    case 'errand':
      leave(draft, 'left');
      return;
    default:
      if (!talkTimer(draft, event.name)) settle(draft);
  }
}

/** Nobody knows whether a call rang that Graph never spoke of: whoever was to be rung has not failed to answer. */
const reasonOfSilence = ({ leaving }: Call): string =>
  leaving && leaving.reason !== 'noAnswer' ? leaving.reason : 'unreachable';
