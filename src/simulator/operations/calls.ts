/** /communications/calls: create (three ways), get, delete. */
import type { Context } from '../context.ts';
import { GraphError, notFound } from '../graphError.ts';
import type { SimulatedCall } from '../model.ts';
import type { GraphRequest, Operation } from '../operation.ts';
import { callResource } from '../resources.ts';
import type { Answer } from '../server.ts';
import type { World } from '../world.ts';
import { newCallOf } from './newCall.ts';

export const onCall = ['Calls.Initiate.All', 'Calls.AccessMedia.All'];

/** By Graph's id, written with dashes or without. */
export function callById(world: World, written: string): SimulatedCall | undefined {
  const id = written.toLowerCase().replaceAll('-', '');
  return [...world.calls.values()].find((entry) => entry.id.replaceAll('-', '') === id);
}

/** The call of the path. @throws GraphError 404 for one there is none of, or that has ended. */
export function callOf({ context, params }: GraphRequest): SimulatedCall {
  const call = callById(context.world, params.call ?? '');
  if (!call || call.state === 'terminated') throw notFound('Call');
  return call;
}

export const callAddress = (context: Context, call: SimulatedCall) =>
  `${context.url}/v1.0/communications/calls/${call.id}`;

async function create(request: GraphRequest): Promise<Answer> {
  const { context, key } = request;
  const { newCall, ringing } = newCallOf(request);
  const late = context.faults.take(key, ['lateCreated']) !== undefined;
  const call = context.calls.create({ ...newCall, hurried: late });
  ringing(call);
  const body = callResource(call);
  if (late) await context.calls.hurry(call);
  return { status: 201, headers: { location: callAddress(context, call) }, body };
}

function remove(request: GraphRequest): Answer {
  const call = callOf(request);
  if (call.state === 'terminating') throw new GraphError(409, 'Conflict', 'The call is being terminated.');
  request.context.calls.end(call, 'endedByBot');
  return { status: 204 };
}

export const calls: readonly Operation[] = [
  // The permission depends on what kind of call is asked for: newCall.ts asks for it.
  {
    method: 'POST',
    path: '/communications/calls',
    permissions: [],
    denial: 'calls',
    handle: create,
  },
  {
    method: 'GET',
    path: '/communications/calls/{call}',
    permissions: onCall,
    denial: 'calls',
    handle: (request) => ({ status: 200, body: callResource(callOf(request)) }),
  },
  {
    method: 'DELETE',
    path: '/communications/calls/{call}',
    permissions: onCall,
    denial: 'calls',
    handle: remove,
  },
];
