import { type Activity, type ConversationReference, TurnContext } from 'botbuilder';
import { derivedId } from '../lib/ids.ts';
import { isZone } from '../lib/zone.ts';
import { type Mentioned, readMentions } from '../people/mentions.ts';
import type { Person } from '../people/person.ts';
import type { DroppedFile } from './imports.ts';

/** The chat a turn came from. */
export interface Place {
  /** Conversation id without the ";messageid=" of a channel thread: one id per chat. */
  id: string;
  kind: 'personal' | 'groupChat' | 'channel';
  reference: Partial<ConversationReference>;
  /** The bot's meeting id (channelData.meeting.id), in a meeting's chat. */
  botMeetingId: string | null;
}

/** One thing a person said or pressed, read from an activity that was authenticated. */
export interface Turn {
  /** The same however often it is delivered, and no other turn's: an activity's id is unique in its chat only. */
  id: string;
  /** Id is the Entra object id; the Teams id (29:...) for an anonymous guest, who then is nobody's member. */
  who: Person;
  /** Teams' own id of the sender for this bot. */
  mri: string;
  tenantId: string;
  place: Place;
  locale: string;
  /** IANA zone of the sender, or the configured one. */
  zone: string;
  /** What was said, the bot's mention stripped; empty for a press. */
  text: string;
  mentions: Mentioned[];
  /** Dropped with the message; Teams tells of them in personal chats alone. */
  files: readonly DroppedFile[];
  /** The message a pressed card stands in. */
  cardActivityId: string | null;
}

interface TeamsData {
  tenant?: { id?: string };
  meeting?: { id?: string };
}

const validZone = (zone: unknown, fallback: string): string =>
  typeof zone === 'string' && isZone(zone) ? zone : fallback;

const fileInfo = 'application/vnd.microsoft.teams.file.download.info';

/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4#receive-files-in-personal-chat */
const filesOf = ({ attachments }: Partial<Activity>): DroppedFile[] =>
  (attachments ?? []).flatMap(({ contentType, name, content }) => {
    const url: unknown = content?.downloadUrl;
    return contentType === fileInfo && typeof url === 'string' ? [{ name: String(name ?? ''), url }] : [];
  });

const baseId = (conversationId: string): string => conversationId.split(';')[0] ?? conversationId;

/**
 * Reads a turn from an activity. Zone and locale come from the clientInfo entity that Teams adds.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/conversation-messages
 */
export function readTurn(activity: Partial<Activity>, botId: string, defaultZone: string): Turn {
  const data = (activity.channelData ?? {}) as TeamsData;
  const clientInfo = activity.entities?.find((entity) => entity.type === 'clientInfo') as
    | { timezone?: string; locale?: string }
    | undefined;
  const { text, people } = readMentions(activity, botId);
  const from = activity.from ?? { id: '', name: '' };
  const kind = activity.conversation?.conversationType;
  return {
    id: derivedId(activity.conversation?.id ?? '', activity.id ?? ''),
    who: { id: (from.aadObjectId ?? from.id).toLowerCase(), name: from.name ?? '' },
    mri: from.id,
    tenantId: (data.tenant?.id ?? activity.conversation?.tenantId ?? '').toLowerCase(),
    place: {
      id: baseId(activity.conversation?.id ?? ''),
      kind: kind === 'channel' || kind === 'groupChat' ? kind : 'personal',
      reference: TurnContext.getConversationReference(activity),
      botMeetingId: data.meeting?.id ?? null,
    },
    locale: activity.locale ?? clientInfo?.locale ?? 'en',
    zone: validZone(activity.localTimezone ?? clientInfo?.timezone, defaultZone),
    text,
    mentions: people,
    files: filesOf(activity),
    cardActivityId: activity.replyToId ?? null,
  };
}
