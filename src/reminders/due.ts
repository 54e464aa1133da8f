/** A reminder is due: whether it rings now, later, or is written instead. Pure. */
import { derivedId } from '../lib/ids.ts';
import { close, finish, hangUpOf, isLastRing, newRound, reasonOf } from './ending.ts';
import type { Decided, Facts, Policy } from './happened.ts';
import { quietUntil } from './quietHours.ts';
import { occurrenceAfter, occurrenceAt } from './recurrence.ts';
import { isOwn, type Reminder, type ReminderReason } from './reminder.ts';

/** How long a ring may be silent before its call is looked at: what tells of it may have died with its instance. */
const watchMs = 120_000;
/** Ringing, what is said and the key, with much to spare; after that a call that had a line at the last moment is lost. */
const longestCall = 600_000;

/** A reminder whose time has come; nothing for one whose time has not. */
export function due(reminder: Reminder, facts: Facts, now: number, policy: Policy): Decided {
  if (isUnderWay(reminder)) return underWay(reminder, facts, now, policy);
  if (reminder.wakeAt === null || reminder.wakeAt > now) return { reminder, effects: [] };
  const past = isOver(reminder) || isMissed(reminder, now, policy);
  const current = past ? nextOccurrence(reminder, now) : reminder;
  if (current.wakeAt === null || current.wakeAt > now) return { reminder: current, effects: [] };
  return begin(current, facts, now, policy);
}

/** Its call is waiting for a line, rings or is spoken on. */
export const isUnderWay = ({ state }: Reminder): boolean => state === 'waiting' || state === 'ringing';

/** This occurrence is; a later one may be to come. */
const isOver = ({ state }: Reminder): boolean =>
  state === 'heard' || state === 'written' || state === 'failed';

/** Nobody was there to ring it, and the next has come meanwhile. */
function isMissed(reminder: Reminder, now: number, policy: Policy): boolean {
  const next = occurrenceAfter(reminder, reminder.due);
  return next !== null && next <= now && reminder.attempts === 0 && now > until(reminder, policy);
}

/** Of those missed only the last one counts. */
function nextOccurrence(reminder: Reminder, now: number): Reminder {
  const next = occurrenceAt(reminder, now);
  return next === null ? { ...reminder, wakeAt: null } : { ...newRound(reminder, next), due: next };
}

const until = ({ ringFrom }: Reminder, { lateMs }: Policy): number => ringFrom + lateMs;

function begin(reminder: Reminder, facts: Facts, now: number, policy: Policy): Decided {
  const { how, to, attempts, reason, conversationId } = reminder;
  const own = isOwn(reminder);
  const { preferences, chat } = facts;
  // Whoever reminds themselves was in the chat of its card, at least.
  const where = chat ?? (own && conversationId ? conversationId : null);
  const write = (why: ReminderReason | null): Decided =>
    where === null
      ? { reminder: finish(reminder, 'failed', failure(reminder, why)), effects: [] }
      : {
          reminder: finish(reminder, 'written', why),
          effects: [{ kind: 'write', conversationId: where }],
        };
  const late = now > until(reminder, policy);
  if (!own && preferences.remindersOff) return { reminder: close(reminder, 'stopped'), effects: [] };
  if (how === 'chat') return write(late ? 'late' : null);
  if (isLastRing(reminder) || attempts >= policy.attempts) return write(reason);
  if (late) return write(attempts === 0 ? 'late' : reason);
  if (!own && facts.ringsOff) return write('ringsOff');
  if (!own && facts.oftenRung) return write('oftenRung');

  // From here on the attempts that are left just fit in.
  const lastChance = until(reminder, policy) - (policy.attempts - attempts) * policy.spacingMs;
  const putOff = (at: number, why: ReminderReason): Decided => ({
    reminder: { ...reminder, state: 'scheduled', reason: why, wakeAt: at },
    effects: [],
  });
  const quiet = own || !preferences.quiet ? null : quietUntil(preferences.quiet, now);
  if (quiet !== null) return quiet <= lastChance ? putOff(quiet, 'quietHours') : write('quietHours');
  const disturbed = to.kind === 'user' && facts.availability === 'DoNotDisturb';
  if (disturbed && now < lastChance) return putOff(Math.min(now + policy.spacingMs, lastChance), 'presence');
  return ring(reminder, now, policy);
}

/** Nobody expects a number to be written to; and where an admin has to do something, that is what counts. */
const failure = ({ to }: Reminder, why: ReminderReason | null): ReminderReason =>
  why !== null && (to.kind === 'phone' || why === 'notAllowed') ? why : 'noChat';

function ring(reminder: Reminder, now: number, policy: Policy): Decided {
  const attempts = reminder.attempts + 1;
  const callId = derivedId('reminder', reminder.id, String(reminder.occurrence), String(attempts));
  return {
    reminder: { ...reminder, state: 'waiting', reason: null, attempts, callId, wakeAt: now + watchMs },
    effects: [{ kind: 'ring', callId, until: until(reminder, policy) }],
  };
}

/** Looks after a ring: one that nobody placed (its instance died first) is placed, one whose end was not told ends. */
function underWay(reminder: Reminder, { call }: Facts, now: number, policy: Policy): Decided {
  const { callId, wakeAt } = reminder;
  if (callId === null) return { reminder, effects: [] };
  const watched = wakeAt !== null && wakeAt > now ? reminder : { ...reminder, wakeAt: now + watchMs };
  const last = until(reminder, policy);
  if (call === 'live' && now <= last + longestCall) return { reminder: watched, effects: [] };
  // What it would have told is lost, so that nobody knows how it went.
  if (call !== 'none') {
    const effects = call === 'live' ? [hangUpOf(callId)] : [];
    return { reminder: rungOut(reminder, 'over:notConfirmed', now, policy), effects };
  }
  if (now > last)
    return { reminder: { ...reminder, state: 'scheduled', reason: 'late', wakeAt: now }, effects: [] };
  return { reminder: watched, effects: [{ kind: 'ring', callId, until: last }] };
}

/**
 * A ring is over without an answer: looked at again when another may follow, or at once where none does, so that a chat
 * message goes out.
 * @param over 'over:<reason of the ending>'
 */
export function rungOut(reminder: Reminder, over: string, now: number, policy: Policy): Reminder {
  const tried: Reminder = { ...reminder, state: 'scheduled', reason: reasonOf(over.slice('over:'.length)) };
  const isLast = isLastRing(tried) || tried.attempts >= policy.attempts;
  const again = Math.min(now + policy.spacingMs, until(reminder, policy) + 1);
  return { ...tried, wakeAt: isLast ? now : again };
}
