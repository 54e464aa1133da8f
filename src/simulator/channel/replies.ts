/** The connector's answers: their error shape, and what stands before every route. */
import { createLocalJWKSet, jwtVerify } from 'jose';
import type { Answer, Reply, Route, SimulatorRequest } from '../server.ts';
import type { ChannelPlace } from './place.ts';
import type { Exceeded } from './rateLimit.ts';

/** An error as the connector writes it. */
export const refusal = (status: number, code: string, message: string, headers = {}): Answer => ({
  status,
  headers,
  body: { error: { code, message } },
});

/** 429 with Retry-After in whole seconds. */
export const tooMany = ({ count, seconds, retryAfter }: Exceeded): Answer =>
  refusal(
    429,
    'TooManyRequests',
    `API calls quota exceeded! maximum admitted ${count} per ${seconds} Second(s).`,
    { 'retry-after': String(retryAfter) },
  );

const audiences = ['https://api.botframework.com', 'https://api.botframework.com/'];

/** Whether an Authorization header is a token of our Entra, for this bot and the bot connector's scope. */
async function isBot(place: ChannelPlace, header: string | undefined): Promise<boolean> {
  const token = /^Bearer (.+)$/i.exec(header ?? '')?.[1];
  if (!token) return false;
  try {
    const { payload } = await jwtVerify(token, createLocalJWKSet(place.keys.entra.jwks()), {
      audience: audiences,
    });
    return [payload.appid, payload.azp].includes(place.botId);
  } catch {
    return false;
  }
}

/** A route of the connector under /teams: 401 for everyone but the bot. */
export function forBot(
  place: ChannelPlace,
  method: string,
  path: string,
  handle: (request: SimulatorRequest) => Reply | Promise<Reply>,
): Route {
  return {
    method,
    path: `/teams${path}`,
    async handle(request) {
      if (!(await isBot(place, request.headers.authorization))) {
        return refusal(401, 'Unauthorized', 'Authorization has been denied for this request.');
      }
      return (await place.fault(request)) ?? handle(request);
    },
  };
}
