import { Refusal } from '../lib/errors.ts';
import { type JoinLink, readJoinLink } from '../meetings/joinUrl.ts';
import type { Meeting } from '../meetings/meeting.ts';
import type { Services } from './services.ts';
import type { Turn } from './turn.ts';

const wrong: Partial<Record<JoinLink['kind'], string>> = {
  notTeams: 'error.linkNotTeams',
  lookalike: 'error.linkLookalike',
  consumer: 'error.linkConsumer',
};

/**
 * The meeting that a link, or a meeting ID and passcode, or a meeting's own chat names, looked up as the sender
 * would: somebody with no part in it learns nothing. Null where nothing was named.
 * @throws Refusal for another vendor's link, a look-alike, or a meeting that is not the sender's
 */
export async function linkedMeeting(turn: Turn, rest: string, services: Services): Promise<Meeting | null> {
  const link = readJoinLink(rest);
  if (link.kind === 'none') {
    if (rest.trim() || !turn.place.botMeetingId) return null;
    const url = await services.connector.joinUrl(turn.place.reference, turn.place.botMeetingId);
    const own = url ? readJoinLink(url) : link;
    if (own.kind === 'none') throw new Refusal('error.chatHasNoMeeting');
    return services.scheduling.details(own, turn);
  }
  const key = wrong[link.kind];
  if (key) throw new Refusal(key, 'host' in link ? { host: link.host } : {});
  return services.scheduling.details(link, turn);
}
