import { Refusal } from '../../lib/errors.ts';
import { myReminders } from '../myReminders.ts';
import { readQuietWords } from '../quietWords.ts';
import type { Services } from '../services.ts';
import type { Turn } from '../turn.ts';

/** `/reminders`: what the sender set, and what is set for them, with quiet hours. */
export async function reminders(turn: Turn, _rest: string, services: Services): Promise<void> {
  await services.reply(turn, { card: await myReminders(turn, services) });
}

/** `/quiet 22:00-7:00`: nobody's reminder rings the sender then; `/quiet off` ends that, alone it tells. */
export async function quiet(turn: Turn, rest: string, services: Services): Promise<void> {
  if (!rest.trim()) return reminders(turn, '', services);
  const hours = readQuietWords(rest);
  if (!hours) throw new Refusal('error.remind.quietHow');
  const text = services.text(turn.locale);
  const wanted = hours === 'off' ? null : { ...hours, zone: turn.zone };
  await services.reminders.setPreferences(turn.who, { quiet: wanted }, services.clock.now());
  await services.reply(turn, {
    text: wanted ? text('remind.quiet', { ...wanted }) : text('remind.quietOff'),
  });
}
