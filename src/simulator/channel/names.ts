/** The ids that Teams' channel writes: members, conversations and meetings, the same on every run. */
import { createHash } from 'node:crypto';

const digest = (...parts: string[]) => createHash('sha256').update(parts.join('\u0000')).digest();

/** The bot as Teams names it: `28:` and its application id. */
export const botMri = (botId: string): string => `28:${botId}`;

/** A person as Teams names them to one bot: `29:`, opaque, another one for every bot. */
export const personMri = (botId: string, personId: string): string =>
  `29:1${digest('person', botId, personId.toLowerCase()).toString('base64url')}`;

/** The chat of one person with the bot. */
export const personalChatId = (botId: string, personId: string): string =>
  `a:1${digest('chat', botId, personId.toLowerCase()).toString('base64url')}`;

/** A group chat's id, `19:…@thread.v2`; the same for the same seed. */
export const groupChatId = (seed: string): string =>
  `19:${digest('group', seed).toString('hex').slice(0, 32)}@thread.v2`;

/** A channel's (or a team's) id, `19:…@thread.tacv2`. */
export const channelId = (seed: string): string =>
  `19:${digest('channel', seed).toString('hex').slice(0, 32)}@thread.tacv2`;

/** The id a bot knows a meeting by (channelData.meeting.id): its thread, wrapped in base64. */
export const botMeetingId = (threadId: string): string =>
  Buffer.from(`0#${threadId}#0`, 'utf8').toString('base64');

/** The thread behind a bot's meeting id; null for what is none. */
export function threadOfMeetingId(id: string): string | null {
  return /^0#(19:.+)#0$/.exec(Buffer.from(id, 'base64').toString('utf8'))?.[1] ?? null;
}

/** A channel conversation without the post it is about: `19:…@thread.tacv2;messageid=123` to `19:…@thread.tacv2`. */
export const withoutPost = (conversationId: string): string => conversationId.replace(/;messageid=.*$/i, '');

/** The post that a channel conversation is about; null for any other. */
export const postOf = (conversationId: string): string | null =>
  /;messageid=(.+)$/i.exec(conversationId)?.[1] ?? null;
