/**
 * Activities in the shape Teams gives them.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/conversation-messages
 */
import type { SimulatedPerson } from '../people.ts';
import type { Conversation } from './conversations.ts';
import type { FileAttachment } from './files.ts';
import { botMeetingId, botMri, personMri } from './names.ts';
import { botNameOf, type ChannelPlace, serviceUrlOf } from './place.ts';

export interface Activity {
  type: string;
  id?: string;
  serviceUrl?: string;
  channelId?: string;
  conversation?: { id: string; [name: string]: unknown };
  from?: { id: string; [name: string]: unknown };
  recipient?: { id: string; [name: string]: unknown };
  channelData?: { [name: string]: unknown };
  attachments?: unknown;
  entities?: { type: string; [name: string]: unknown }[];
  [name: string]: unknown;
}

/** One activity of a person, without what it is about. */
export interface Occasion {
  place: ChannelPlace;
  conversation: Conversation;
  from: SimulatedPerson;
  activityId: string;
  /** The post of a channel it belongs to. */
  post: string | null;
  locale: string;
  timezone: string;
}

const localTime = (now: number, timeZone: string): string => {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(now);
  const offset = parts.find(({ type }) => type === 'timeZoneName')?.value.replace('GMT', '') || '+00:00';
  const minutes = Number(`${offset[0]}1`) * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6)));
  return new Date(now + minutes * 60_000).toISOString().replace('Z', offset);
};

/** channelData.meeting, where the conversation is a meeting's chat. */
export const meetingData = (place: ChannelPlace, conversationId: string) =>
  place.meeting(conversationId) ? { meeting: { id: botMeetingId(conversationId) } } : {};

/** What every activity of Teams carries. */
function envelope({ place, conversation, from, activityId, post, locale, timezone }: Occasion): Activity {
  const now = place.clock.now();
  const { id, type, topic, teamId } = conversation;
  const channel = type === 'channel' ? { id, name: topic ?? undefined } : null;
  return {
    type: 'message',
    id: activityId,
    timestamp: new Date(now).toISOString(),
    localTimestamp: localTime(now, timezone),
    localTimezone: timezone,
    serviceUrl: serviceUrlOf(place),
    channelId: 'msteams',
    from: { id: personMri(place.botId, from.id), name: from.name, aadObjectId: from.id },
    conversation: {
      ...(type === 'personal' ? {} : { isGroup: true, ...(topic && !channel ? { name: topic } : {}) }),
      conversationType: type === 'meeting' ? 'groupChat' : type,
      tenantId: place.tenantId,
      id: post ? `${id};messageid=${post}` : id,
    },
    recipient: { id: botMri(place.botId), name: botNameOf(place) },
    entities: [
      { type: 'clientInfo', locale, country: locale.split('-')[1] ?? 'US', platform: 'Web', timezone },
    ],
    channelData: {
      ...(channel && { teamsChannelId: id, teamsTeamId: teamId, channel, team: { id: teamId } }),
      ...meetingData(place, id),
      tenant: { id: place.tenantId },
    },
    locale,
  };
}

/** A message; `text` already has its `<at>` marks, `mentioned` says whom they mean, in their order. */
export function messageActivity(
  occasion: Occasion,
  text: string,
  mentioned: { id: string; name: string }[],
  files: readonly FileAttachment[],
): Activity {
  const activity = envelope(occasion);
  const html = text.replace(
    /<at>(.*?)<\/at>/g,
    '<span itemscope itemtype="http://schema.skype.com/Mention">$1</span>',
  );
  return {
    ...activity,
    text,
    textFormat: 'plain',
    attachments: [
      ...(mentioned.length > 0 ? [{ contentType: 'text/html', content: `<p>${html}</p>` }] : []),
      ...files,
    ],
    entities: [
      ...mentioned.map((who) => ({ type: 'mention', mentioned: who, text: `<at>${who.name}</at>` })),
      ...(activity.entities ?? []),
    ],
  };
}

/** A press on a card's Action.Execute. */
export function pressActivity(occasion: Occasion, messageId: string, verb: string, data: unknown): Activity {
  const activity = envelope(occasion);
  return {
    ...activity,
    type: 'invoke',
    name: 'adaptiveCard/action',
    replyToId: messageId,
    value: { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' },
    channelData: { ...activity.channelData, source: { name: 'message' } },
  };
}

/** The two activities that tell a bot it was installed (`add`) or taken away (`remove`), in Teams' order. */
export function installActivities(occasion: Occasion, action: 'add' | 'remove'): Activity[] {
  const activity = envelope(occasion);
  const members = [{ id: botMri(occasion.place.botId) }];
  return [
    {
      ...activity,
      type: 'conversationUpdate',
      ...(action === 'add' ? { membersAdded: members } : { membersRemoved: members }),
    },
    { ...activity, id: `${occasion.activityId}1`, type: 'installationUpdate', action },
  ];
}
