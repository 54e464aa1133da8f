/** Handing the other side of an established call on to somebody (learn.microsoft.com/graph/api/call-transfer). */
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

function transfer(request: GraphRequest): Answer {
  const { context } = request;
  const { calls, clock, world } = context;
  const call = callOf(request);
  const body = objectOf(request.body, 'The request body');
  onlyThese(body, 'transferTarget', 'transferee', 'clientContext');
  clientContextOf(body);
  if (call.state !== 'established') throw badRequest('The call is not established.');
  const target = targetOf(request, call, body);
  const transferee = transfereeOf(request, call, body);

  const failed = (reason: 'transferFailed' | 'consultFailed'): void => {
    calls.turn(call, 'established', { resultInfo: resultResource(ending(reason)) });
  };
  const succeeded = (replaced?: SimulatedCall): void => {
    calls.turn(call, 'transferAccepted');
    const complete = (): void => {
      if (replaced) calls.end(replaced, 'peerHungUp');
      if (!call.room.peerToPeer) world.leave(call.room, transferee);
      calls.end(call, 'transferred');
    };
    calls.plan(call, clock.after(completing, complete));
  };
  const consult = (replacesCallId: string): void => {
    const replaced = callById(world, replacesCallId);
    const there = replaced?.room.peerToPeer && world.find(replaced.room, target.id);
    if (!replaced || !there || replaced === call || replaced.state !== 'established') {
      failed('consultFailed');
      return;
    }
    call.handover = { kind: 'transferred', to: [target.id], outcome: 'connected', with: target.id };
    succeeded(replaced);
  };

  calls.turn(call, 'transferring');
  const { replacesCallId } = target;
  const toThemselves = target.id.toLowerCase() === transferee.person.id.toLowerCase();
  if (replacesCallId)
    calls.plan(
      call,
      clock.after(promptly, () => consult(replacesCallId)),
    );
  else if (toThemselves)
    calls.plan(
      call,
      clock.after(promptly, () => failed('transferFailed')),
    );
  else {
    const handing = { call, kind: 'transferred' as const, targets: [target], limit: givenUp };
    const off = handOver(context, handing, (problem) => (problem ? failed('transferFailed') : succeeded()));
    calls.plan(call, off);
  }
  return { status: 202 };
}

const at = operationsAt('/communications/calls/{call}', 'calls');

export const transfers: readonly Operation[] = [at('POST', '/transfer', ['Calls.Initiate.All'], transfer)];
