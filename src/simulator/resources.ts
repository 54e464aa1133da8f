/** Calls, participants and operations as Graph writes them. */
import type { Attendance, CallOperation, ResultInfo, SimulatedCall } from './model.ts';

const tag = (name: string) => `#microsoft.graph.${name}`;
export const metadataOf = (what: string) => `https://graph.microsoft.com/v1.0/$metadata#${what}`;

const galleryMetadata = JSON.stringify({
  __platform: { ui: { hidden: true } },
  audienceView: { id: 'gallery/1', page: 1, status: 'active', type: 'lg', aspectRatio: 'widescreen' },
});

function identityOf({ person, gallery }: Attendance, tenantId: string): Record<string, unknown> {
  const { id, name, kind } = person;
  const type = gallery ? 'communicationsApplicationIdentity' : 'identity';
  const identity = { '@odata.type': tag(type), id, displayName: name };
  const slot = kind === 'user' ? { ...identity, tenantId } : identity;
  // cloud-communications-identifylargegalleryview: how a bot tells the gallery from a bot.
  const more = gallery ? { applicationType: 'LargeGallery-V2' } : {};
  return { '@odata.type': tag('identitySet'), [kind]: { ...slot, ...more } };
}

const stream = (mediaType: string, label: string, direction: string, serverMuted = false) => ({
  '@odata.type': tag('mediaStream'),
  mediaType,
  label,
  sourceId: '1',
  direction,
  serverMuted,
});

function streamsOf({ inLobby, gallery, sharesScreen, serverMuted }: Attendance) {
  if (inLobby) return [];
  if (gallery) {
    return [stream('audio', 'main-audio', 'receiveOnly'), stream('video', 'main-video', 'sendReceive')];
  }
  const screen = stream('videoBasedScreenSharing', 'applicationsharing-video', 'sendOnly');
  return [stream('audio', 'main-audio', 'sendReceive', serverMuted), ...(sharesScreen ? [screen] : [])];
}

export function participantResource(attendance: Attendance, tenantId: string): Record<string, unknown> {
  const { participantId, muted, serverMuted, inLobby, gallery } = attendance;
  return {
    '@odata.type': tag('participant'),
    id: participantId,
    info: {
      '@odata.type': tag('participantInfo'),
      identity: identityOf(attendance, tenantId),
      languageId: null,
      region: null,
    },
    isInLobby: inLobby,
    isMuted: muted || serverMuted,
    mediaStreams: streamsOf(attendance),
    metadata: gallery ? galleryMetadata : null,
    recordingInfo: null,
  };
}

export const resultResource = (result: ResultInfo | null) =>
  result && { '@odata.type': tag('resultInfo'), ...result };

export function operationResource(operation: CallOperation): Record<string, unknown> {
  const { id, type, status, clientContext, result, extra } = operation;
  return {
    '@odata.type': tag(type),
    id,
    status,
    clientContext,
    resultInfo: resultResource(result),
    ...extra,
  };
}

/** The bot itself as the source of a call, with the resource account it calls through. */
export const applicationSource = (botId: string, instanceId: string | null): Record<string, unknown> => ({
  '@odata.type': tag('participantInfo'),
  identity: {
    '@odata.type': tag('identitySet'),
    application: { '@odata.type': tag('identity'), id: botId, displayName: null },
    ...(instanceId ? { applicationInstance: { '@odata.type': tag('identity'), id: instanceId } } : {}),
  },
  region: null,
  languageId: null,
});

const mediaState = ({ audio }: SimulatedCall) => ({ '@odata.type': tag('callMediaState'), audio });

/** The whole call, as create and GET give it. */
export function callResource(call: SimulatedCall): Record<string, unknown> {
  return {
    '@odata.context': metadataOf('app/calls/$entity'),
    '@odata.type': tag('call'),
    id: call.id,
    state: call.state,
    direction: call.direction,
    callbackUri: call.callbackUri,
    callChainId: call.callChainId,
    tenantId: call.tenantId,
    myParticipantId: call.myParticipantId,
    source: call.source,
    ...call.request,
    mediaState: call.state === 'established' ? mediaState(call) : null,
    resultInfo: resultResource(call.result),
    toneInfo: null,
    transcription: null,
  };
}

export type ChangeType = 'created' | 'updated' | 'deleted';

function envelope(changeType: ChangeType, path: string, resourceData: unknown): Record<string, unknown> {
  return {
    '@odata.type': tag('commsNotifications'),
    value: [
      {
        '@odata.type': tag('commsNotification'),
        changeType,
        resource: `/app${path}`,
        resourceUrl: `/communications${path}`,
        resourceData,
      },
    ],
  };
}

/**
 * What has changed about a call: its state and what goes with it, never the whole resource.
 * @param more further members of the resource, such as `toneInfo`.
 */
export function callNotification(
  changeType: ChangeType,
  call: SimulatedCall,
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  const established = call.state === 'established';
  return envelope(changeType, `/calls/${call.id}`, {
    '@odata.type': tag('call'),
    '@odata.id': `/communications/calls/${call.id}`,
    state: call.state,
    callChainId: call.callChainId,
    tenantId: call.tenantId,
    ...(established
      ? {
          myParticipantId: call.myParticipantId,
          mediaState: mediaState(call),
        }
      : {}),
    ...(call.result ? { resultInfo: resultResource(call.result) } : {}),
    ...more,
  });
}

/** Somebody calls the bot: the first it hears of the call (learn.microsoft.com/graph/api/call-answer). */
export function incomingNotification(call: SimulatedCall): Record<string, unknown> {
  return callNotification('created', call, {
    id: call.id,
    direction: call.direction,
    source: call.source,
    targets: call.request.targets,
    requestedModalities: call.request.requestedModalities,
    myParticipantId: call.myParticipantId,
    ...(call.request.chatInfo
      ? { chatInfo: call.request.chatInfo, meetingInfo: call.request.meetingInfo }
      : {}),
  });
}

/** The whole roster, the bot itself in it. */
export function rosterNotification(call: SimulatedCall): Record<string, unknown> {
  const roster = [...call.room.people.values()].map((entry) => participantResource(entry, call.tenantId));
  return envelope('updated', `/calls/${call.id}/participants`, roster);
}

/** A finished operation is a deleted one. */
export function operationNotification(
  call: SimulatedCall,
  operation: CallOperation,
): Record<string, unknown> {
  return envelope('deleted', `/calls/${call.id}/operations/${operation.id}`, operationResource(operation));
}
