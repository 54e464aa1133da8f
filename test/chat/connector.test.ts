import assert from 'node:assert/strict';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CloudAdapter } from 'botbuilder';
import { botAuthentication } from '../../src/auth/credentials.ts';
import { type Connector, ConnectorError, createConnector } from '../../src/chat/connector.ts';

const botId = '11111111-2222-4333-8444-555555555555';

describe('connector', () => {
  let server: Server;
  let requests: number;
  let answer: RequestListener;
  let bodies: { text?: string; entities?: { text?: string }[] }[];
  let connector: Connector;

  const reference = () => ({
    serviceUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    channelId: 'msteams',
    conversation: { id: 'chat' } as never,
    bot: { id: botId } as never,
    user: { id: 'somebody' } as never,
  });

  beforeEach(async () => {
    requests = 0;
    bodies = [];
    server = createServer((request, response) => {
      requests += 1;
      let body = '';
      request.on('data', (part) => {
        body += part;
      });
      request.on('end', () => {
        bodies.push(JSON.parse(body || '{}'));
        answer(request, response);
      });
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const adapter = new CloudAdapter(
      botAuthentication({
        config: {
          BOT_ID: botId,
          BOT_TENANT_ID: botId,
          LOGIN_URL: 'https://login.example',
          CHANNEL_OPENID_URL: 'https://login.example/openid',
        },
        botToken: async () => 'token',
        admit: async () => ({ status: 401, reason: 'nobody' }),
      }),
    );
    connector = createConnector(adapter, botId, 300);
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const failure = async (): Promise<ConnectorError> => {
    const error = await connector.send(reference(), { text: 'hello' }).catch((reason) => reason);
    assert.ok(error instanceof ConnectorError, String(error));
    return error;
  };

  it('sends to whatever service URL a chat has, over and over', async () => {
    answer = (_request, response) => reply(response, 201, '{"id":"m"}');
    const elsewhere = { ...reference(), serviceUrl: `${reference().serviceUrl}emea/` };
    const regions: (string | undefined)[] = [];
    server.on('request', ({ url }) => regions.push(url?.split('/')[1]));
    for (const to of [reference(), elsewhere, reference(), elsewhere])
      await connector.send(to, { text: 'hello' });
    assert.deepEqual(regions, ['v3', 'emea', 'v3', 'emea']);
  });

  it('gives up on a server that says nothing', async () => {
    answer = () => undefined;
    assert.equal((await failure()).status, 0);
    assert.equal(requests, 1);
  });

  it('sends a message once where a gateway may have lost the answer', async () => {
    answer = (_request, response) => reply(response, 502, '{}');
    assert.equal((await failure()).status, 502);
    assert.equal(requests, 1);
  });

  it('leaves it to the caller to wait as long as Teams says', async () => {
    answer = (_request, response) => reply(response, 429, '{}', { 'retry-after': '3' });
    const { status, retryAfterMs } = await failure();
    assert.deepEqual({ status, retryAfterMs, requests }, { status: 429, retryAfterMs: 3_000, requests: 1 });
  });

  it('gives the id of a message that was posted', async () => {
    answer = (_request, response) =>
      reply(response, 201, '{"id":"m1"}', { 'content-type': 'application/json' });
    assert.equal(await connector.send(reference(), { text: 'hello' }), 'm1');
  });
});

function reply(response: ServerResponse, status: number, body: string, headers = {}): void {
  response.writeHead(status, headers);
  response.end(body);
}
