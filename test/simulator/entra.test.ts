import assert from 'node:assert/strict';
import { createHash, X509Certificate } from 'node:crypto';
import { request } from 'node:https';
import { decodeJwt } from 'jose';
import { generate } from 'selfsigned';
import { accessToken } from '../../src/simulator/entra.ts';
import { makeKeys } from '../../src/simulator/keys.ts';
import { botId, joinByNumber, meetingOf, msal, raw, type Stage, startStage, tenantId } from './harness.ts';

const graphScope = ['https://graph.microsoft.com/.default'];

/** Asks the simulator by another name, as a bot does whose hosts file points there. */
function byHost(stage: Stage, host: string, path: string, token?: string) {
  const { port } = new URL(stage.simulator.url);
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    const outgoing = request(
      {
        ...{ host: '127.0.0.1', port, path, servername: host, ca: stage.simulator.ca },
        headers: { host, ...(token ? { authorization: `Bearer ${token}` } : {}) },
      },
      async (answer) => {
        const chunks: Buffer[] = [];
        for await (const chunk of answer) chunks.push(chunk as Buffer);
        resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString() });
      },
    );
    outgoing.on('error', reject).end();
  });
}

describe('simulator: Entra and who may ask Graph', () => {
  let stage: Stage;
  before(async () => {
    stage = await startStage();
  });
  after(() => stage.close());

  it('gives msal-node a token for a secret, with the granted roles', async () => {
    const result = await msal(stage.simulator.url).acquireTokenByClientCredential({ scopes: graphScope });
    const claims = decodeJwt(result?.accessToken ?? '');
    assert.deepEqual(
      [claims.aud, claims.tid, claims.appid],
      ['https://graph.microsoft.com', tenantId, botId],
    );
    assert.ok((claims.roles as string[]).includes('Calls.JoinGroupCall.All'));
    const channel = await msal(stage.simulator.url).acquireTokenByClientCredential({
      scopes: ['https://api.botframework.com/.default'],
    });
    assert.equal(decodeJwt(channel?.accessToken ?? '').aud, 'https://api.botframework.com');
  });

  it('refuses a wrong secret, a foreign tenant and an unknown resource', async () => {
    const wrong = msal(stage.simulator.url, { clientSecret: 'wrong' });
    await assert.rejects(wrong.acquireTokenByClientCredential({ scopes: graphScope }), /7000215/);
    const foreign = msal(stage.simulator.url, {
      clientSecret: 'x',
      authority: `${stage.simulator.url}/33333333-3333-4333-8333-333333333333`,
    });
    await assert.rejects(foreign.acquireTokenByClientCredential({ scopes: graphScope }));
    const elsewhere = msal(stage.simulator.url).acquireTokenByClientCredential({
      scopes: ['https://vault.example/.default'],
    });
    await assert.rejects(elsewhere, /500011/);
  });

  it('gives msal-node a token for a certificate, and none for another certificate', async () => {
    const [mine, other] = await Promise.all([
      generate([{ name: 'commonName', value: 'bot' }], { algorithm: 'sha256' }),
      generate([{ name: 'commonName', value: 'bot' }], { algorithm: 'sha256' }),
    ]);
    const certified = await startStage({ botCertificate: mine.cert, botPassword: '' });
    try {
      const assertion = (pem: { cert: string; private: string }) => ({
        clientCertificate: {
          thumbprintSha256: createHash('sha256').update(new X509Certificate(pem.cert).raw).digest('hex'),
          privateKey: pem.private,
        },
      });
      const client = msal(certified.simulator.url, assertion(mine));
      const result = await client.acquireTokenByClientCredential({ scopes: graphScope });
      assert.equal(decodeJwt(result?.accessToken ?? '').tid, tenantId);
      const stranger = msal(certified.simulator.url, assertion(other));
      await assert.rejects(stranger.acquireTokenByClientCredential({ scopes: graphScope }), /700027/);
    } finally {
      await certified.close();
    }
  });

  it('answers 401 to no token, a foreign audience, tenant or key, and one that has expired', async () => {
    const { context } = stage.simulator;
    const good = decodeJwt(await accessToken(context, 'https://graph.microsoft.com'));
    const stranger = await makeKeys('simulated-entra');
    const { entra } = context.keys;
    const tokens = [
      '',
      await accessToken(context, 'https://api.botframework.com'),
      await entra.sign({ ...good, tid: 'another' }),
      await entra.sign({ ...good, exp: (good.iat ?? 0) - 10 }),
      await stranger.sign(good),
    ];
    for (const token of tokens) {
      const headers = { authorization: token ? `Bearer ${token}` : '' };
      const answer = await raw(stage, 'GET', '/v1.0/users', undefined, headers);
      assert.equal(answer.status, 401);
      assert.equal(answer.body.error.code, 'InvalidAuthenticationToken');
    }
    const headers = { authorization: `Bearer ${await entra.sign(good)}` };
    assert.equal((await raw(stage, 'GET', '/v1.0/users', undefined, headers)).status, 200);
  });

  it('answers 403 without the permission, each family in its own words', async () => {
    const { permissions, world } = stage.simulator.context;
    const granted = [...permissions];
    const megan = world.person('Megan Bowen')?.id;
    const call = joinByNumber(stage, meetingOf(stage));
    permissions.clear();
    try {
      for (const [method, path, body, code] of [
        ['POST', '/communications/calls', call, '7504'],
        ['GET', '/users', undefined, 'Authorization_RequestDenied'],
        ['POST', `/users/${megan}/events`, {}, 'ErrorAccessDenied'],
        ['POST', `/users/${megan}/onlineMeetings`, {}, 'Forbidden'],
        ['GET', '/chats/19:x@thread.v2', undefined, 'Forbidden'],
      ] as const) {
        const answer = await raw(stage, method, `/v1.0${path}`, body);
        assert.deepEqual([path, answer.status, answer.body.error.code], [path, 403, code]);
      }
    } finally {
      for (const name of granted) permissions.add(name);
    }
  });

  it('answers 403 outside the application access policy, and only for online meetings', async () => {
    const { settings, world } = stage.simulator.context;
    const [megan, adele] = ['Megan Bowen', 'Adele Vance'].map((name) => world.person(name)?.id ?? '');
    settings.policyUsers = [adele ?? ''];
    try {
      const refused = await raw(stage, 'POST', `/v1.0/users/${megan}/onlineMeetings`, {});
      assert.deepEqual([refused.status, refused.body.error.code], [403, 'Unauthorized']);
      assert.match(refused.body.error.message, /is not authorized to create meeting on behalf of user/);
      assert.equal((await raw(stage, 'POST', `/v1.0/users/${adele}/onlineMeetings`, {})).status, 201);
    } finally {
      settings.policyUsers = 'all';
    }
  });

  it("goes by Microsoft's own host names too", async () => {
    const { context } = stage.simulator;
    const token = await accessToken(context, 'https://graph.microsoft.com');
    assert.equal((await byHost(stage, 'graph.microsoft.com', '/v1.0/users', token)).status, 200);
    const discovery = await byHost(
      stage,
      'login.microsoftonline.com',
      `/${tenantId}/v2.0/.well-known/openid-configuration`,
    );
    assert.equal(
      JSON.parse(discovery.body).token_endpoint,
      `https://login.microsoftonline.com/${tenantId}/oauth2/v2.0/token`,
    );
    const channel = await byHost(stage, 'login.botframework.com', '/v1/.well-known/openidconfiguration');
    const channelKeys = await byHost(
      stage,
      'login.botframework.com',
      new URL(JSON.parse(channel.body).jwks_uri).pathname,
    );
    assert.deepEqual(JSON.parse(channelKeys.body).keys[0].endorsements, ['msteams']);
    const calls = await byHost(stage, 'api.aps.skype.com', '/v1/.well-known/OpenIdConfiguration');
    const keys = await byHost(stage, 'api.aps.skype.com', new URL(JSON.parse(calls.body).jwks_uri).pathname);
    assert.equal(JSON.parse(keys.body).keys[0].kid, context.keys.calls.kid);
  });
});
