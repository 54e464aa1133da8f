import { Refusal } from '../lib/errors.ts';
import type { Card } from './cards/card.ts';
import { remindFormCard } from './cards/remindFormCard.ts';
import { type Reminding, setReminder, type WantedReminder } from './remind.ts';
import { guessAt } from './remindWhen.ts';
import { say } from './say.ts';
import type { Services } from './services.ts';
import type { Turn } from './turn.ts';

/** What a form has besides: what was typed as a number, which may be none. */
export type Filled = WantedReminder & { phone: string | null };

/** The form of a reminder, with what was understood. @param problem what is to be put right; null for nothing */
export function reminderForm(
  turn: Turn,
  filled: Filled,
  problem: Refusal | null,
  services: Pick<Services, 'text' | 'phoneCalls'>,
): Card {
  const text = services.text(turn.locale);
  const { meeting, due, to } = filled;
  const phone = filled.phone ?? to.find(({ kind }) => kind === 'phone')?.id ?? null;
  return remindFormCard(text, {
    formId: filled.formId,
    people: to.filter(({ kind }) => kind === 'user'),
    everyone: meeting && { meetingId: meeting.id, subject: meeting.subject, count: to.length },
    ...{ phones: services.phoneCalls, phone, text: filled.text, every: filled.every, how: filled.how },
    recording: filled.recording,
    ...('at' in due ? guessAt(due.at, turn.zone) : due.guess),
    zone: turn.zone,
    problem: problem && say(text, problem.key, problem.values),
  });
}

/** Sets a reminder, or gives the card that stands before it: a question, or the form with what is to be put right. */
export async function remindOrForm(
  turn: Turn,
  filled: Filled,
  problem: Refusal | null,
  services: Services,
): Promise<{ card: Card } | Exclude<Reminding, { question: Card }>> {
  try {
    if (problem) throw problem;
    const done = await setReminder(turn, filled, services);
    return 'question' in done ? { card: done.question } : done;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // Nobody can fill in another one: without it, what is written is spoken.
    const recording = error.key === 'error.remind.noRecording' ? null : filled.recording;
    return { card: reminderForm(turn, { ...filled, recording }, error, services) };
  }
}
