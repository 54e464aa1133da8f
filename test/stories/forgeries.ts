/** Every way for a token to be wrong. */
import {
  createHmac,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  randomUUID,
} from 'node:crypto';
import { exportJWK, type JWTPayload, SignJWT } from 'jose';
import { type KeyStore, makeKeys } from '../../src/simulator/keys.ts';
import type { Story } from './harness.ts';
import { bearer, claimsFor, type Endpoint } from './wire.ts';

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const seconds = (story: Story) => Math.floor(story.clock.now() / 1000);
const keysOf = (story: Story, endpoint: Endpoint) =>
  story.simulator.context.keys[endpoint === 'calls' ? 'calls' : 'channel'];
const foreignTenant = '99999999-9999-4999-8999-999999999999';

const strangers = new Map<string, Promise<KeyStore>>();
/** Keys that are published nowhere; making one takes long. */
function strangersKey(kid: string): Promise<KeyStore> {
  const key = strangers.get(kid) ?? makeKeys(kid);
  strangers.set(kid, key);
  return key;
}

let ownKey: KeyObject | undefined;
/** A key of the forger's, for whoever believes a key that comes with the token. */
function forgersKey(): KeyObject {
  ownKey ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  return ownKey;
}

/** Good claims, signed by the forger's key, with a header of their own. */
const signedByForger = async (story: Story, endpoint: Endpoint, header: object): Promise<string> =>
  `Bearer ${await new SignJWT(claimsFor(story, endpoint)).setProtectedHeader({ alg: 'RS256', typ: 'JWT', ...header }).sign(forgersKey())}`;

/** HS256 with what everybody knows of the issuer's key as its secret, in one of its forms. */
function confused(story: Story, endpoint: Endpoint, secretOf: (jwk: JsonWebKey) => string | Buffer): string {
  const keys = keysOf(story, endpoint);
  const [jwk] = keys.jwks().keys;
  const text = `${part({ alg: 'HS256', typ: 'JWT', kid: keys.kid })}.${part(claimsFor(story, endpoint))}`;
  const signature = createHmac('sha256', secretOf(jwk as JsonWebKey))
    .update(text)
    .digest('base64url');
  return `Bearer ${text}.${signature}`;
}

const publicKey = (jwk: JsonWebKey) => createPublicKey({ key: jwk, format: 'jwk' });

/** A good token with its claims exchanged after it was signed. */
async function withOtherClaims(story: Story, endpoint: Endpoint, claims: JWTPayload): Promise<string> {
  const [header, , signature] = (await bearer(story, endpoint)).split('.');
  return `${header}.${part(claimsFor(story, endpoint, claims))}.${signature}`;
}

type Forge = (story: Story, endpoint: Endpoint) => Promise<string | null>;

/** Good claims and the issuer's own key, but not the one algorithm that it is published for. */
const byOtherAlgorithm =
  (alg: string): Forge =>
  async (story, endpoint) =>
    `Bearer ${await keysOf(story, endpoint).sign(claimsFor(story, endpoint), alg)}`;

/** By what is wrong; null: no Authorization header at all. */
export const forgeries: Record<string, Forge> = {
  'no token': async () => null,
  'an unsigned one': async (story, endpoint) =>
    `Bearer ${part({ alg: 'none', typ: 'JWT' })}.${part(claimsFor(story, endpoint))}.`,
  'an unsigned one that names the key': async (story, endpoint) =>
    `Bearer ${part({ alg: 'nOnE', kid: keysOf(story, endpoint).kid })}.${part(claimsFor(story, endpoint))}.AAAA`,
  'one signed with a key of their own under a known id': async (story, endpoint) =>
    bearer(story, endpoint, {}, await strangersKey(keysOf(story, endpoint).kid)),
  'one of an unknown key': async (story, endpoint) =>
    bearer(story, endpoint, {}, await strangersKey('nobody-knows-it')),
  'one of the other endpoint': (story, endpoint) =>
    bearer(story, endpoint === 'calls' ? 'messages' : 'calls'),
  'one that Entra gave the bot itself': (story, endpoint) =>
    bearer(story, endpoint, {}, story.simulator.context.keys.entra),
  'one with another signature': async (story, endpoint) =>
    `${(await bearer(story, endpoint)).slice(0, -40)}${'A'.repeat(40)}`,
  'one without its signature': async (story, endpoint) =>
    (await bearer(story, endpoint)).replace(/[^.]*$/, ''),
  'one whose claims were exchanged': (story, endpoint) =>
    withOtherClaims(story, endpoint, { exp: seconds(story) + 7_200 }),
  'one that has expired': (story, endpoint) => bearer(story, endpoint, { exp: seconds(story) - 301 }),
  'one that never expires': (story, endpoint) => bearer(story, endpoint, { exp: undefined }),
  'one that is not valid yet': (story, endpoint) => bearer(story, endpoint, { nbf: seconds(story) + 400 }),
  'one for another audience': (story, endpoint) => bearer(story, endpoint, { aud: randomUUID() }),
  'one for nobody': (story, endpoint) => bearer(story, endpoint, { aud: undefined }),
  'one of another issuer': (story, endpoint) => bearer(story, endpoint, { iss: 'https://issuer.example' }),
  'RS384 with the good key': byOtherAlgorithm('RS384'),
  'PS256 with the good key': byOtherAlgorithm('PS256'),
  'HS256 with the public key as PEM': async (story, endpoint) =>
    confused(story, endpoint, (jwk) => publicKey(jwk).export({ type: 'spki', format: 'pem' })),
  'HS256 with the public key as DER': async (story, endpoint) =>
    confused(story, endpoint, (jwk) => publicKey(jwk).export({ type: 'spki', format: 'der' })),
  'HS256 with the modulus': async (story, endpoint) =>
    confused(story, endpoint, ({ n = '' }) => Buffer.from(n, 'base64url')),
  'HS256 with nothing': async (story, endpoint) => confused(story, endpoint, () => ''),
  'one that brings its key': async (story, endpoint) =>
    signedByForger(story, endpoint, {
      kid: keysOf(story, endpoint).kid,
      jwk: await exportJWK(createPublicKey(forgersKey())),
    }),
  'one that says where its key is': (story, endpoint) =>
    signedByForger(story, endpoint, { jku: 'https://localhost:9/keys', x5u: 'https://localhost:9/cert' }),
  'one whose key id is a path': (story, endpoint) =>
    signedByForger(story, endpoint, { kid: '../../../../dev/null' }),
  'one whose key id is no text': async (story, endpoint) =>
    `Bearer ${part({ alg: 'RS256', kid: { $ne: null } })}.${part(claimsFor(story, endpoint))}.AAAA`,
  'one without a key id': (story, endpoint) => signedByForger(story, endpoint, {}),
  'one that demands what nobody knows': async (story, endpoint) =>
    `Bearer ${part({ alg: 'RS256', kid: keysOf(story, endpoint).kid, crit: ['b64'], b64: false })}.${part(claimsFor(story, endpoint))}.AAAA`,
  'one of 20,000 characters': async (story, endpoint) =>
    bearer(story, endpoint, { padding: 'x'.repeat(20_000) }),
  'one that says Basic': async (story, endpoint) =>
    (await bearer(story, endpoint)).replace('Bearer', 'Basic'),
  'two in one': async (story, endpoint) => {
    const good = await bearer(story, endpoint);
    return `${good}, ${good}`;
  },
};

/** Of one endpoint alone. */
export const forgeriesOf: Record<Endpoint, Record<string, Forge>> = {
  messages: {
    'one for another service URL': (story, endpoint) =>
      bearer(story, endpoint, { serviceurl: 'https://service.example/' }),
    'one for no service URL': (story, endpoint) => bearer(story, endpoint, { serviceurl: undefined }),
  },
  calls: {
    'one of a foreign tenant': (story, endpoint) => bearer(story, endpoint, { tid: foreignTenant }),
    'one of no tenant': (story, endpoint) => bearer(story, endpoint, { tid: undefined }),
    'one of several tenants': (story, endpoint) =>
      bearer(story, endpoint, { tid: [foreignTenant] as unknown as string }),
  },
};
