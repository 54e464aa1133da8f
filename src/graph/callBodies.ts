/** The bodies of the calling operations that have more than a clientContext, as Graph's contract wants them. */
import type { MeetingCoordinates } from '../calling/call.ts';

/** An object with its @odata.type, as Graph wants it wherever a type is abstract. */
export const tagged = <T extends object>(type: string, fields: T) => ({
  '@odata.type': `#microsoft.graph.${type}`,
  ...fields,
});

/**
 * Joining a meeting with service-hosted audio. By organizer it needs the chat's coordinates; by meeting ID the
 * passcode and nothing of the chat. The tenant is named in both.
 * https://learn.microsoft.com/graph/api/application-post-calls
 */
export function joinBody(request: {
  callbackUri: string;
  tenantId: string;
  subject: string;
  coordinates: MeetingCoordinates;
}): object {
  const { callbackUri, tenantId, subject, coordinates } = request;
  return tagged('call', {
    callbackUri,
    tenantId,
    subject,
    requestedModalities: ['audio'],
    mediaConfig: tagged('serviceHostedMediaConfig', {}),
    ...meeting(coordinates, tenantId),
  });
}

function meeting(coordinates: MeetingCoordinates, tenantId: string): object {
  if (coordinates.by === 'meetingId') {
    const { joinMeetingId, passcode } = coordinates;
    return { meetingInfo: tagged('joinMeetingIdMeetingInfo', { joinMeetingId, passcode }) };
  }
  const { organizerId, threadId, messageId, replyChainMessageId } = coordinates;
  const user = tagged('identity', { id: organizerId, tenantId });
  return {
    chatInfo: tagged('chatInfo', {
      threadId,
      messageId,
      ...(replyChainMessageId ? { replyChainMessageId } : {}),
    }),
    meetingInfo: tagged('organizerMeetingInfo', { organizer: tagged('identitySet', { user }) }),
  };
}

/**
 * One invitee, a person or one other bot (more than one bot cannot be invited at a time).
 * https://learn.microsoft.com/graph/api/participant-invite
 */
export function inviteBody(person: { id: string; bot?: boolean }, context: string): object {
  const identity = tagged('identity', { id: person.id });
  const set = tagged('identitySet', person.bot ? { application: identity } : { user: identity });
  return {
    participants: [tagged('invitationParticipantInfo', { identity: set })],
    clientContext: context,
  };
}
