/** Whether a reminder may be set. Pure. */
import { isZone } from '../lib/zone.ts';
import type { NewReminder, Reminder } from './reminder.ts';
import { isOwn } from './reminder.ts';
import type { Scheduled } from './reminders.ts';

type Refused = NonNullable<Scheduled['refused']>;

/** How many reminders may be open: those of one sender, and those that others set for one person. */
export interface ReminderLimits {
  perSender: number;
  perPerson: number;
}

/** About a minute of speech. */
export const longestText = 600;
/** Milliseconds; a year. */
const furthest = 366 * 86_400_000;
/** Whoever says "now" has needed some seconds to say so. */
const grace = 60_000;

/** What is known about sender and reader when one more is to be set. */
export interface Before {
  /** Open ones of the sender, those of the same request included. */
  bySender: number;
  /** Open ones that others have set for the reader. */
  forPerson: number;
  /** The reader wants none by others. */
  optedOut: boolean;
}

/** Why it may not be set; null where it may. @param now epoch ms */
export function refusalOf(
  wanted: NewReminder,
  before: Before,
  limits: ReminderLimits,
  now: number,
): Refused | null {
  const { to, text, zone } = wanted;
  const letters = [...text.trim()].length;
  if (!to.id) return { key: 'error.remind.nobody' };
  if (letters === 0) return { key: 'error.remind.noText' };
  if (letters > longestText)
    return { key: 'error.remind.tooLong', values: { count: letters, max: longestText } };
  if (!isZone(zone)) return { key: 'error.remind.badZone' };
  const when = refusalOfTime(wanted.due, now);
  if (when) return when;
  if (!isOwn(wanted) && before.optedOut) return { key: 'error.remind.optedOut', values: { who: to.name } };
  if (before.bySender >= limits.perSender)
    return { key: 'error.remind.tooMany', values: { max: limits.perSender } };
  if (!isOwn(wanted) && before.forPerson >= limits.perPerson)
    return { key: 'error.remind.tooManyForThem', values: { who: to.name } };
  return null;
}

/** Why it may not be due then; null where it may. */
export function refusalOfTime(due: number, now: number): Refused | null {
  if (!(due >= now - grace)) return { key: 'error.remind.past' };
  return due - now > furthest ? { key: 'error.remind.tooFar' } : null;
}

/** A reminder as it begins. */
export const begun = (wanted: NewReminder, now: number): Reminder => ({
  ...wanted,
  text: wanted.text.trim(),
  ...{ firstDue: wanted.due, ringFrom: wanted.due, wakeAt: wanted.due, createdAt: now },
  ...{ occurrence: 1, attempts: 0, callId: null, state: 'scheduled', reason: null, revision: 1 },
});
