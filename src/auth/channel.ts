/**
 * Who calls POST /api/messages: the Teams channel. Its keys, issuer and the five minutes of skew are those of the Bot
 * Connector: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
 */
import type { Config } from '../config.ts';
import type { Clock } from '../lib/clock.ts';
import { keysOf } from './keys.ts';
import type { Admission } from './tokens.ts';
import { verifyBearer } from './tokens.ts';

export interface ChannelCaller {
  /** The claim `serviceurl`, which must equal the activity's; null where the token has none. */
  serviceUrl: string | null;
}

export const channelIssuer = 'https://api.botframework.com';

/** Takes an Authorization header, gives the channel or the refusal; its keys are kept across requests. */
export function admitChannel(
  config: Pick<Config, 'BOT_ID' | 'CHANNEL_OPENID_URL'>,
  clock: Clock,
): (authorization: string | undefined) => Promise<Admission<ChannelCaller>> {
  const rules = {
    keys: keysOf(config.CHANNEL_OPENID_URL, clock),
    issuers: [channelIssuer],
    audience: config.BOT_ID,
    skew: 300,
    clock,
  };
  return async (authorization) => {
    const admission = await verifyBearer(authorization, rules);
    if (!('caller' in admission)) return admission;
    const { serviceurl } = admission.caller;
    return { caller: { serviceUrl: typeof serviceurl === 'string' ? serviceurl : null } };
  };
}
