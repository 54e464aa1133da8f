/** When a meeting is too long past to be joined. Pure. */
import type { Meeting } from './meeting.ts';

/** Meetings run late: for this long after its end one can still be joined, whatever its card says. */
export const lateMs = 60 * 60_000;

/** Whether nobody can be brought into the meeting any more. */
export const isOver = ({ state, end }: Pick<Meeting, 'state' | 'end'>, now: number): boolean =>
  state === 'cancelled' || (state === 'ended' && end + lateMs < now);
