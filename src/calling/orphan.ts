/** A call that is over for us and may not be for Graph: Rollcall hangs up when its name comes late. Pure. */
import type { CallEvent } from './call.ts';
import { controlRequested } from './controls.ts';
import { cancelTimer, type Draft, plan, setTimer } from './draft.ts';
import { intervals } from './upkeep.ts';

/**
 * Nothing changes any more, but for a call given up before Graph had named it: when the name comes late, Rollcall is
 * in a meeting that nobody controls, and hangs up.
 */
export function afterTheEnd(draft: Draft, event: CallEvent) {
  const { call } = draft;
  if (event.kind === 'controlRequested') return controlRequested(draft, event);
  if (event.kind === 'effectFailed' || event.kind === 'timerDue') return hangUpAgain(draft, event);
  if (call.graphId !== null || event.kind === 'callDeleted') return;
  const graphId = named(event);
  if (graphId === null) return;
  call.graphId = graphId;
  call.orphan = { effectId: plan(draft, 'urgent', { kind: 'hangUp' }, true), attempts: 1 };
}

/** Graph's id of a call that is there, from whatever speaks of it first; null: nothing does. */
function named(event: CallEvent): string | null {
  switch (event.kind) {
    case 'rosterUpdated':
    case 'operationEnded':
      return event.graphId;
    case 'callUpdated':
      return event.news.state === 'terminated' ? null : event.news.graphId;
    case 'effectDone': {
      const { result } = event;
      if (result.kind !== 'join' && result.kind !== 'place') return null;
      return result.news.state === 'terminated' ? null : result.news.graphId;
    }
    default:
      return null;
  }
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
