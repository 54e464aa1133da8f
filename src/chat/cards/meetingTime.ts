import type { Text } from '../../locales/text.ts';
import { dateOf, sameDay, timeOf } from './time.ts';

/** "Sat, Nov 21, 2026 · 3:00 PM – 3:45 PM", in each reader's zone; the end has its day where it is another one. */
export function meetingTime(text: Text, meeting: { start: number; end: number; zone?: string }): string {
  const far = !sameDay(meeting.start, meeting.end, meeting.zone ?? 'UTC');
  return text(far ? 'card.meeting.longTime' : 'card.meeting.time', {
    date: dateOf(meeting.start),
    start: timeOf(meeting.start),
    endDate: dateOf(meeting.end),
    end: timeOf(meeting.end),
  });
}
