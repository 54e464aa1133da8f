/** Whether somebody may be rung now. Pure. */

/** `off`: does not want to be. The others are limits: of one person, whoever rings them, and of one sender. */
export type MayRing = 'yes' | 'off' | 'oftenRung' | 'ringsTooMuch';

/** What is known of somebody who is to be rung; `rung`: how often within the hour. */
export interface RungBefore {
  off: boolean;
  rung: number;
}

/** Rings within an hour. */
export interface RingLimits {
  perPerson: number;
  perSender: number;
}

/**
 * For each of these, in their order; those that may be rung use up what the sender has left for the next ones.
 * @param bySender how many the sender has had rung within the hour
 */
export function mayRing(
  people: readonly RungBefore[],
  bySender: number,
  { perPerson, perSender }: RingLimits,
): MayRing[] {
  let left = perSender - bySender;
  return people.map(({ off, rung }) => {
    if (off) return 'off';
    if (rung >= perPerson) return 'oftenRung';
    if (left <= 0) return 'ringsTooMuch';
    left -= 1;
    return 'yes';
  });
}
