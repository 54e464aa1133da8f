/** The life of the bot's call legs: incoming, establishing, lobby, established, rosters, operations, the end. */
import { randomUUID } from 'node:crypto';
import { autoFill } from './autoFill.ts';
import type { Base } from './context.ts';
import { ending } from './endings.ts';
import { enterBot, hostingOf, makeLeg, type NewLeg } from './leg.ts';
import type { CallOperation, CallState, ResultInfo, Room, SimulatedCall } from './model.ts';
import { Notifier } from './notifier.ts';
import {
  callNotification,
  incomingNotification,
  operationNotification,
  rosterNotification,
} from './resources.ts';
import type { Change } from './world.ts';

export interface NewCall extends NewLeg {
  /** Holds back `established` until `answered`: somebody has to pick up first. */
  rings: boolean;
  /** Says nothing by itself: `hurry` will. */
  hurried?: boolean;
}

const establishing = 20;
const established = 250;
const keepAliveLimit = 45 * 60_000;
/** learn.microsoft.com/graph/api/call-answer: how long a bot may take to answer, reject or redirect. */
const answerLimit = 15_000;

export class Calls {
  readonly #context: Base;
  readonly notifier: Notifier;

  constructor(context: Base) {
    this.#context = context;
    this.notifier = new Notifier(context);
    context.world.onChange((change) => this.#hear(change));
  }

  /** A call that the bot asked for. */
  create({ rings, hurried, ...leg }: NewCall): SimulatedCall {
    const { world, settings } = this.#context;
    const call = makeLeg(this.#context, leg);
    const { room, myParticipantId } = call;
    if (!hurried) this.#plan(call, establishing, () => this.#say(call, 'updated'));
    if (leg.inLobby) {
      this.#plan(call, settings.lobbyTimeoutMs, () => {
        if (room.people.get(myParticipantId)?.inLobby) this.end(call, 'lobbyTimeout');
      });
    } else if (!rings && !hurried) this.#plan(call, established, () => this.establish(call));
    this.#watchKeepAlive(call);
    world.tell({ kind: 'call', call });
    return call;
  }

  /** Somebody calls the bot, whose registration webhook hears of it; `legacyFirst`: in Skype's format at first. */
  receive(leg: NewLeg, legacyFirst: boolean): SimulatedCall {
    const call = makeLeg(this.#context, leg);
    this.notifier.send(call, 'call incoming', incomingNotification(call), legacyFirst);
    this.#plan(call, answerLimit, () => {
      if (call.state === 'incoming') this.end(call, 'noAcknowledgement');
    });
    this.#watchKeepAlive(call);
    this.#context.world.tell({ kind: 'call', call });
    return call;
  }

  /** The bot takes an incoming call. @param callbackUri where it wants to hear of it; null: its webhook. */
  answer(call: SimulatedCall, callbackUri: string | null, mediaConfig: unknown): void {
    if (callbackUri) call.callbackUri = callbackUri;
    call.hosting = hostingOf(mediaConfig);
    if (!call.room.people.has(call.myParticipantId)) enterBot(this.#context, call, false);
    call.state = 'establishing';
    this.#context.world.tell({ kind: 'call', call });
    this.#plan(call, establishing, () => this.#say(call, 'updated'));
    this.#plan(call, established, () => this.establish(call));
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
    const { world, clock, settings } = this.#context;
    if (settings.audioDelayMs > 0) this.#plan(call, settings.audioDelayMs, () => this.#hearable(call));
    else call.audio = 'active';
    this.turn(call, 'established');
    world.changed(call.room);
    if (settings.autoFill) for (const off of autoFill(clock, world, call.room)) call.planned.add(off);
  }

  /** Brings a living call into another state and says so; `more`: what else the notification carries. */
  turn(call: SimulatedCall, state: CallState, more: Record<string, unknown> = {}): void {
    call.state = state;
    this.#say(call, 'updated', more);
    this.#context.world.tell({ kind: 'call', call });
  }

  /** A peer-to-peer call becomes a group call: from now on there is a roster. */
  escalate(call: SimulatedCall): void {
    call.room.peerToPeer = false;
    this.#context.world.changed(call.room);
  }

  keepAlive(call: SimulatedCall): void {
    call.lastKeepAlive = this.#context.clock.now();
    this.#watchKeepAlive(call);
  }

  /** Ends a leg for the named reason (endings.ts), or with what `result` says; null: nothing is said about why. */
  end(call: SimulatedCall, reason: string, result: ResultInfo | null = ending(reason)): void {
    if (call.state === 'terminating' || call.state === 'terminated') return;
    const { world } = this.#context;
    for (const off of call.planned) off();
    call.planned.clear();
    if (reason === 'endedByBot') this.turn(call, 'terminating');
    call.state = 'terminated';
    call.result = result;
    const mine = call.room.people.get(call.myParticipantId);
    this.#say(call, 'deleted');
    if (mine) world.leave(call.room, mine);
    if (call.room.peerToPeer) call.room.people.clear();
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

  #hearable(call: SimulatedCall): void {
    call.audio = 'active';
    if (call.state === 'established') this.turn(call, 'established');
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

  #say(call: SimulatedCall, changeType: 'updated' | 'deleted', more: Record<string, unknown> = {}): void {
    this.notifier.send(call, `call ${call.state}`, callNotification(changeType, call, more));
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
