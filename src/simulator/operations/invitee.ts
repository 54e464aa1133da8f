/** Whom an invitationParticipantInfo means. */
import { badRequest } from '../graphError.ts';
import type { GraphRequest } from '../operation.ts';
import { atHand, type SimulatedPerson } from '../people.ts';
import { isObject, type Json, objectOf, optionalText, textOf } from '../shape.ts';

export interface Invitee {
  kind: 'user' | 'guest' | 'phone' | 'application';
  id: string;
  /** Null for somebody the tenant does not know. */
  person: SimulatedPerson | null;
  /** Not the person but their voicemail. */
  voicemail: boolean;
  /** The call they are in, which this one replaces. */
  replacesCallId: string | null;
}

const nobody = { givenName: '', surname: '', userPrincipalName: '', jobTitle: '', ...atHand };

function personFor(
  { context: { world } }: GraphRequest,
  kind: Invitee['kind'],
  id: string,
  name: string | null,
): SimulatedPerson | null {
  const known = world.people.get(id.toLowerCase());
  if (known) return known;
  if (kind === 'phone') return { ...nobody, id, name: id, kind, behaviour: 'joinsByPhone' };
  if (kind === 'application') return { ...nobody, id, name: name ?? 'Bot', kind, behaviour: 'joins' };
  return null;
}

/** @throws GraphError 400 where it names nobody. */
export function inviteeOf(request: GraphRequest, value: unknown): Invitee {
  const entry = objectOf(value, 'A participant');
  const identity = objectOf(entry.identity, "'identity'");
  for (const kind of ['user', 'guest', 'phone', 'application'] as const) {
    const slot = identity[kind];
    if (!isObject(slot)) continue;
    const id = textOf(slot as Json, 'id');
    if (kind === 'phone' && !/^\+[1-9]\d{1,14}$/.test(id)) {
      throw badRequest(`'${id}' is not a phone number in E.164.`);
    }
    return {
      kind,
      id,
      person: personFor(request, kind, id, optionalText(slot, 'displayName')),
      voicemail: entry.endpointType === 'voicemail',
      replacesCallId: optionalText(entry, 'replacesCallId'),
    };
  }
  throw badRequest("'identity' needs a user, guest, phone or application with an id.");
}
