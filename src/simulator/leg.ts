/** A leg of the bot, as it begins. */
import { randomUUID } from 'node:crypto';
import type { Base } from './context.ts';
import type { Room, SimulatedCall } from './model.ts';
import { applicationSource } from './resources.ts';
import { isObject } from './shape.ts';

export interface NewLeg {
  room: Room;
  callbackUri: string;
  /** Members of the request that the call resource gives back. */
  request: Record<string, unknown>;
  /** The bot waits in the lobby until it is admitted. */
  inLobby: boolean;
  /** Somebody else calls the bot; otherwise the bot itself is the source. */
  incoming?: { source: Record<string, unknown> };
  applicationInstanceId?: string | null;
}

/** Who runs the media, as a mediaConfig says. */
export const hostingOf = (mediaConfig: unknown): SimulatedCall['hosting'] =>
  isObject(mediaConfig) && mediaConfig['@odata.type'] === '#microsoft.graph.appHostedMediaConfig'
    ? 'application'
    : 'service';

/** Puts the bot into the room of its call. */
export function enterBot(
  { world, options }: Base,
  call: Pick<SimulatedCall, 'id' | 'room' | 'myParticipantId'>,
  inLobby: boolean,
) {
  const bot = { id: options.botId, name: 'Rollcall', kind: 'application' as const };
  world.enter(call.room, bot, { callId: call.id, participantId: call.myParticipantId, inLobby });
}

/**
 * The leg, which stands in the world's calls, the bot in its room; nobody is told yet. Who is invited into a meeting
 * comes into it by answering.
 */
export function makeLeg(context: Base, wanted: NewLeg): SimulatedCall {
  const { world, clock, options } = context;
  const { room, callbackUri, request, inLobby, incoming, applicationInstanceId = null } = wanted;
  const now = clock.now();
  const call: SimulatedCall = {
    id: randomUUID(),
    direction: incoming ? 'incoming' : 'outgoing',
    tenantId: options.tenantId,
    appId: options.botId,
    callbackUri,
    callChainId: randomUUID(),
    state: incoming ? 'incoming' : 'establishing',
    myParticipantId: randomUUID(),
    room,
    source: incoming?.source ?? applicationSource(options.botId, applicationInstanceId),
    hosting: hostingOf(request.mediaConfig),
    audio: 'inactive',
    media: null,
    applicationInstanceId,
    audioRoutingGroups: new Map(),
    handover: null,
    request,
    operations: new Map(),
    result: null,
    createdAt: now,
    lastKeepAlive: now,
    planned: new Set(),
  };
  world.calls.set(call.id, call);
  if (room.peerToPeer || !incoming) enterBot(context, call, inLobby);
  return call;
}
