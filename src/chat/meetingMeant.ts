import { Refusal } from '../lib/errors.ts';
import type { Meeting } from '../meetings/meeting.ts';
import { linkedMeeting } from './linked.ts';
import type { Services } from './services.ts';
import type { Turn } from './turn.ts';

/**
 * The meeting ahead that words mean: by its link, its subject or the beginning of that, or that of this chat where
 * there are none.
 * @throws Refusal `error.remind.meetingWhere`, `noMeeting` {name} or `whichMeeting` {name, names}; and as `linkedMeeting`
 */
export async function meetingMeant(turn: Turn, words: string, services: Services): Promise<Meeting> {
  const linked = await linkedMeeting(turn, words, services);
  if (linked) return linked;
  const ahead = await services.scheduling.upcoming(turn.who.id, turn.tenantId);
  const name = words.toLowerCase();
  const fits: ((meeting: Meeting) => boolean)[] = name
    ? [
        ({ subject }) => subject.toLowerCase() === name,
        ({ subject }) => subject.toLowerCase().startsWith(name),
        ({ subject }) => subject.toLowerCase().includes(name),
      ]
    : [({ conversationId, threadId }) => [conversationId, threadId].includes(turn.place.id)];
  const found = fits.map((test) => ahead.filter(test)).find((some) => some.length > 0) ?? [];
  const [first] = found;
  if (!first)
    throw new Refusal(name ? 'error.remind.noMeeting' : 'error.remind.meetingWhere', { name: words });
  const subjects = new Set(found.map(({ subject }) => subject));
  // Several of one name are one after the other: the next is meant.
  if (subjects.size > 1)
    throw new Refusal('error.remind.whichMeeting', { name: words || '-', names: [...subjects].join(', ') });
  return first;
}
