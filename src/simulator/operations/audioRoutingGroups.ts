/** Who hears whom in a group call (learn.microsoft.com/graph/api/resources/audioroutinggroup). */
import { randomUUID } from 'node:crypto';
import { badRequest, GraphError, notFound } from '../graphError.ts';
import type { AudioRoutingGroup, SimulatedCall } from '../model.ts';
import { type GraphRequest, type Operation, operationsAt } from '../operation.ts';
import { metadataOf } from '../resources.ts';
import type { Answer } from '../server.ts';
import { type Json, listOf, objectOf, onlyThese, optionalText, textOf } from '../shape.ts';
import { callOf } from './calls.ts';

const inGroups = ['Calls.JoinGroupCall.All', 'Calls.InitiateGroupCall.All'];

const resource = (group: AudioRoutingGroup): Json => ({
  '@odata.type': '#microsoft.graph.audioRoutingGroup',
  ...group,
});

function groupCallOf(request: GraphRequest): SimulatedCall {
  const call = callOf(request);
  if (call.room.peerToPeer) throw badRequest('Audio is routed in group calls only.');
  return call;
}

function groupOf(request: GraphRequest): { call: SimulatedCall; group: AudioRoutingGroup } {
  const call = groupCallOf(request);
  const group = call.audioRoutingGroups.get(request.params.group ?? '');
  if (!group) throw notFound('Audio routing group');
  return { call, group };
}

function participantsIn(call: SimulatedCall, body: Json, name: string): string[] {
  const ids = listOf(body, name).map(String);
  const stranger = ids.find((id) => !call.room.people.has(id));
  if (stranger !== undefined) throw badRequest(`'${stranger}' in '${name}' is not a participant.`);
  return ids;
}

function modeOf(body: Json): AudioRoutingGroup['routingMode'] {
  const mode = textOf(body, 'routingMode').toLowerCase();
  const found = (['oneToOne', 'multicast'] as const).find((name) => name.toLowerCase() === mode);
  if (!found) throw badRequest("'routingMode' is oneToOne or multicast.");
  return found;
}

function checked(group: AudioRoutingGroup): AudioRoutingGroup {
  const { routingMode, sources, receivers } = group;
  if (sources.length === 0 || receivers.length === 0) throw badRequest('A group has sources and receivers.');
  if (routingMode === 'oneToOne' && (sources.length > 1 || receivers.length > 1)) {
    throw badRequest('oneToOne has one source and one receiver.');
  }
  return group;
}

function list(request: GraphRequest): Answer {
  const call = groupCallOf(request);
  const context = metadataOf(`communications/calls('${call.id}')/audioRoutingGroups`);
  const value = [...call.audioRoutingGroups.values()].map(resource);
  return { status: 200, body: { '@odata.context': context, value } };
}

function create(request: GraphRequest): Answer {
  const call = groupCallOf(request);
  const body = objectOf(request.body, 'The request body');
  onlyThese(body, 'id', 'routingMode', 'sources', 'receivers');
  const id = optionalText(body, 'id') ?? randomUUID();
  if (call.audioRoutingGroups.has(id))
    throw new GraphError(409, 'Conflict', 'There is such a group already.');
  const [sources, receivers] = [
    participantsIn(call, body, 'sources'),
    participantsIn(call, body, 'receivers'),
  ];
  const group = checked({ id, routingMode: modeOf(body), sources, receivers });
  call.audioRoutingGroups.set(id, group);
  return { status: 200, body: resource(group) };
}

function change(request: GraphRequest): Answer {
  const { call, group } = groupOf(request);
  const body = objectOf(request.body, 'The request body');
  onlyThese(body, 'id', 'routingMode', 'sources', 'receivers');
  const changed = checked({
    id: group.id,
    routingMode: 'routingMode' in body ? modeOf(body) : group.routingMode,
    sources: 'sources' in body ? participantsIn(call, body, 'sources') : group.sources,
    receivers: 'receivers' in body ? participantsIn(call, body, 'receivers') : group.receivers,
  });
  call.audioRoutingGroups.set(group.id, changed);
  return { status: 200, body: resource(changed) };
}

function remove(request: GraphRequest): Answer {
  const { call, group } = groupOf(request);
  call.audioRoutingGroups.delete(group.id);
  return { status: 204 };
}

const at = operationsAt('/communications/calls/{call}/audioRoutingGroups', 'calls');

export const audioRoutingGroups: readonly Operation[] = [
  at('GET', '', inGroups, list),
  at('POST', '', inGroups, create),
  at('GET', '/{group}', inGroups, (request) => ({ status: 200, body: resource(groupOf(request).group) })),
  at('PATCH', '/{group}', inGroups, change),
  at('DELETE', '/{group}', inGroups, remove),
];
