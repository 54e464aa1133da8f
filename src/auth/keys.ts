/**
 * The public keys of a token issuer, found through its OpenID metadata and kept across requests. Keys once known
 * outlive an outage of the place they came from; an unknown key id asks there again, but not more often than every
 * half minute, so that made-up ids cost nobody anything.
 */

import type { JSONWebKeySet, JWTVerifyGetKey } from 'jose';
import { createLocalJWKSet, errors } from 'jose';
import type { Clock } from '../lib/clock.ts';

/** No key to check with, and it is not the caller's fault: answered with 503, so that the caller tries again. */
export class KeysUnavailable extends Error {
  constructor(options: ErrorOptions) {
    super('The signing keys cannot be had', options);
    this.name = 'KeysUnavailable';
  }
}

const cooldown = 30_000;
/** Microsoft's calling samples ask again every two hours. */
const age = 2 * 3_600_000;
const timeout = 5_000;

interface Held {
  find: ReturnType<typeof createLocalJWKSet>;
  at: number;
}

/**
 * A key resolver for jose's `jwtVerify`.
 * @param metadataUrl https address of the OpenID metadata, whose `jwks_uri` names the keys.
 * @throws KeysUnavailable (from the resolver) when there are none and none to be had.
 */
export function keysOf(metadataUrl: string, clock: Clock): JWTVerifyGetKey {
  let held: Held | null = null;
  let loading: Promise<Held> | null = null;
  let asked = Number.NEGATIVE_INFINITY;
  let failed: unknown = null;

  /** Everybody who needs the keys at the same moment waits for the same request. */
  function load(): Promise<Held> {
    asked = clock.now();
    loading ??= fetchKeys(metadataUrl)
      .then((keys) => {
        failed = null;
        held = { find: createLocalJWKSet(keys), at: clock.now() };
        return held;
      })
      .catch((error: unknown) => {
        failed = error;
        throw new KeysUnavailable({ cause: error });
      })
      .finally(() => {
        loading = null;
      });
    return loading;
  }

  const mayAsk = () => clock.now() - asked >= cooldown;

  return async (header, token) => {
    const keys = held ?? (await load());
    // Old keys are as good as new ones until the issuer says otherwise: nobody waits for the renewal.
    if (clock.now() - keys.at > age && mayAsk()) load().catch(() => undefined);
    try {
      return await keys.find(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      if (loading || mayAsk()) return await (await (loading ?? load())).find(header, token);
      if (failed) throw new KeysUnavailable({ cause: failed });
      throw error;
    }
  };
}

async function fetchKeys(metadataUrl: string): Promise<JSONWebKeySet> {
  const { jwks_uri: address } = await fetchJson<{ jwks_uri?: string }>(metadataUrl);
  // Keys over a line that anybody can write to would let anybody sign.
  if (!address?.startsWith('https://')) throw new Error('The OpenID metadata names no https jwks_uri');
  return await fetchJson<JSONWebKeySet>(address);
}

async function fetchJson<T>(address: string): Promise<T> {
  const response = await fetch(address, {
    redirect: 'error',
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(timeout),
  });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return (await response.json()) as T;
}
