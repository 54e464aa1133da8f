/** /chats/{id} and its members: the chat of a meeting, or one that was added to the world. */
import type { Context } from '../context.ts';
import { GraphError } from '../graphError.ts';
import type { SimulatedMeeting } from '../model.ts';
import type { GraphRequest, Operation } from '../operation.ts';
import { metadataOf } from '../resources.ts';
import type { Answer } from '../server.ts';
import type { Json } from '../shape.ts';
import { mailOf } from './users.ts';

interface Chat {
  id: string;
  topic: string | null;
  chatType: 'oneOnOne' | 'group' | 'meeting';
  memberIds: string[];
  ownerId: string | null;
  meeting: SimulatedMeeting | null;
}

function chatOf({ context: { world }, params }: GraphRequest): Chat {
  const id = params.chat ?? '';
  const added = world.chats.get(id);
  if (added) return { ...added, ownerId: null, meeting: null };
  const meeting = [...world.meetings.values()].find(({ threadId }) => threadId === id);
  if (!meeting) throw new GraphError(404, 'NotFound', 'NotFound');
  const { organizerId, invited, subject } = meeting;
  const memberIds = [organizerId, ...invited.flatMap(({ personId }) => personId ?? [])];
  return {
    id,
    topic: subject || null,
    chatType: 'meeting',
    memberIds: [...new Set(memberIds)],
    ownerId: organizerId,
    meeting,
  };
}

function meetingInfo({ eventId, joinWebUrl, organizerId }: SimulatedMeeting): Json {
  const organizer = {
    '@odata.type': '#microsoft.graph.teamworkUserIdentity',
    id: organizerId,
    displayName: null,
    userIdentityType: 'aadUser',
  };
  return { calendarEventId: eventId, joinWebUrl, organizer };
}

function get(request: GraphRequest): Answer {
  const { id, topic, chatType, meeting } = chatOf(request);
  const { clock, options } = request.context;
  const since = new Date(meeting?.createdAt ?? clock.now()).toISOString();
  return {
    status: 200,
    body: {
      '@odata.context': metadataOf('chats/$entity'),
      id,
      topic,
      createdDateTime: since,
      lastUpdatedDateTime: since,
      chatType,
      tenantId: options.tenantId,
      webUrl: `https://teams.microsoft.com/l/chat/${encodeURIComponent(id)}/0?tenantId=${options.tenantId}`,
      onlineMeetingInfo: meeting && meetingInfo(meeting),
    },
  };
}

function member({ world, options }: Context, chat: Chat, userId: string): Json[] {
  const person = world.people.get(userId);
  if (!person) return [];
  return [
    {
      '@odata.type': '#microsoft.graph.aadUserConversationMember',
      id: Buffer.from(`${chat.id}##${userId}`).toString('base64'),
      roles: chat.ownerId === null || chat.ownerId === userId ? ['owner'] : [],
      displayName: person.name,
      visibleHistoryStartDateTime: '0001-01-01T00:00:00Z',
      userId,
      email: mailOf(person),
      tenantId: options.tenantId,
    },
  ];
}

function members(request: GraphRequest): Answer {
  const chat = chatOf(request);
  const value = chat.memberIds.flatMap((id) => member(request.context, chat, id));
  const context = metadataOf(`chats('${chat.id}')/members`);
  return { status: 200, body: { '@odata.context': context, '@odata.count': value.length, value } };
}

export const chats: readonly Operation[] = [
  {
    method: 'GET',
    path: '/chats/{chat}',
    permissions: ['Chat.ReadBasic.All', 'Chat.Read.All', 'ChatSettings.Read.Chat'],
    denial: 'teams',
    handle: get,
  },
  {
    method: 'GET',
    path: '/chats/{chat}/members',
    permissions: ['ChatMember.Read.All', 'ChatMember.Read.Chat', 'Chat.Read.All'],
    denial: 'teams',
    handle: members,
  },
];
