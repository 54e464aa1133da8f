/**
 * What an event makes of a reminder: the next reminder, and what is to be done for it. Pure: the same input gives the same
 * decision, whoever asks, and a repeated event nothing new.
 */
import { due, isUnderWay, rungOut } from './due.ts';
import { answer, close, hangUpOf, newRound } from './ending.ts';
import type { Answer, Decided, Happened, Policy } from './happened.ts';
import { isOpen, type Reminder } from './reminder.ts';

/** Decides one event of a reminder at `now` (epoch ms). */
export function decideReminder(before: Reminder, happened: Happened, now: number, policy: Policy): Decided {
  const { reminder, effects } = apply(before, happened, now, policy);
  const changed = face(before) !== face(reminder);
  return { reminder: changed ? { ...reminder, revision: before.revision + 1 } : reminder, effects };
}

/** Until one that could not be decided is looked at again, in milliseconds. */
const undecidedMs = 60_000;

/**
 * What becomes of a reminder that could not be decided, since its row is not as it must be or Rollcall has a mistake:
 * looked at again, in case another release can, until ringing would be of no use any more. Then it failed.
 */
export function undecided(before: Reminder, now: number, policy: Policy): Decided {
  const inTime = now <= before.ringFrom + policy.lateMs;
  const reminder: Reminder = inTime
    ? { ...before, wakeAt: now + undecidedMs }
    : { ...before, state: 'failed', reason: 'broken', wakeAt: null, revision: before.revision + 1 };
  return { reminder, effects: [] };
}

function apply(reminder: Reminder, happened: Happened, now: number, policy: Policy): Decided {
  const unchanged = { reminder, effects: [] };
  if (isClosed(reminder)) return { reminder, effects: leftRinging(reminder, happened) };
  // Over in the same moment: what came of it stays.
  const late =
    happened.kind === 'cancelled' || happened.kind === 'rescheduled' || happened.kind === 'optedOut';
  if (late && !isOpen(reminder)) return unchanged;
  switch (happened.kind) {
    case 'due':
      return due(reminder, happened.facts, now, policy);
    case 'told':
      return told(reminder, happened, now, policy);
    case 'answered':
      return answeredOnCard(reminder, happened.answer, now);
    case 'cancelled':
      return { reminder: close(reminder, 'cancelled'), effects: hangUp(reminder) };
    case 'rescheduled': {
      const { due: at } = happened;
      const next = { ...newRound(reminder, at), due: at, firstDue: at };
      return { reminder: next, effects: hangUp(reminder) };
    }
    case 'optedOut':
      return { reminder: close(reminder, 'stopped'), effects: hangUp(reminder) };
  }
}

const isClosed = ({ state }: Reminder): boolean => state === 'cancelled' || state === 'stopped';

/** A call that was placed for it all the same, by an instance that died before it found so. */
const leftRinging = ({ callId }: Reminder, happened: Happened): Decided['effects'] =>
  happened.kind === 'due' && happened.facts.call === 'live' && callId !== null ? [hangUpOf(callId)] : [];

const answers: readonly string[] = ['heard', 'snooze', 'stop'] satisfies Answer[];
const isAnswer = (value: string): value is Answer => answers.includes(value);

/** What a call says counts while it is the latest, in whatever order it comes: a key may be told after the end. */
function told(
  reminder: Reminder,
  { callId, value }: { callId: string; value: string },
  now: number,
  policy: Policy,
): Decided {
  const unchanged = { reminder, effects: [] };
  if (callId !== reminder.callId) return unchanged;
  if (isAnswer(value)) return { reminder: answer(reminder, value, now), effects: [] };
  if (!isUnderWay(reminder)) return unchanged;
  if (value === 'ringing' || value === 'waiting')
    return { reminder: { ...reminder, state: value }, effects: [] };
  return value.startsWith('over:')
    ? { reminder: rungOut(reminder, value, now, policy), effects: [] }
    : unchanged;
}

function answeredOnCard(reminder: Reminder, said: Answer, now: number): Decided {
  // Pressed twice: what was said once is done.
  if (said !== 'stop' && reminder.state === (said === 'heard' ? 'heard' : 'snoozed'))
    return { reminder, effects: [] };
  return { reminder: answer(reminder, said, now), effects: hangUp(reminder) };
}

const hangUp = (reminder: Reminder): Decided['effects'] =>
  isUnderWay(reminder) && reminder.callId !== null ? [hangUpOf(reminder.callId)] : [];

/** What cards show of a reminder; that a ring is looked after is not seen. */
const face = (reminder: Reminder): string => {
  const { state, reason, due: at, every, attempts, occurrence, wakeAt } = reminder;
  return JSON.stringify([state, reason, at, every, attempts, occurrence, isUnderWay(reminder) || wakeAt]);
};
