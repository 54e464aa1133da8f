/** The Agents Playground's side: its activities made what Teams would have sent, and its connector called. */
import type { Activity } from './activity.ts';
import { meetingData } from './activity.ts';
import type { Conversation, Conversations, ConversationType } from './conversations.ts';
import { completed, type MemberAccount, mriOf } from './members.ts';
import { botMri, withoutPost } from './names.ts';
import { botNameOf, type ChannelPlace, serviceUrlOf } from './place.ts';

/** What the Playground's connector answered. */
export interface UpstreamAnswer {
  status: number;
  body: unknown;
}

const isLoopback = (url: string): boolean =>
  ['localhost', '127.0.0.1', '[::1]'].includes(URL.parse(url)?.hostname ?? '');

/**
 * Completes an activity of the Playground and remembers where its conversation is shown.
 * @throws RangeError when its serviceUrl is not on this machine.
 */
export function adopt(place: ChannelPlace, conversations: Conversations, activity: Activity): Activity {
  const upstream = (activity.serviceUrl ?? '').replace(/\/$/, '');
  if (!isLoopback(upstream)) throw new RangeError('The serviceUrl of a Playground is on this machine.');
  const entraId = String(activity.from?.aadObjectId ?? '').toLowerCase();
  const conversationId = activity.conversation?.id ?? '';
  const known = remember(conversations, activity, upstream, entraId, place);
  const formerBotId = activity.recipient?.id;
  const timezone = String(activity.localTimezone ?? known.clients.get(entraId)?.timezone ?? 'UTC');
  const locale = String(activity.locale ?? 'en-US');
  known.clients.set(entraId, { locale, timezone });
  const renamed = (id: unknown) => (id === formerBotId ? botMri(place.botId) : String(id));
  const entities = (activity.entities ?? []).map((entity) => {
    const mentioned = entity.mentioned as { id: string; name: string } | undefined;
    if (entity.type !== 'mention' || !mentioned) return entity;
    return { ...entity, mentioned: { ...mentioned, id: renamed(mentioned.id) } };
  });
  if (!entities.some(({ type }) => type === 'clientInfo')) {
    entities.push({ type: 'clientInfo', locale, country: 'US', platform: 'Web', timezone });
  }
  const added = activity.membersAdded as { id: string }[] | undefined;
  return {
    ...activity,
    ...(added && { membersAdded: added.map((member) => ({ ...member, id: renamed(member.id) })) }),
    serviceUrl: serviceUrlOf(place),
    locale,
    localTimezone: timezone,
    from: { ...activity.from, id: mriOf(place, activity.from?.id ?? '', entraId), aadObjectId: entraId },
    recipient: { id: botMri(place.botId), name: botNameOf(place) },
    conversation: { ...activity.conversation, id: conversationId, tenantId: place.tenantId },
    channelData: {
      ...activity.channelData,
      ...meetingData(place, withoutPost(conversationId)),
      tenant: { id: place.tenantId },
    },
    entities,
  };
}

function remember(
  conversations: Conversations,
  activity: Activity,
  upstream: string,
  entraId: string,
  place: ChannelPlace,
): Conversation {
  const id = withoutPost(activity.conversation?.id ?? '');
  const said = String(activity.conversation?.conversationType ?? 'personal') as ConversationType;
  const team = activity.channelData?.team as { id?: string } | undefined;
  const conversation =
    conversations.find(id) ??
    conversations.add({
      id,
      type: place.meeting(id) ? 'meeting' : said,
      members: [],
      topic: (activity.conversation?.name as string | undefined) ?? null,
      teamId: team?.id ?? null,
      upstream,
    });
  conversation.upstream = upstream;
  if (entraId && !conversation.members.includes(entraId)) conversation.members.push(entraId);
  return conversation;
}

/** Asks the Playground's connector; `path` begins after its serviceUrl. 502 when it does not answer. */
export async function askUpstream(
  upstream: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<UpstreamAnswer> {
  try {
    const response = await fetch(`${upstream}${path}`, {
      method,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    });
    const text = await response.text();
    return { status: response.status, body: text ? JSON.parse(text) : undefined };
  } catch (error) {
    const message = `The Playground did not answer: ${(error as Error).message}`;
    return { status: 502, body: { error: { code: 'BadGateway', message } } };
  }
}

/** The members of a conversation of the Playground, as Teams would name them; none when it does not answer. */
export async function upstreamMembers(
  place: ChannelPlace,
  conversation: Conversation & { upstream: string },
): Promise<MemberAccount[]> {
  const path = `/v3/conversations/${encodeURIComponent(conversation.id)}/members`;
  const { status, body } = await askUpstream(conversation.upstream, 'GET', path);
  if (status !== 200 || !Array.isArray(body)) return [];
  return body.flatMap((account) => completed(place, account) ?? []);
}
