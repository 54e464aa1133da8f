/** The bodies of the calling operations that have more than a clientContext, as Graph's contract wants them. */
import type { MeetingCoordinates } from '../calling/call.ts';
import type { MediaConfig } from '../calling/perform.ts';
import type { Side } from '../calling/placed.ts';
import type { RedirectTarget } from '../frontdesk/frontDesk.ts';

/** An object with its @odata.type, as Graph wants it wherever a type is abstract. */
export const tagged = <T extends object>(type: string, fields: T) => ({
  '@odata.type': `#microsoft.graph.${type}`,
  ...fields,
});

/** Who runs the media. https://learn.microsoft.com/graph/api/resources/mediaconfig */
const mediaConfig = (media: MediaConfig): object =>
  media.hostedBy === 'application'
    ? tagged('appHostedMediaConfig', { blob: media.blob })
    : tagged('serviceHostedMediaConfig', {});

/**
 * Joining a meeting with audio alone. By organizer it needs the chat's coordinates; by meeting ID the
 * passcode and nothing of the chat. The tenant is named in both.
 * https://learn.microsoft.com/graph/api/application-post-calls
 */
export function joinBody(request: {
  callbackUri: string;
  tenantId: string;
  subject: string;
  coordinates: MeetingCoordinates;
  media: MediaConfig;
}): object {
  const { callbackUri, tenantId, subject, coordinates, media } = request;
  return tagged('call', {
    callbackUri,
    tenantId,
    subject,
    requestedModalities: ['audio'],
    mediaConfig: mediaConfig(media),
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

/** Somebody, as Graph wants them named: by their object id, application id or number. */
const invitee = (slot: 'user' | 'application' | 'phone', id: string, more: object = {}): object =>
  tagged('invitationParticipantInfo', {
    identity: tagged('identitySet', { [slot]: tagged('identity', { id }) }),
    ...more,
  });

/**
 * Ringing people: one makes a peer-to-peer call, several a group call. A number is reached through a resource account
 * that is linked to the application. https://learn.microsoft.com/graph/api/application-post-calls
 */
export function placeBody(request: {
  callbackUri: string;
  tenantId: string;
  subject: string;
  sides: readonly Side[];
  media: MediaConfig;
  applicationInstance: string | null;
}): object {
  const { callbackUri, tenantId, subject, sides, media, applicationInstance } = request;
  const instance = tagged('identity', { id: applicationInstance });
  const identity = tagged('identitySet', { applicationInstance: instance });
  const byPhone = applicationInstance !== null && sides.some((side) => side.kind === 'phone');
  return tagged('call', {
    callbackUri,
    tenantId,
    subject,
    requestedModalities: ['audio'],
    mediaConfig: mediaConfig(media),
    targets: sides.map((side) => invitee(side.kind, side.id)),
    ...(byPhone ? { source: tagged('participantInfo', { identity }) } : {}),
  });
}

/** A call with video is answered with audio alone, too. https://learn.microsoft.com/graph/api/call-answer */
export const answerBody = (callbackUri: string, media: MediaConfig): object => ({
  callbackUri,
  acceptedModalities: ['audio'],
  mediaConfig: mediaConfig(media),
});

const slots = { user: 'user', voicemail: 'user', bot: 'application', phone: 'phone' } as const;

/** Several targets ring at the same time. https://learn.microsoft.com/graph/api/call-redirect */
export const redirectBody = (
  callbackUri: string,
  targets: readonly RedirectTarget[],
  seconds: number | null,
): object => ({
  targets: targets.map(({ kind, id }) =>
    invitee(slots[kind], id, kind === 'voicemail' ? { endpointType: 'voicemail' } : {}),
  ),
  ...(seconds === null ? {} : { timeout: seconds }),
  callbackUri,
});

/** `replacesCallId`: Graph's id of the call with that person. https://learn.microsoft.com/graph/api/call-transfer */
export const transferBody = (to: string, replacesCallId: string | null): object => ({
  transferTarget: invitee('user', to, replacesCallId === null ? {} : { replacesCallId }),
});

/**
 * One invitee, a person or one other bot (more than one bot cannot be invited at a time).
 * https://learn.microsoft.com/graph/api/participant-invite
 * @param replacesCallId Graph's id of a peer-to-peer call of ours with that person, which becomes part of this one
 */
export function inviteBody(
  person: { id: string; bot?: boolean },
  context: string,
  replacesCallId: string | null,
): object {
  const more = replacesCallId === null ? {} : { replacesCallId };
  return {
    participants: [invitee(person.bot ? 'application' : 'user', person.id, more)],
    clientContext: context,
  };
}
