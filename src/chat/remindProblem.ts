import { Refusal } from '../lib/errors.ts';
import { instantOf, weekdayOf } from '../meetings/civil.ts';
import { whenProblem } from './plan.ts';
import type { Due, Guess } from './remindWhen.ts';
import type { Services } from './services.ts';
import type { Turn } from './turn.ts';

/** What keeps a time from being certain, as a refusal; of a past one, with the next that fits. */
export function whenRefusal(
  due: Exclude<Due, { at: number }>,
  turn: Pick<Turn, 'zone' | 'locale'>,
  { text, clock }: Pick<Services, 'text' | 'clock'>,
): Refusal {
  if (due.why !== 'past') return new Refusal(whenProblem[due.why] ?? 'error.whenNoTime');
  const { said, guess } = due;
  const next = said ? ahead(guess, turn.zone, clock.now()) : null;
  if (!said || !next) return new Refusal('error.remind.past');
  const day = text(turn.locale)(`often.day.${next.weekday}`);
  return new Refusal('error.remind.passed', { was: said, next: `${day}, ${guess.date}, ${guess.time}` });
}

/** The day of the week of a guess that lies ahead; null for another. */
function ahead({ date, time }: Guess, zone: string, now: number): { weekday: number } | null {
  const [year = 0, month = 0, day = 0] = (date ?? '').split('-').map(Number);
  const [hour = 0, minute = 0] = (time ?? '').split(':').map(Number);
  if (!date || !time) return null;
  const civil = { year, month, day, hour, minute };
  return instantOf(civil, zone).instant > now ? { weekday: weekdayOf(civil) || 7 } : null;
}
