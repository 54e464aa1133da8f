/** Many events of one call, decided in their order as one: what a transaction writes. Pure. */
import type { Call, CallEvent } from './call.ts';
import { decide, type Rules } from './decide.ts';
import type { Decision } from './effect.ts';

export interface WaitingEvent {
  event: CallEvent;
  /** When it was received. */
  at: number;
}

/**
 * Decides events one after the other.
 * @param mistake hears of an event that could not be decided; it is left out, so that it cannot stop the call's lane
 */
export function fold(
  call: Call,
  events: readonly WaitingEvent[],
  rules: Rules,
  mistake: (event: CallEvent, error: unknown) => void,
): Decision {
  return events.reduce<Decision>(
    (so, { event, at }) => {
      try {
        return join(so, decide(so.call, event, at, rules));
      } catch (error) {
        mistake(event, error);
        return so;
      }
    },
    { call, effects: [], timers: [], audit: [], cardChanged: false },
  );
}

/** The later decision on top of the earlier one; of one timer or audit entry only the last word counts. */
function join(earlier: Decision, later: Decision): Decision {
  const timers = new Set(later.timers.map((timer) => timer.name));
  const controls = new Set(later.audit.map((entry) => entry.controlId));
  return {
    call: later.call,
    effects: [...earlier.effects, ...later.effects],
    timers: [...earlier.timers.filter((timer) => !timers.has(timer.name)), ...later.timers],
    audit: [...earlier.audit.filter((entry) => !controls.has(entry.controlId)), ...later.audit],
    cardChanged: earlier.cardChanged || later.cardChanged,
  };
}
