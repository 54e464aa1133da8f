/** How a reminder's ring, or the reminder itself, comes to an end. Pure. */
import { derivedId } from '../lib/ids.ts';
import type { Answer, ReminderEffect } from './happened.ts';
import { occurrenceAfter } from './recurrence.ts';
import type { Reminder, ReminderReason, ReminderState } from './reminder.ts';

/** How long "again in 10 minutes" is, in milliseconds. */
const snoozeMs = 600_000;

/** This occurrence is over; one that comes again is looked at when the next is due. */
export const finish = (
  reminder: Reminder,
  state: ReminderState,
  reason: ReminderReason | null = null,
): Reminder => ({ ...reminder, state, reason, wakeAt: occurrenceAfter(reminder, reminder.due) });

/** Nothing more comes of it, whenever it would have been due again. */
export const close = (reminder: Reminder, state: 'cancelled' | 'stopped'): Reminder => ({
  ...reminder,
  ...{ state, reason: null, wakeAt: null },
});

/** Another round of ringing from `ringFrom` on, with calls of its own. */
export const newRound = (reminder: Reminder, ringFrom: number): Reminder => ({
  ...reminder,
  ...{ state: 'scheduled', reason: null, ringFrom, wakeAt: ringFrom },
  ...{ occurrence: reminder.occurrence + 1, attempts: 0, callId: null },
});

/** A call of a reminder is not needed any more: the same control, however often that is found. */
export const hangUpOf = (callId: string) =>
  ({
    kind: 'hangUp',
    callId,
    controlId: derivedId('reminder over', callId),
  }) satisfies ReminderEffect;

/** What the reader said, by a key or on a card. */
export function answer(reminder: Reminder, said: Answer, now: number): Reminder {
  switch (said) {
    case 'heard':
      return { ...finish(reminder, 'heard'), callId: null };
    case 'snooze':
      return { ...newRound(reminder, now + snoozeMs), state: 'snoozed' };
    case 'stop':
      return close(reminder, 'stopped');
  }
}

/** What a call came to, by the reason of its ending; whoever picked up and pressed nothing has not heard it: voicemail does that. */
const reasons: Record<string, ReminderReason> = {
  declined: 'declined',
  busyLine: 'busy',
  notReachable: 'unreachable',
  unroutable: 'unreachable',
  // Graph had no room, or certainly never got the request.
  busy: 'teamsSilent',
  unreachable: 'teamsSilent',
  consentMissing: 'notAllowed',
  notRegistered: 'notAllowed',
  refused: 'notAllowed',
  notConfirmed: 'notConfirmed',
  noLine: 'noLine',
  monthUsedUp: 'noLine',
};

/** Why a call without an answer is over. */
export const reasonOf = (ending: string): ReminderReason => reasons[ending] ?? 'noAnswer';

/** After these nobody is rung again: it would help nothing, or ring somebody whose phone perhaps rang before. */
const last: readonly (ReminderReason | null)[] = ['notAllowed', 'notConfirmed', 'noLine'];

/** Whether a chat message follows instead of another ring. */
export const isLastRing = ({ reason }: Reminder): boolean => last.includes(reason);
