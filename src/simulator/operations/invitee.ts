/** Whom an invitationParticipantInfo means. */
import { badRequest } from '../graphError.ts';
import type { GraphRequest } from '../operation.ts';
import type { SimulatedPerson } from '../people.ts';
import { isObject, type Json, objectOf, optionalText, textOf } from '../shape.ts';

export interface Invitee {
  kind: 'user' | 'guest' | 'phone' | 'application';
  id: string;
  /** Null for somebody the tenant does not know. */
  person: SimulatedPerson | null;
}

const nobody = { givenName: '', surname: '', userPrincipalName: '', jobTitle: '' };

function personFor(request: GraphRequest, kind: Invitee['kind'], id: string, name: string | null) {
  const known = request.context.world.people.get(id.toLowerCase());
  if (known) return known;
  if (kind === 'phone') {
    return { ...nobody, id, name: id, kind, behaviour: 'joinsByPhone' as const };
  }
  if (kind === 'application') {
    return { ...nobody, id, name: name ?? 'Bot', kind, behaviour: 'joins' as const };
  }
  return null;
}

/** @throws GraphError 400 where it names nobody. */
export function inviteeOf(request: GraphRequest, entry: unknown): Invitee {
  const identity = objectOf(objectOf(entry, 'A participant').identity, "'identity'");
  for (const kind of ['user', 'guest', 'phone', 'application'] as const) {
    const slot = identity[kind];
    if (!isObject(slot)) continue;
    const id = textOf(slot as Json, 'id');
    if (kind === 'phone' && !/^\+[1-9]\d{1,14}$/.test(id)) {
      throw badRequest(`'${id}' is not a phone number in E.164.`);
    }
    return { kind, id, person: personFor(request, kind, id, optionalText(slot, 'displayName')) };
  }
  throw badRequest("'identity' needs a user, guest, phone or application with an id.");
}
