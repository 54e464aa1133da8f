/** Handing the other side of an established call on to somebody (learn.microsoft.com/graph/api/call-transfer). */
import type { Context } from '../context.ts';
import { ending } from '../endings.ts';
import { badRequest, notFound } from '../graphError.ts';
import { handOver } from '../handover.ts';
import type { Attendance, SimulatedCall } from '../model.ts';
import { type GraphRequest, type Operation, operationsAt } from '../operation.ts';
import { resultResource } from '../resources.ts';
import type { Answer } from '../server.ts';
import { clientContextOf, type Json, objectOf, onlyThese, optionalText } from '../shape.ts';
import { callById, callOf } from './calls.ts';
import { type Invitee, inviteeOf } from './invitee.ts';
import { checkPhones } from './phones.ts';

const promptly = 500;
const completing = 150;
const givenUp = 60_000;

/** Who is handed on: the one other side of a peer-to-peer call, or whom `transferee` names in a group call. */
function transfereeOf(request: GraphRequest, call: SimulatedCall, body: Json): Attendance {
  const { world } = request.context;
  const { room } = call;
  if (room.peerToPeer) {
    if (body.transferee) throw badRequest("'transferee' is for group calls only.");
    const other = [...room.people.values()].find(({ callId }) => callId !== call.id);
    if (!other) throw notFound('Transferee');
    return other;
  }
  const transferee = objectOf(body.transferee, "'transferee'");
  const key = optionalText(transferee, 'participantId') ?? inviteeOf(request, transferee).id;
  const attendance = world.find(room, key);
  if (!attendance || attendance.callId === call.id) throw notFound('Transferee');
  return attendance;
}

/** @throws GraphError 400 for who cannot be a target: only people of the tenant, and phones through an instance. */
function targetOf(request: GraphRequest, call: SimulatedCall, body: Json): Invitee {
  const target = inviteeOf(request, objectOf(body.transferTarget, "'transferTarget'"));
  if (target.kind !== 'user' && target.kind !== 'phone')
    throw badRequest('Only people can be transferred to.');
  if (target.voicemail) throw badRequest('A call that was answered cannot go to voicemail.');
  checkPhones(call, [target], 'handOver');
  return target;
}

interface Transfer {
  context: Context;
  call: SimulatedCall;
  target: Invitee;
  transferee: Attendance;
}

/** The call is the bot's again; why is said with it. */
function fail({ context, call }: Transfer, reason: 'transferFailed' | 'consultFailed'): void {
  context.calls.turn(call, 'established', { resultInfo: resultResource(ending(reason)) });
}

/** The target has the caller; the bot's legs with both are over. */
function succeed({ context, call, transferee }: Transfer, replaced?: SimulatedCall): void {
  const { calls, clock, world } = context;
  calls.turn(call, 'transferAccepted');
  const complete = (): void => {
    if (replaced) calls.end(replaced, 'peerHungUp');
    if (!call.room.peerToPeer) world.leave(call.room, transferee);
    calls.end(call, 'transferred');
  };
  calls.plan(call, clock.after(completing, complete));
}

/** The caller takes the bot's place in its call with the target, who was asked before. */
function join(transfer: Transfer, replacesCallId: string): void {
  const { context, call, target } = transfer;
  const replaced = callById(context.world, replacesCallId);
  const there = replaced?.room.peerToPeer && context.world.find(replaced.room, target.id);
  if (!replaced || !there || replaced === call || replaced.state !== 'established') {
    fail(transfer, 'consultFailed');
    return;
  }
  call.handover = { kind: 'transferred', to: [target.id], outcome: 'connected', with: target.id };
  succeed(transfer, replaced);
}

/** @returns calls off what was begun. */
function begin(transfer: Transfer): () => void {
  const { context, call, target, transferee } = transfer;
  const { replacesCallId } = target;
  if (replacesCallId) return context.clock.after(promptly, () => join(transfer, replacesCallId));
  if (target.id.toLowerCase() === transferee.person.id.toLowerCase()) {
    return context.clock.after(promptly, () => fail(transfer, 'transferFailed'));
  }
  return handOver(context, { call, kind: 'transferred', targets: [target], limit: givenUp }, (problem) =>
    problem ? fail(transfer, 'transferFailed') : succeed(transfer),
  );
}

function transfer(request: GraphRequest): Answer {
  const { context } = request;
  const call = callOf(request);
  const body = objectOf(request.body, 'The request body');
  onlyThese(body, 'transferTarget', 'transferee', 'clientContext');
  clientContextOf(body);
  if (call.state !== 'established') throw badRequest('The call is not established.');
  const target = targetOf(request, call, body);
  const transferee = transfereeOf(request, call, body);
  context.calls.turn(call, 'transferring');
  context.calls.plan(call, begin({ context, call, target, transferee }));
  return { status: 202 };
}

const at = operationsAt('/communications/calls/{call}', 'calls');

export const transfers: readonly Operation[] = [at('POST', '/transfer', ['Calls.Initiate.All'], transfer)];
