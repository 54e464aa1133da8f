/**
 * Takes an activity to the bot, signed as Microsoft's channel signs it, or forged in one of the ways a bot must refuse.
 * https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
 */
import { randomUUID } from 'node:crypto';
import { type KeyStore, makeKeys } from '../keys.ts';
import type { Activity } from './activity.ts';
import type { ChannelPlace } from './place.ts';

export const forgeries = [
  'wrongKey',
  'unknownKey',
  'wrongAudience',
  'wrongIssuer',
  'wrongTenant',
  'wrongServiceUrl',
  'expired',
  'notYetValid',
  'unsigned',
  'noToken',
] as const;

/** What is false about a delivery. */
export type Forgery = (typeof forgeries)[number];

export interface Delivery {
  /** 504 when the bot took longer than Bot Service waits, 502 when it could not be reached. */
  status: number;
  /** JSON where it was JSON, else text; null for nothing. */
  body: unknown;
}

/** Bot Service gives a bot 15 seconds at most. */
const patienceMs = 15_000;
const otherTenant = '99999999-9999-4999-8999-999999999999';
const issuer = 'https://api.botframework.com';

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

const farAway = 10 * 365 * 86_400;

/** When a token holds: by the simulator's clock and by the machine's, which a test may have set days apart. */
function validity(place: ChannelPlace, forgery: Forgery | undefined) {
  const times = [place.clock.now(), Date.now()].map((ms) => Math.floor(ms / 1000));
  const shift = forgery === 'expired' ? -farAway : forgery === 'notYetValid' ? farAway : 0;
  const start = Math.min(...times) - 300 + shift;
  return { nbf: start, iat: start, exp: Math.max(...times) + 3600 + shift };
}

/** An Authorization header for `activity`; undefined for none at all. */
async function authorization(
  place: ChannelPlace,
  activity: Activity,
  forgery: Forgery | undefined,
  stranger: () => Promise<KeyStore>,
): Promise<string | undefined> {
  const claims = {
    iss: forgery === 'wrongIssuer' ? 'https://issuer.example' : issuer,
    aud: forgery === 'wrongAudience' ? randomUUID() : place.botId,
    serviceurl: forgery === 'wrongServiceUrl' ? 'https://service.example/' : activity.serviceUrl,
    ...validity(place, forgery),
  };
  if (forgery === 'noToken') return undefined;
  if (forgery === 'unsigned') return `Bearer ${base64({ alg: 'none', typ: 'JWT' })}.${base64(claims)}.`;
  if (forgery === 'wrongKey') return `Bearer ${await (await stranger()).sign(claims)}`;
  if (forgery === 'unknownKey') return `Bearer ${await (await makeKeys('nobody-knows-it')).sign(claims)}`;
  return `Bearer ${await place.keys.channel.sign(claims)}`;
}

function foreign(activity: Activity): Activity {
  return {
    ...activity,
    conversation: { ...activity.conversation, id: activity.conversation?.id ?? '', tenantId: otherTenant },
    channelData: { ...activity.channelData, tenant: { id: otherTenant } },
  };
}

export class Courier {
  readonly #place: ChannelPlace;
  #stranger: Promise<KeyStore> | undefined;

  constructor(place: ChannelPlace) {
    this.#place = place;
  }

  /**
   * POSTs to the bot's /api/messages and gives its answer.
   * @param rawBody goes out instead of the activity, which still says what the token is made for.
   */
  deliver(activity: Activity, forgery?: Forgery, rawBody?: string): Promise<Delivery> {
    const delivery = this.#send(activity, forgery, rawBody);
    this.#place.clock.track(delivery);
    return delivery;
  }

  async #send(activity: Activity, forgery?: Forgery, rawBody?: string): Promise<Delivery> {
    const token = await authorization(this.#place, activity, forgery, () => {
      this.#stranger ??= makeKeys(this.#place.keys.channel.kid);
      return this.#stranger;
    });
    const sent = forgery === 'wrongTenant' ? foreign(activity) : activity;
    try {
      const response = await fetch(`${this.#place.botUrl}/api/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(token ? { authorization: token } : {}) },
        body: rawBody ?? JSON.stringify(sent),
        signal: AbortSignal.timeout(patienceMs),
      });
      return { status: response.status, body: parsed(await response.text()) };
    } catch (error) {
      const late = (error as Error).name === 'TimeoutError';
      const code = late ? 'GatewayTimeout' : 'BadGateway';
      const message = late ? 'The bot took too long to answer.' : 'The bot could not be reached.';
      return { status: late ? 504 : 502, body: { error: { code, message } } };
    }
  }
}

function parsed(text: string): unknown {
  if (!text) return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
