/**
 * The least of Microsoft's cloud that the measured programs need, over https in the benchmark's own process: tokens and
 * keys, a connector that takes messages, and a Graph that says yes at once. What is asked of it is timed as it arrives.
 * The simulator is not used for this: it does far more for each request than what is measured.
 */
import { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { serverCertificate } from '../src/simulator/certificate.ts';
import { demo } from '../src/simulator/config.ts';
import { makeAllKeys } from '../src/simulator/keys.ts';

export const { botId, tenantId } = demo;
export const botPassword = demo.password;

/** One request to Graph or to the connector, as its last byte arrived. */
export interface Asked {
  method: string;
  /** Without the query. */
  path: string;
  body: string;
  /** `performance.now()` of this process. */
  at: number;
}

interface Answer {
  status: number;
  body?: unknown;
}

export interface Cloud {
  /** https://localhost:PORT: Graph and login. */
  url: string;
  caFile: string;
  /** With a slash at its end, as Teams writes it. */
  serviceUrl: string;
  /** Emits `asked` for every request to Graph or the connector. */
  events: EventEmitter<{ asked: [Asked] }>;
  /** The Authorization header of a notification from the calling service. */
  callsBearer(): Promise<string>;
  /** The Authorization header of an activity from the channel. */
  channelBearer(): Promise<string>;
  close(): Promise<void>;
}

const json = (value: unknown): string => JSON.stringify(value);

/** @param dataDir where the authority that the measured programs trust is kept */
export async function startCloud(dataDir: string): Promise<Cloud> {
  const [certificate, keys] = await Promise.all([serverCertificate(dataDir), makeAllKeys()]);
  const events = new EventEmitter<{ asked: [Asked] }>();
  let messages = 0;

  const fixed: Record<string, () => unknown> = {
    [`/${tenantId}/.well-known/openid-configuration`]: () => ({
      issuer: `${url}/${tenantId}/v2.0`,
      authorization_endpoint: `${url}/${tenantId}/authorize`,
      token_endpoint: `${url}/${tenantId}/token`,
      jwks_uri: `${url}/${tenantId}/keys`,
    }),
    [`/${tenantId}/token`]: () => ({ token_type: 'Bearer', expires_in: 3599, access_token: 'let-me-in' }),
    '/channel/metadata': () => ({
      issuer: 'https://api.botframework.com',
      jwks_uri: `${url}/channel/keys`,
      id_token_signing_alg_values_supported: ['RS256'],
    }),
    '/channel/keys': () => keys.channel.jwks(),
    '/calls/metadata': () => ({ jwks_uri: `${url}/calls/keys` }),
    '/calls/keys': () => keys.calls.jwks(),
  };

  function answerOf({ method, path, body }: Asked): Answer {
    if (path.startsWith('/teams/'))
      return { status: method === 'POST' ? 201 : 200, body: { id: String(++messages) } };
    const [, call, part] = /\/communications\/calls\/([^/]+)(?:\/(.*))?$/.exec(path) ?? [];
    if (path.endsWith('/communications/calls')) {
      const { callbackUri } = JSON.parse(body) as { callbackUri: string };
      return { status: 201, body: { id: callbackUri.split('/').at(-1), state: 'establishing' } };
    }
    if (method === 'DELETE') return { status: 204 };
    if (call && !part && method === 'GET') return { status: 200, body: { id: call, state: 'established' } };
    if (method === 'GET') return { status: 200, body: { value: [] } };
    return /\/(answer|reject|redirect)$/.test(path)
      ? { status: 202 }
      : { status: 200, body: { id: crypto.randomUUID(), status: 'completed' } };
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').replace(/\?.*/, '');
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const known = fixed[path];
    if (known) return respond(response, { status: 200, body: known() });
    const body = Buffer.concat(chunks).toString('utf8');
    const asked = { method: request.method ?? '', path, body, at: performance.now() };
    events.emit('asked', asked);
    respond(response, answerOf(asked));
  }

  const server = createServer(certificate, (request, response) => {
    // A measured program that was stopped mid-request is no concern of the cloud's.
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `https://localhost:${(server.address() as AddressInfo).port}`;

  const now = () => Math.floor(Date.now() / 1000);
  const times = () => ({ iat: now(), nbf: now() - 300, exp: now() + 3600 });
  const issuer = { iss: 'https://api.botframework.com', aud: botId };
  return {
    url,
    caFile: certificate.caFile,
    serviceUrl: `${url}/teams/`,
    events,
    callsBearer: async () => `Bearer ${await keys.calls.sign({ ...issuer, tid: tenantId, ...times() })}`,
    channelBearer: async () =>
      `Bearer ${await keys.channel.sign({ ...issuer, serviceurl: `${url}/teams/`, ...times() })}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function respond(response: ServerResponse, { status, body }: Answer): void {
  response
    .writeHead(status, { 'content-type': 'application/json' })
    .end(body === undefined ? '' : json(body));
}
