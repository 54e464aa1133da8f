import type { Text } from '../../locales/text.ts';
import type { Recurrence } from '../../reminders/reminder.ts';
import { namesOf } from './names.ts';

/** How often a reminder comes: "every Monday and Thursday", "every month on day 31". */
export function oftenOf(text: Text, every: Recurrence): string {
  switch (every.kind) {
    case 'weekly': {
      const days = every.days.map((day) => text(`often.day.${day}`));
      return text('often.weekly', { days: namesOf(text, days, 7) });
    }
    case 'monthly':
      return text('often.monthly', { day: every.day });
    default:
      return text(`often.${every.kind}`);
  }
}
