/** Whether people can be reached: one by one, or up to 650 at once (learn.microsoft.com/graph/api/presence-get). */
import { badRequest, GraphError } from '../graphError.ts';
import type { GraphRequest, Operation } from '../operation.ts';
import type { Presence } from '../people.ts';
import { metadataOf } from '../resources.ts';
import type { Answer } from '../server.ts';
import { type Json, listOf, objectOf, onlyThese } from '../shape.ts';

const most = 650;
const permissions = ['Presence.Read.All', 'Presence.ReadWrite.All'];
const unknown: Presence = { availability: 'PresenceUnknown', activity: 'PresenceUnknown' };

const resource = (id: string, { availability, activity }: Presence): Json => ({
  '@odata.type': '#microsoft.graph.presence',
  id,
  availability,
  activity,
  statusMessage: null,
});

function get({ context, params }: GraphRequest): Answer {
  const id = (params.user ?? '').toLowerCase();
  const person = context.world.people.get(id);
  if (person?.kind !== 'user') throw new GraphError(404, 'NotFound', 'There is no presence of this user.');
  return {
    status: 200,
    body: { '@odata.context': metadataOf('users/presence/$entity'), ...resource(id, person.presence) },
  };
}

function getMany(request: GraphRequest): Answer {
  const body = objectOf(request.body, 'The request body');
  onlyThese(body, 'ids');
  const ids = listOf(body, 'ids').map(String);
  if (ids.length === 0 || ids.length > most) throw badRequest(`One to ${most} ids can be asked for.`);
  const { people } = request.context.world;
  const value = ids.map((id) => resource(id, people.get(id.toLowerCase())?.presence ?? unknown));
  return {
    status: 200,
    body: { '@odata.context': metadataOf('Collection(microsoft.graph.presence)'), value },
  };
}

const at = (method: Operation['method'], path: string, handle: Operation['handle']): Operation => ({
  method,
  path,
  permissions,
  denial: 'teams',
  handle,
});

export const presence: readonly Operation[] = [
  at('GET', '/users/{user}/presence', get),
  at('GET', '/communications/presences/{user}', get),
  at('POST', '/communications/getPresencesByUserId', getMany),
];
