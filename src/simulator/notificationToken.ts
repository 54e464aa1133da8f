/** The token of a notification, as the calling service signs it, and the ways to get it wrong. */
import { randomUUID } from 'node:crypto';
import type { Base } from './context.ts';
import type { NotificationFault } from './faults.ts';

const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');

/** The Authorization header; null for `noToken`. */
export async function authorization(context: Base, fault?: NotificationFault): Promise<string | null> {
  if (fault === 'noToken') return null;
  const { botId, tenantId } = context.options;
  // A test's clock and the machine's may be days apart; the token must hold by both.
  const times = [context.clock.now(), Date.now()].map((ms) => Math.floor(ms / 1000));
  const from = Math.min(...times);
  const claims = {
    iss: fault === 'wrongIssuer' ? 'https://issuer.example' : context.settings.callsIssuer,
    aud: fault === 'wrongAudience' ? randomUUID() : botId,
    tid: fault === 'wrongTenant' ? randomUUID() : tenantId,
    iat: from,
    nbf: fault === 'expiredToken' ? from - 7200 : from - 300,
    exp: fault === 'expiredToken' ? from - 3600 : Math.max(...times) + 3600,
  };
  if (fault === 'unsigned') return `Bearer ${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims)}.`;
  const keys = fault === 'wrongKey' ? context.keys.stranger : context.keys.calls;
  return `Bearer ${await keys.sign(claims)}`;
}
