/** Signing keys: Entra's, the channel's, the calling service's, and one that nobody trusts, for forging. */
import { exportJWK, generateKeyPair, type JSONWebKeySet, type JWK, type JWTPayload, SignJWT } from 'jose';

export interface KeyStore {
  readonly kid: string;
  /** The public half, as published. */
  jwks(): JSONWebKeySet;
  /** An RS256 token with exactly these claims (times in seconds). */
  sign(claims: JWTPayload): Promise<string>;
}

/** @param published extra members of the published key, such as the channel's endorsements. */
export async function makeKeys(kid: string, published: Partial<JWK> = {}): Promise<KeyStore> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk: JWK = { ...(await exportJWK(publicKey)), kid, x5t: kid, use: 'sig', alg: 'RS256', ...published };
  return {
    kid,
    jwks: () => ({ keys: [jwk] }),
    sign: (claims) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid, x5t: kid }).sign(privateKey),
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
