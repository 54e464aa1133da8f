/** The life of the bot's call legs: establishing, lobby, established, rosters, operations, the end. */
import { randomUUID } from 'node:crypto';
import { autoFill } from './autoFill.ts';
import type { Base } from './context.ts';
import { ending } from './endings.ts';
import type { CallOperation, ResultInfo, Room, SimulatedCall } from './model.ts';
import { Notifier } from './notifier.ts';
import {
  applicationSource,
  callNotification,
  operationNotification,
  rosterNotification,
} from './resources.ts';
import { isObject } from './shape.ts';
import type { Change } from './world.ts';

export interface NewCall {
  room: Room;
  callbackUri: string;
  /** Members of the request that the call resource gives back. */
  request: Record<string, unknown>;
  /** The bot waits in the lobby until it is admitted. */
  inLobby: boolean;
  /** Holds back `established` until `answered`: somebody has to pick up first. */
  rings: boolean;
  /** Says nothing by itself: `hurry` will. */
  hurried?: boolean;
}

const establishing = 20;
const established = 250;
const keepAliveLimit = 45 * 60_000;

const hostingOf = (mediaConfig: unknown): SimulatedCall['hosting'] =>
  isObject(mediaConfig) && mediaConfig['@odata.type'] === '#microsoft.graph.appHostedMediaConfig'
    ? 'application'
    : 'service';

export class Calls {
  readonly #context: Base;
  readonly notifier: Notifier;

  constructor(context: Base) {
    this.#context = context;
    this.notifier = new Notifier(context);
    context.world.onChange((change) => this.#hear(change));
  }

  create({ room, callbackUri, request, inLobby, rings, hurried }: NewCall): SimulatedCall {
    const { world, clock, options } = this.#context;
    const id = randomUUID();
    const bot = { id: options.botId, name: 'Rollcall', kind: 'application' as const };
    const { participantId } = world.enter(room, bot, { callId: id, inLobby });
    const call: SimulatedCall = {
      id,
      direction: 'outgoing',
      tenantId: options.tenantId,
      appId: options.botId,
      callbackUri,
      callChainId: randomUUID(),
      state: 'establishing',
      myParticipantId: participantId,
      room,
      source: applicationSource(options.botId),
      hosting: hostingOf(request.mediaConfig),
      media: null,
      applicationInstanceId: null,
      audioRoutingGroups: new Map(),
      request,
      operations: new Map(),
      result: null,
      createdAt: clock.now(),
      lastKeepAlive: clock.now(),
      planned: new Set(),
    };
    world.calls.set(id, call);
    if (!hurried) this.#plan(call, establishing, () => this.#say(call, 'updated'));
    if (inLobby) {
      this.#plan(call, this.#context.settings.lobbyTimeoutMs, () => {
        if (room.people.get(participantId)?.inLobby) this.end(call, 'lobbyTimeout');
      });
    } else if (!rings && !hurried) this.#plan(call, established, () => this.establish(call));
    this.#watchKeepAlive(call);
    world.tell({ kind: 'call', call });
    return call;
  }

  /** Says `establishing` and `established` at once: for a 201 that comes after its notifications. */
  async hurry(call: SimulatedCall): Promise<void> {
    this.#say(call, 'updated');
    if (!call.room.people.get(call.myParticipantId)?.inLobby) this.establish(call);
    await this.notifier.drained(call.id);
  }

  /** The bot is in; hears it, and in a meeting or group call gets the roster. */
  establish(call: SimulatedCall): void {
    if (call.state !== 'establishing') return;
    call.state = 'established';
    this.#say(call, 'updated');
    const { world, clock, settings } = this.#context;
    world.changed(call.room);
    if (settings.autoFill) for (const off of autoFill(clock, world, call.room)) call.planned.add(off);
    world.tell({ kind: 'call', call });
  }

  keepAlive(call: SimulatedCall): void {
    call.lastKeepAlive = this.#context.clock.now();
    this.#watchKeepAlive(call);
  }

  /** Ends a leg for the named reason (endings.ts), or with what `result` says. */
  end(call: SimulatedCall, reason: string, result: ResultInfo = ending(reason)): void {
    if (call.state === 'terminating' || call.state === 'terminated') return;
    const { world } = this.#context;
    for (const off of call.planned) off();
    call.planned.clear();
    if (reason === 'endedByBot') {
      call.state = 'terminating';
      this.#say(call, 'updated');
    }
    call.state = 'terminated';
    call.result = result;
    const mine = call.room.people.get(call.myParticipantId);
    this.#say(call, 'deleted');
    if (mine) world.leave(call.room, mine);
    world.tell({ kind: 'call', call });
  }

  /** A new operation of the call; `finish` it now or later. */
  operation(
    call: SimulatedCall,
    type: string,
    clientContext: string | null,
    extra: Record<string, unknown> = {},
  ): CallOperation {
    const status = 'Running' as const;
    const operation = { id: randomUUID(), type, status, clientContext, result: null, extra };
    call.operations.set(operation.id, operation);
    return operation;
  }

  /** The operation is over, and the bot is told so. */
  finish(call: SimulatedCall, operation: CallOperation, result: ResultInfo): void {
    operation.status = result.code < 300 ? 'Completed' : 'Failed';
    operation.result = result;
    if (call.state === 'terminated') return;
    this.notifier.send(call, `operations ${operation.type}`, operationNotification(call, operation));
  }

  /** Something that happens to this call later, unless it ends before. */
  plan(call: SimulatedCall, off: () => void): void {
    call.planned.add(off);
  }

  /** Stops everything planned and every delivery. */
  close(): void {
    for (const call of this.#context.world.calls.values()) for (const off of call.planned) off();
    this.notifier.close();
  }

  #plan(call: SimulatedCall, ms: number, task: () => void): void {
    call.planned.add(this.#context.clock.after(ms, task));
  }

  #watchKeepAlive(call: SimulatedCall): void {
    const heard = call.lastKeepAlive;
    this.#plan(call, keepAliveLimit, () => {
      if (call.lastKeepAlive === heard) this.end(call, 'keepAliveTimeout');
    });
  }

  #say(call: SimulatedCall, changeType: 'updated' | 'deleted'): void {
    this.notifier.send(call, `call ${call.state}`, callNotification(changeType, call));
  }

  #hear(change: Change): void {
    if (change.kind === 'roster') this.#sendRoster(change.room);
    if (change.kind === 'removed') {
      this.#endLeg(change.gone.callId, 'removed');
      const { peerToPeer, people } = change.room;
      if (peerToPeer) for (const { callId } of [...people.values()]) this.#endLeg(callId, 'peerHungUp');
    }
    if (change.kind === 'admitted') {
      const call = this.#context.world.calls.get(change.attendance.callId ?? '');
      if (call) this.establish(call);
    }
    if (change.kind === 'ended') {
      for (const { callId } of [...change.meeting.room.people.values()]) this.#endLeg(callId, change.reason);
    }
  }

  #endLeg(callId: string | undefined, reason: string): void {
    const call = this.#context.world.calls.get(callId ?? '');
    if (call) this.end(call, reason);
  }

  #sendRoster(room: Room): void {
    if (room.peerToPeer) return;
    for (const { callId, inLobby } of room.people.values()) {
      const call = this.#context.world.calls.get(callId ?? '');
      if (call?.state === 'established' && !inLobby) {
        this.notifier.send(call, 'participants', rosterNotification(call));
      }
    }
  }
}
