/** What the bot does with a call that comes in: answer, reject or redirect it, within 15 seconds. */
import { badRequest } from '../graphError.ts';
import { handOver } from '../handover.ts';
import type { Handover, SimulatedCall } from '../model.ts';
import { type GraphRequest, type Operation, operationsAt } from '../operation.ts';
import type { Answer } from '../server.ts';
import {
  callbackOf,
  type Json,
  listOf,
  objectOf,
  onlyThese,
  optionalText,
  optionalWhole,
  taggedOf,
} from '../shape.ts';
import { callOf } from './calls.ts';
import { inviteeOf } from './invitee.ts';
import { checkMedia } from './mediaConfig.ts';
import { joining } from './newCall.ts';
import { checkPhones } from './phones.ts';

const accepted: Answer = { status: 202 };
const promptly = 100;
const mostTargets = 25;
const second = 1000;

/** @throws GraphError 404 for a call that is over, 400 for one that was answered, redirected or placed by the bot. */
function ringingCall(request: GraphRequest): SimulatedCall {
  const call = callOf(request);
  if (call.state !== 'incoming' || call.handover) throw badRequest('The call is not incoming any more.');
  return call;
}

function answer(request: GraphRequest): Answer {
  const call = ringingCall(request);
  const body = objectOf(request.body, 'The request body');
  onlyThese(body, 'callbackUri', 'mediaConfig', 'acceptedModalities', 'participantCapacity', 'callOptions');
  const callbackUri = callbackOf(body);
  checkMedia(request, body, 'acceptedModalities');
  if (!call.room.peerToPeer) request.allow(joining);
  optionalWhole(body, 'participantCapacity');
  if (body.callOptions) taggedOf(body, 'callOptions', ['#microsoft.graph.incomingCallOptions']);
  const { mediaConfig, callOptions = null } = body;
  Object.assign(call.request, { mediaConfig, callOptions });
  request.context.calls.answer(call, callbackUri, mediaConfig);
  return accepted;
}

/** The bot is out of the call, which goes on without it or is over; it hears so without a reason. */
function release({ context }: GraphRequest, call: SimulatedCall, body: Json, handover?: Handover): void {
  call.callbackUri = callbackOf(body) ?? call.callbackUri;
  if (handover) call.handover = handover;
  context.calls.plan(
    call,
    context.clock.after(promptly, () => context.calls.end(call, 'released', null)),
  );
}

function reject(request: GraphRequest): Answer {
  const call = ringingCall(request);
  const body = objectOf(request.body, 'The request body', false);
  onlyThese(body, 'reason', 'callbackUri');
  const given = optionalText(body, 'reason')?.toLowerCase() ?? 'none';
  const reason = (['none', 'busy', 'forbidden'] as const).find((name) => name === given);
  if (!reason) throw badRequest("'reason' is none, busy or forbidden.");
  release(request, call, body, { kind: 'rejected', reason });
  return accepted;
}

function redirect(request: GraphRequest): Answer {
  const call = ringingCall(request);
  const body = objectOf(request.body, 'The request body');
  onlyThese(body, 'targets', 'timeout', 'callbackUri', 'routingPolicies');
  callbackOf(body);
  const entries = listOf(body, 'targets');
  if (entries.length === 0 || entries.length > mostTargets) {
    throw badRequest(`A call is redirected to one to ${mostTargets} targets.`);
  }
  const timeout = optionalWhole(body, 'timeout') ?? (entries.length === 1 ? 55 : 60);
  if (timeout < 15 || timeout > 90) throw badRequest("'timeout' is 15 to 90 seconds.");
  const targets = entries.map((entry) => inviteeOf(request, entry));
  checkPhones(call, targets, 'handOver');
  release(request, call, body);
  // Goes on after the bot's leg is over, so that it is not among what the leg has planned.
  handOver(request.context, { call, kind: 'redirected', targets, limit: timeout * second }, () => undefined);
  return accepted;
}

const at = operationsAt('/communications/calls/{call}', 'calls');

export const incoming: readonly Operation[] = [
  // learn.microsoft.com/graph/cloud-communications-calls: a peer-to-peer call is answered or rejected without any.
  at('POST', '/answer', [], answer),
  at('POST', '/reject', [], reject),
  at('POST', '/redirect', ['Calls.Initiate.All'], redirect),
];
