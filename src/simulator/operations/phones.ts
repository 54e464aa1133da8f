/** Who may reach phones: the table of PSTN scenarios of learn.microsoft.com/graph/api/call-answer. */
import type { Context } from '../context.ts';
import { badRequest, GraphError } from '../graphError.ts';
import type { SimulatedCall } from '../model.ts';
import { isObject, type Json, objectOf, optionalText } from '../shape.ts';
import type { Invitee } from './invitee.ts';

const reachesPhones = (invitees: readonly Invitee[]) => invitees.some(({ kind }) => kind === 'phone');

/**
 * The resource account that a new call goes through; null for none.
 * @throws GraphError 400 where a phone is called without one or without the tenant, 403 for one that is not the bot's.
 */
export function instanceOf({ settings }: Context, body: Json, invitees: readonly Invitee[]): string | null {
  const source = objectOf(body.source, "'source'", false);
  const { applicationInstance } = objectOf(source.identity, "'source.identity'", false);
  const id = isObject(applicationInstance) ? optionalText(applicationInstance, 'id') : null;
  if (reachesPhones(invitees)) {
    if (!id) throw badRequest("A phone needs 'source.identity.applicationInstance'.");
    if (!optionalText(body, 'tenantId')) throw badRequest("A phone needs 'tenantId'.");
  }
  if (id && id.toLowerCase() !== settings.applicationInstanceId.toLowerCase()) {
    throw new GraphError(403, 'Forbidden', 'The application instance is not linked to this application.');
  }
  return id;
}

/**
 * Whether the bot may hand this call on to, or invite, these people.
 * @throws GraphError 403 for a phone from a call that came to the bot itself and to no resource account; a transfer
 * or redirect needs one in any case.
 */
export function checkPhones(
  call: SimulatedCall,
  invitees: readonly Invitee[],
  what: 'invite' | 'handOver',
): void {
  if (!reachesPhones(invitees) || call.applicationInstanceId) return;
  if (what === 'invite' && call.direction === 'outgoing') return;
  throw new GraphError(403, 'Forbidden', 'Phones are reached through an application instance alone.');
}
