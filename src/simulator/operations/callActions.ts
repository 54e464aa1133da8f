/** Actions on a call: mute and unmute of the bot itself, keepAlive, and the operations started so far. */
import { badRequest, notFound } from '../graphError.ts';
import type { CallOperation } from '../model.ts';
import type { GraphRequest, Operation } from '../operation.ts';
import { metadataOf, operationResource } from '../resources.ts';
import type { Answer } from '../server.ts';
import { clientContextOf, objectOf, onlyThese } from '../shape.ts';
import { callAddress, callOf, onCall } from './calls.ts';

export const succeeded = { code: 200, subcode: 0, message: '' };

/** The operation as the answer of the action that started it, with its address. */
export function operationAnswer(request: GraphRequest, operation: CallOperation, status = 200): Answer {
  const location = `${callAddress(request.context, callOf(request))}/operations/${operation.id}`;
  const type = { '@odata.context': metadataOf(`${operation.type}`) };
  return { status, headers: { location }, body: { ...type, ...operationResource(operation) } };
}

/** An operation that is complete in the answer already: no notification follows. */
export function completed(request: GraphRequest, type: string, clientContext: string | null): Answer {
  const operation = request.context.calls.operation(callOf(request), type, clientContext);
  operation.status = 'Completed';
  operation.result = succeeded;
  return operationAnswer(request, operation);
}

function muteSelf(request: GraphRequest, muted: boolean): Answer {
  const call = callOf(request);
  const body = objectOf(request.body, 'The request body', false);
  onlyThese(body, 'clientContext');
  const clientContext = clientContextOf(body);
  if (call.room.peerToPeer) throw badRequest('Muting is for group calls only.');
  const mine = call.room.people.get(call.myParticipantId);
  if (!mine || call.state !== 'established') throw badRequest('The call is not established.');
  const answer = completed(
    request,
    muted ? 'muteParticipantOperation' : 'unmuteParticipantOperation',
    clientContext,
  );
  if (muted) request.context.world.mute(call.room, mine, 'server');
  else request.context.world.unmute(call.room, mine);
  return answer;
}

function keepAlive(request: GraphRequest): Answer {
  request.context.calls.keepAlive(callOf(request));
  return { status: 200 };
}

function list(request: GraphRequest): Answer {
  const value = [...callOf(request).operations.values()].map(operationResource);
  return { status: 200, body: { '@odata.context': metadataOf('communications/calls/operations'), value } };
}

function get(request: GraphRequest): Answer {
  const operation = callOf(request).operations.get(request.params.operation ?? '');
  if (!operation) throw notFound('Operation');
  return { status: 200, body: operationResource(operation) };
}

const at = (method: Operation['method'], rest: string, handle: Operation['handle']): Operation => ({
  method,
  path: `/communications/calls/{call}/${rest}`,
  permissions: onCall,
  denial: 'calls',
  handle,
});

export const callActions: readonly Operation[] = [
  at('POST', 'mute', (request) => muteSelf(request, true)),
  at('POST', 'unmute', (request) => muteSelf(request, false)),
  at('POST', 'keepAlive', keepAlive),
  at('GET', 'operations', list),
  at('GET', 'operations/{operation}', get),
];
