/** Signing keys: Entra's, the channel's, the calling service's, and one that nobody trusts, for forging. */
import {
  exportJWK,
  generateKeyPair,
  importJWK,
  type JSONWebKeySet,
  type JWK,
  type JWTPayload,
  SignJWT,
} from 'jose';

export interface KeyStore {
  readonly kid: string;
  /** The public half, as published. */
  jwks(): JSONWebKeySet;
  /** A token with exactly these claims (times in seconds), by RS256 unless another algorithm for the same key is named. */
  sign(claims: JWTPayload, alg?: string): Promise<string>;
}

/** @param published extra members of the published key, such as the channel's endorsements. */
export async function makeKeys(kid: string, published: Partial<JWK> = {}): Promise<KeyStore> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk: JWK = { ...(await exportJWK(publicKey)), kid, x5t: kid, use: 'sig', alg: 'RS256', ...published };
  return {
    kid,
    jwks: () => ({ keys: [jwk] }),
    async sign(claims, alg = 'RS256') {
      // A key is bound to its algorithm once it is imported.
      const key = alg === 'RS256' ? privateKey : await importJWK(await exportJWK(privateKey), alg);
      return new SignJWT(claims).setProtectedHeader({ alg, typ: 'JWT', kid, x5t: kid }).sign(key);
    },
  };
}

export interface Keys {
  entra: KeyStore;
  channel: KeyStore;
  calls: KeyStore;
  /** Signs under the calls key's id with a key that is published nowhere. */
  stranger: KeyStore;
}

/** Fresh keys; the channel's carries the endorsement that botbuilder asks for. */
export async function makeAllKeys(): Promise<Keys> {
  const [entra, channel, calls, stranger] = await Promise.all([
    makeKeys('simulated-entra'),
    makeKeys('simulated-channel', { endorsements: ['msteams'] } as Partial<JWK>),
    makeKeys('simulated-calls'),
    makeKeys('simulated-calls'),
  ]);
  return { entra, channel, calls, stranger };
}
