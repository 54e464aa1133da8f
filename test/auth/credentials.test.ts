import assert from 'node:assert/strict';
import type { TurnContext } from 'botbuilder';
import { ActivityTypes, CloudAdapter } from 'botbuilder';
import sinon from 'sinon';
import { admitChannel } from '../../src/auth/channel.ts';
import { botAuthentication } from '../../src/auth/credentials.ts';
import { within } from '../../src/lib/scope.ts';
import type { StillClock } from '../fixtures/clock.ts';
import { stillClock } from '../fixtures/clock.ts';
import type { HttpsServer } from '../fixtures/https.ts';
import { answerJson, httpsServer } from '../fixtures/https.ts';
import type { Issuer } from '../fixtures/issuer.ts';
import { sign, signingKey, startIssuer } from '../fixtures/issuer.ts';

const botId = '11111111-2222-4333-8444-555555555555';

describe('CloudAdapter on our credentials', () => {
  let issuer: Issuer;
  let clock: StillClock;
  let connector: HttpsServer;
  let received: { authorization: string | undefined; path: string | undefined; text: string }[];
  let adapter: CloudAdapter;
  /** Resolved when a token is asked for: all else is there by then. */
  let asked: PromiseWithResolvers<void>;

  beforeEach(async () => {
    issuer = await startIssuer();
    // Far from the machine's time: botbuilder's own check would refuse every token.
    clock = stillClock(Date.now() + 90 * 86_400_000);
    received = [];
    connector = await httpsServer((request, response) => {
      const { authorization } = request.headers;
      received.push({ authorization, path: request.url, text: JSON.parse(request.body).text });
      answerJson(response, 201, { id: 'reply-1' });
    });
    const config = {
      BOT_ID: botId,
      BOT_TENANT_ID: 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee',
      LOGIN_URL: 'https://login.example',
      CHANNEL_OPENID_URL: issuer.metadataUrl,
    };
    const admit = admitChannel(config, clock);
    asked = Promise.withResolvers();
    const botToken = async () => {
      asked.resolve();
      return 'bot-token';
    };
    adapter = new CloudAdapter(botAuthentication({ config, botToken, admit }));
    sinon.stub(console, 'error');
  });
  afterEach(async () => {
    sinon.restore();
    await Promise.all([issuer.close(), connector.close()]);
  });

  const claims = (changes = {}) => ({
    iss: 'https://api.botframework.com',
    aud: botId,
    serviceurl: connector.url,
    exp: Math.floor(clock.now() / 1000) + 3600,
    ...changes,
  });

  async function post(authorization: string, serviceUrl = connector.url) {
    const body = {
      type: ActivityTypes.Message,
      id: 'activity-1',
      text: 'hello',
      channelId: 'msteams',
      serviceUrl,
      from: { id: 'user' },
      recipient: { id: `28:${botId}` },
      conversation: { id: 'conversation' },
    };
    let status = 200;
    let handled = false;
    await adapter.process(
      { method: 'POST', headers: { authorization }, body } as never,
      {
        socket: null,
        header: () => undefined,
        status: (code: number) => {
          status = code;
        },
        send: () => undefined,
        end: () => undefined,
      } as never,
      async (context: TurnContext) => {
        handled = true;
        await context.sendActivity('hi there');
      },
    );
    return { status, handled };
  }

  it('takes an activity of the channel and answers it with a token of ours', async () => {
    assert.deepEqual(await post(`Bearer ${await sign(issuer.key, claims())}`), {
      status: 200,
      handled: true,
    });
    assert.deepEqual(received, [
      {
        authorization: 'Bearer bot-token',
        path: '/v3/conversations/conversation/activities/activity-1',
        text: 'hi there',
      },
    ]);
  });

  it('sends nothing before what it answers is saved, and nothing where that was not', async () => {
    const header = `Bearer ${await sign(issuer.key, claims())}`;
    for (const [saved, answers] of [
      [true, 1],
      [false, 0],
    ] as const) {
      received = [];
      const saving = Promise.withResolvers<boolean>();
      asked = Promise.withResolvers();
      const posted = within({ saved: saving.promise }, () => post(header));
      await asked.promise;
      await new Promise(setImmediate);
      assert.equal(received.length, 0);
      saving.resolve(saved);
      await posted;
      assert.equal(received.length, answers);
    }
  });

  it('forgives a slash at the end of the service URL', async () => {
    const header = `Bearer ${await sign(issuer.key, claims({ serviceurl: `${connector.url}/` }))}`;
    assert.equal((await post(header)).handled, true);
  });

  const faults: Record<string, () => Promise<string>> = {
    'no token': async () => '',
    'a forged token': async () =>
      `Bearer ${await sign({ ...(await signingKey('x')), kid: 'key-1' }, claims())}`,
    'an expired token': async () => `Bearer ${await sign(issuer.key, claims({ exp: 1 }))}`,
    'a token for another service URL': async () =>
      `Bearer ${await sign(issuer.key, claims({ serviceurl: 'https://elsewhere.example' }))}`,
    'a token without a service URL': async () =>
      `Bearer ${await sign(issuer.key, claims({ serviceurl: undefined }))}`,
  };
  for (const [fault, make] of Object.entries(faults)) {
    it(`refuses ${fault}`, async () => {
      const { status, handled } = await post(await make());
      assert.equal(handled, false);
      assert.ok(status >= 400, String(status));
      assert.deepEqual(received, []);
    });
  }
});
