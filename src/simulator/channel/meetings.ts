/**
 * The connector's meeting routes, which the Playground lacks.
 * https://learn.microsoft.com/microsoftteams/platform/apps-in-teams-meetings/meeting-apps-apis
 */
import type { Route } from '../server.ts';
import type { Conversations } from './conversations.ts';
import { accountOf } from './members.ts';
import { personMri, threadOfMeetingId } from './names.ts';
import type { ChannelMeeting, ChannelPlace } from './place.ts';
import { forBot, refusal } from './replies.ts';

/** v1/meetings/{id} and v1/meetings/{id}/participants/{id}: 403 where the bot is not in the meeting's chat. */
export function meetingRoutes(place: ChannelPlace, conversations: Conversations): Route[] {
  const find = (id: string | undefined) => {
    const thread = threadOfMeetingId(id ?? '');
    const meeting = thread ? place.meeting(thread) : null;
    if (!meeting) return refusal(404, 'MeetingNotFound', 'There is no such meeting, or it is over.');
    const chat = conversations.find(meeting.threadId);
    if (chat?.installed) return meeting;
    return refusal(403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.');
  };
  return [
    forBot(place, 'GET', '/v1/meetings/{meetingId}', ({ params }) => {
      const meeting = find(params.meetingId);
      return 'status' in meeting ? meeting : { status: 200, body: info(place, meeting, params.meetingId) };
    }),
    forBot(
      place,
      'GET',
      '/v1/meetings/{meetingId}/participants/{participantId}',
      async ({ params, query }) => {
        if (!query.get('tenantId')) return refusal(400, 'BadArgument', 'The tenantId is missing.');
        const meeting = find(params.meetingId);
        if ('status' in meeting) return meeting;
        const person = participant(place, conversations, meeting, params.participantId ?? '');
        const role = person && meeting.roleOf(person.id);
        if (!person || !role)
          return refusal(404, 'ParticipantNotFound', 'Not a participant of this meeting.');
        return {
          status: 200,
          body: {
            user: accountOf(place, person),
            meeting: { role, inMeeting: meeting.inMeeting(person.id) },
            conversation: { id: meeting.threadId, isGroup: true },
          },
        };
      },
    ),
  ];
}

/** By Entra id, or by the 29: id of somebody in the meeting's chat. */
function participant(
  place: ChannelPlace,
  conversations: Conversations,
  meeting: ChannelMeeting,
  wanted: string,
) {
  const chat = conversations.find(meeting.threadId);
  const id = [meeting.organizerId, ...(chat?.members ?? [])].find(
    (member) => personMri(place.botId, member) === wanted,
  );
  return place.person(id ?? wanted);
}

function info(place: ChannelPlace, meeting: ChannelMeeting, id: string | undefined) {
  const organizer = place.person(meeting.organizerId);
  return {
    details: {
      id,
      msGraphResourceId: meeting.onlineMeetingId,
      scheduledStartTime: meeting.startTime,
      scheduledEndTime: meeting.endTime,
      joinUrl: meeting.joinUrl,
      title: meeting.subject,
      type: meeting.type,
    },
    conversation: { id: meeting.threadId, isGroup: true, conversationType: 'groupChat' },
    organizer: {
      id: personMri(place.botId, meeting.organizerId),
      aadObjectId: meeting.organizerId,
      objectId: meeting.organizerId,
      tenantId: place.tenantId,
      name: organizer?.name,
    },
  };
}
