import assert from 'node:assert/strict';
import type { JWTPayload } from 'jose';
import { exportSPKI, importJWK, SignJWT } from 'jose';
import { admitChannel } from '../../src/auth/channel.ts';
import { admitGraphCalls } from '../../src/auth/graphCalls.ts';
import type { StillClock } from '../fixtures/clock.ts';
import { stillClock } from '../fixtures/clock.ts';
import type { Issuer } from '../fixtures/issuer.ts';
import { sign, signingKey, startIssuer } from '../fixtures/issuer.ts';

const botId = '11111111-2222-4333-8444-555555555555';
const tenantId = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';
const callsIssuers = ['https://api.botframework.com', 'https://graph.microsoft.com'];

let issuer: Issuer;
let clock: StillClock;

const endpoints = {
  channel: {
    skew: 300,
    admit: () => admitChannel({ BOT_ID: botId, CHANNEL_OPENID_URL: issuer.metadataUrl }, clock),
  },
  calls: {
    skew: 60,
    admit: () =>
      admitGraphCalls(
        {
          BOT_ID: botId,
          BOT_TENANT_ID: tenantId,
          CALLS_OPENID_URL: issuer.metadataUrl,
          CALLS_ISSUERS: callsIssuers,
        },
        clock,
      ),
  },
};

const seconds = () => Math.floor(clock.now() / 1000);

const claims = (changes: JWTPayload = {}): JWTPayload => ({
  iss: 'https://api.botframework.com',
  aud: botId,
  tid: tenantId,
  serviceurl: 'https://smba.trafficmanager.net/teams/',
  iat: seconds(),
  nbf: seconds(),
  exp: seconds() + 3600,
  ...changes,
});

const bearer = async (changes?: JWTPayload) => `Bearer ${await sign(issuer.key, claims(changes))}`;

const unsigned = (header: object, payload: object) =>
  [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');

/** Everything that must be refused with 401, by what is wrong with it. */
const forgeries: Record<string, (skew: number) => Promise<string | undefined>> = {
  'no header': async () => undefined,
  'an empty header': async () => '',
  'another scheme': async () => `Basic ${Buffer.from('user:pass').toString('base64')}`,
  'no token': async () => 'Bearer ',
  garbage: async () => 'Bearer garbage',
  'garbage of three parts': async () => 'Bearer abc.def.ghi',
  'a token of half a megabyte': async () => `Bearer ${'a'.repeat(500_000)}.b.c`,
  'an unsigned token (alg none)': async () => `Bearer ${unsigned({ alg: 'none' }, claims())}.`,
  'alg none with a kid': async () => `Bearer ${unsigned({ alg: 'none', kid: issuer.key.kid }, claims())}.`,
  'HS256 keyed with the public key': async () => {
    const publicKey = await importJWK({ ...issuer.key.jwk }, 'RS256', { extractable: true });
    const pem = new TextEncoder().encode(await exportSPKI(publicKey as never));
    const header = { alg: 'HS256', kid: issuer.key.kid };
    return `Bearer ${await new SignJWT(claims()).setProtectedHeader(header).sign(pem)}`;
  },
  'a key of its own under a known id': async () => {
    const forger = { ...(await signingKey('forger')), kid: issuer.key.kid };
    return `Bearer ${await sign(forger, claims())}`;
  },
  'a key nobody published': async () => `Bearer ${await sign(await signingKey('unknown'), claims())}`,
  'a changed payload': async () => {
    const [head, , signature] = (await bearer()).split('.');
    const payload = Buffer.from(JSON.stringify(claims({ exp: seconds() + 9e6 }))).toString('base64url');
    return [head, payload, signature].join('.');
  },
  expired: (skew) => bearer({ exp: seconds() - skew - 1 }),
  'not yet valid': (skew) => bearer({ nbf: seconds() + skew + 1 }),
  'no expiry': () => bearer({ exp: undefined }),
  'another audience': () => bearer({ aud: '99999999-2222-4333-8444-555555555555' }),
  'Graph as audience': () => bearer({ aud: 'https://graph.microsoft.com' }),
  'no audience': () => bearer({ aud: undefined }),
  'another issuer': () => bearer({ iss: 'https://sts.windows.net/aaaaaaaa/' }),
  'a look-alike issuer': () => bearer({ iss: 'https://api.botframework.com.example' }),
  'no issuer': () => bearer({ iss: undefined }),
};

for (const [name, { skew, admit }] of Object.entries(endpoints)) {
  describe(`tokens of ${name}`, () => {
    beforeEach(async () => {
      issuer = await startIssuer();
      clock = stillClock();
    });
    afterEach(() => issuer.close());

    it('lets the real one in', async () => {
      const admission = await admit()(await bearer());
      assert.ok('caller' in admission, JSON.stringify(admission));
    });

    for (const [fault, make] of Object.entries(forgeries)) {
      it(`refuses: ${fault}`, async () => {
        const header = await make(skew);
        const admission = await admit()(header);
        assert.ok('status' in admission);
        assert.equal(admission.status, 401);
        const token = header?.split(' ')[1];
        if (token) assert.ok(!admission.reason.includes(token.slice(0, 500)), 'the reason carries the token');
      });
    }

    it('forgives clocks that differ a little', async () => {
      const check = admit();
      assert.ok('caller' in (await check(await bearer({ exp: seconds() - skew + 5 }))));
      assert.ok('caller' in (await check(await bearer({ nbf: seconds() + skew - 5 }))));
    });

    it('judges time by the clock it was given', async () => {
      const check = admit();
      const header = await bearer();
      assert.ok('caller' in (await check(header)));
      await clock.move(3600_000 + (skew + 1) * 1000);
      assert.ok('status' in (await check(header)));
    });

    it('asks for the keys once for many requests, at once or one after another', async () => {
      const check = admit();
      const header = await bearer();
      await Promise.all(Array.from({ length: 20 }, () => check(header)));
      for (let turn = 0; turn < 5; turn += 1) await check(header);
      assert.deepEqual(issuer.asked, ['metadata', 'keys']);
    });

    it('finds a rotated key by its unknown id', async () => {
      const check = admit();
      await check(await bearer());
      await issuer.rotate();
      await clock.move(31_000);
      assert.ok('caller' in (await check(await bearer())));
      assert.deepEqual(issuer.asked, ['metadata', 'keys', 'metadata', 'keys']);
    });

    it('refuses the old key once the new set is known', async () => {
      const check = admit();
      const old = await bearer();
      await issuer.rotate();
      await check(await bearer());
      assert.ok('status' in (await check(old)));
    });

    it('asks no more than once for 50 unknown key ids', async () => {
      const check = admit();
      await check(await bearer());
      await clock.move(31_000);
      const forger = await signingKey('forger');
      for (let turn = 0; turn < 50; turn += 1) {
        const admission = await check(
          `Bearer ${await sign({ ...forger, kid: `made-up-${turn}` }, claims())}`,
        );
        assert.ok('status' in admission && admission.status === 401);
      }
      assert.equal(issuer.asked.length, 4);
    });

    it('goes on with known keys while their source is down', async () => {
      const check = admit();
      await check(await bearer());
      issuer.down = 503;
      for (const hours of [1, 3, 24]) {
        await clock.move(hours * 3600_000);
        assert.ok('caller' in (await check(await bearer())), `after ${hours} hours`);
      }
    });

    it('answers 503, not 401, while no key is known and none to be had, and recovers', async () => {
      const check = admit();
      issuer.down = 500;
      const refused = await check(await bearer());
      assert.ok('status' in refused);
      assert.equal(refused.status, 503);
      issuer.down = null;
      assert.ok('caller' in (await check(await bearer())));
    });

    it('answers 503 to an unknown key id that nobody can look up', async () => {
      const check = admit();
      await check(await bearer());
      await issuer.rotate();
      issuer.down = 500;
      await clock.move(31_000);
      for (let turn = 0; turn < 2; turn += 1) {
        const refused = await check(await bearer());
        assert.ok('status' in refused);
        assert.equal(refused.status, 503);
      }
    });
  });
}

describe('tokens of calls, and their tenant', () => {
  beforeEach(async () => {
    issuer = await startIssuer();
    clock = stillClock();
  });
  afterEach(() => issuer.close());

  it('gives the tenant, whatever its spelling', async () => {
    const admission = await endpoints.calls.admit()(await bearer({ tid: tenantId.toUpperCase() }));
    assert.deepEqual(admission, { caller: { tenantId } });
  });

  for (const iss of callsIssuers) {
    it(`accepts the issuer ${iss}`, async () => {
      assert.ok('caller' in (await endpoints.calls.admit()(await bearer({ iss }))));
    });
  }

  for (const [fault, tid] of [
    ['a foreign tenant', 'ffffffff-bbbb-4ccc-8ddd-eeeeeeeeeeee'],
    ['no tenant', undefined],
    ['a list of tenants', [tenantId]],
  ] as const) {
    it(`refuses ${fault}`, async () => {
      const admission = await endpoints.calls.admit()(await bearer({ tid } as JWTPayload));
      assert.ok('status' in admission && admission.status === 401);
    });
  }
});

describe('tokens of the channel, and their service URL', () => {
  beforeEach(async () => {
    issuer = await startIssuer();
    clock = stillClock();
  });
  afterEach(() => issuer.close());

  it('hands the claim on', async () => {
    const admission = await endpoints.channel.admit()(await bearer());
    assert.deepEqual(admission, { caller: { serviceUrl: 'https://smba.trafficmanager.net/teams/' } });
  });

  it('says when there is none', async () => {
    const admission = await endpoints.channel.admit()(await bearer({ serviceurl: undefined }));
    assert.deepEqual(admission, { caller: { serviceUrl: null } });
  });

  it("refuses the calling service's second issuer", async () => {
    const admission = await endpoints.channel.admit()(await bearer({ iss: 'https://graph.microsoft.com' }));
    assert.ok('status' in admission && admission.status === 401);
  });
});
