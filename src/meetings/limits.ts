/** What a meeting may have at most, whether it was typed or filled in. Pure. */
import { Refusal } from '../lib/errors.ts';
import { cleanSubject } from './requestSubject.ts';

/** As long as Exchange takes a subject. */
const longestSubject = 255;
const mostPeople = 250;

/**
 * The subject as others may see it, see `cleanSubject`.
 * @throws Refusal `error.subjectTooLong` {max, count}
 */
export function fittingSubject(text: string): string {
  const subject = cleanSubject(text);
  const count = [...subject].length;
  if (count > longestSubject) throw subjectTooLong(count);
  return subject;
}

export const subjectTooLong = (count: number): Refusal =>
  new Refusal('error.subjectTooLong', { max: longestSubject, count });

/** @throws Refusal `error.tooManyPeople` {max, count} */
export function refuseTooMany(count: number): void {
  if (count > mostPeople) throw new Refusal('error.tooManyPeople', { max: mostPeople, count });
}
