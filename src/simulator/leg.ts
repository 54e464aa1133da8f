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

/** Puts the bot into the room and gives its leg, which stands in the world's calls; nobody is told yet. */
export function makeLeg({ world, clock, options }: Base, wanted: NewLeg): SimulatedCall {
  const { room, callbackUri, request, inLobby, incoming, applicationInstanceId = null } = wanted;
  const id = randomUUID();
  const bot = { id: options.botId, name: 'Rollcall', kind: 'application' as const };
  const { participantId } = world.enter(room, bot, { callId: id, inLobby });
  const now = clock.now();
  const call: SimulatedCall = {
    id,
    direction: incoming ? 'incoming' : 'outgoing',
    tenantId: options.tenantId,
    appId: options.botId,
    callbackUri,
    callChainId: randomUUID(),
    state: incoming ? 'incoming' : 'establishing',
    myParticipantId: participantId,
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
  world.calls.set(id, call);
  return call;
}
