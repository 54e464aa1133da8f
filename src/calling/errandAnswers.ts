/** What a call on behalf of another says that it came to, in the words of `errandTold`. Pure. */
import type { Target } from './call.ts';
import type { FailureReason } from './failures.ts';

type Answer = NonNullable<Target['answer']>;

const answers: readonly Answer[] = ['join', 'late', 'cannot'];

/** The answer that a value means; null for anything else. */
export const pressed = (value: string): Answer | null => answers.find((answer) => answer === value) ?? null;

/** By the reason of the ending. Whoever picked up and pressed nothing has not answered: voicemail does that. */
const failures: Record<string, FailureReason> = {
  declined: 'declined',
  busyLine: 'busy',
  notReachable: 'unreachable',
  unroutable: 'unreachable',
  busy: 'throttled',
  unreachable: 'teamsSilent',
  noLine: 'throttled',
  monthUsedUp: 'throttled',
  consentMissing: 'notAllowed',
  notRegistered: 'notAllowed',
  refused: 'refused',
};

/** Somebody who was rung without an answer; who said they join is on the way, and their own call ends by that. */
export function errandEnded(target: Target, value: string): Target {
  const [over, reason = ''] = value.split(':');
  if (over !== 'over' || target.answer) return target;
  return { ...target, outcome: 'failed', reason: failures[reason] ?? 'noAnswer' };
}
