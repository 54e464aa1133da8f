import { Refusal } from '../lib/errors.ts';
import type { Person } from '../people/person.ts';
import type { Services } from './services.ts';
import type { Turn } from './turn.ts';

/** What people do to meetings and what else is no control of a call, as the audit trail names it. */
type MeetingVerb =
  | 'startMeeting'
  | 'scheduleMeeting'
  | 'sendDraft'
  | 'rescheduleMeeting'
  | 'cancelMeeting'
  | 'bringIn'
  | 'placeCall'
  | 'bindFrontDesk'
  | 'blockCaller'
  | 'unblockCaller'
  | 'scheduleReminder'
  | 'cancelReminder'
  | 'rescheduleReminder'
  | 'confirmImport'
  | 'cancelImport'
  | 'pauseCalls'
  | 'resumeCalls';

/** A deed as it is written down: at first as waiting, then with what came of it. */
export interface MeetingDeed {
  /** The same for both times. */
  id: string;
  verb: MeetingVerb;
  by: Person;
  on: Person[];
  at: number;
  outcome: 'waiting' | 'done' | 'failed';
  /** Of a failure: the key of the refusal, `unexpected`, or `alreadyThere` where somebody else was quicker. */
  reason?: string;
  finishedAt: number | null;
}

/**
 * Does something to a meeting and writes down who did it, to whom, and what came of it. What cannot be written down is
 * not done.
 * @param meeting its id (also of one that is still to be made) and those invited
 * @param undone why what `work` gave means that nothing was done; null where it was
 * @throws what `work` throws
 */
export async function audited<T>(
  turn: Turn,
  verb: MeetingVerb,
  meeting: { id: string; invited: readonly Person[] },
  services: Pick<Services, 'writeDown' | 'clock'>,
  work: () => Promise<T>,
  undone: (result: T) => string | null = () => null,
): Promise<T> {
  const at = services.clock.now();
  const deed = {
    id: `${verb}/${meeting.id}/${turn.id}`,
    verb,
    by: turn.who,
    on: meeting.invited.map(({ id, name }) => ({ id, name })),
    at,
  };
  await services.writeDown({ ...deed, outcome: 'waiting', finishedAt: null });
  const written = (outcome: Partial<MeetingDeed> & Pick<MeetingDeed, 'outcome'>) =>
    services.writeDown({ ...deed, ...outcome, finishedAt: services.clock.now() });
  try {
    const result = await work();
    const reason = undone(result);
    await written(reason ? { outcome: 'failed', reason } : { outcome: 'done' });
    return result;
  } catch (error) {
    const reason = error instanceof Refusal ? error.key : 'unexpected';
    await written({ outcome: 'failed', reason }).catch(() => undefined);
    throw error;
  }
}
