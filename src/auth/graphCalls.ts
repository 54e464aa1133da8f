/**
 * Who calls POST /api/calls: Microsoft's calling service. Its tokens are not Entra's, nor the channel's: keys of
 * their own, either of two issuers, and `tid` the tenant of the call, without which a token is refused
 * (https://learn.microsoft.com/microsoftteams/platform/bots/calls-and-meetings/call-notifications; the issuers are
 * those of AuthenticationProvider.cs in microsoft-graph-comms-samples).
 */
import type { Config } from '../config.ts';
import type { Clock } from '../lib/clock.ts';
import { keysOf } from './keys.ts';
import type { Admission } from './tokens.ts';
import { verifyBearer } from './tokens.ts';

export interface CallingService {
  /** The tenant of the call, ours: Rollcall serves one. */
  tenantId: string;
}

/** Takes an Authorization header, gives the calling service or the refusal; its keys are kept across requests. */
export function admitGraphCalls(
  config: Pick<Config, 'BOT_ID' | 'BOT_TENANT_ID' | 'CALLS_OPENID_URL' | 'CALLS_ISSUERS'>,
  clock: Clock,
): (authorization: string | undefined) => Promise<Admission<CallingService>> {
  const rules = {
    keys: keysOf(config.CALLS_OPENID_URL, clock),
    issuers: config.CALLS_ISSUERS,
    audience: config.BOT_ID,
    skew: 60,
    clock,
  };
  const ours = config.BOT_TENANT_ID.toLowerCase();
  return async (authorization) => {
    const admission = await verifyBearer(authorization, rules);
    if (!('caller' in admission)) return admission;
    const { tid } = admission.caller;
    if (typeof tid !== 'string') return { status: 401, reason: 'no tenant in the token' };
    if (tid.toLowerCase() !== ours) return { status: 401, reason: 'a foreign tenant' };
    return { caller: { tenantId: ours } };
  };
}
