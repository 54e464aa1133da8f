/** What both endpoints check of a caller's token, before a byte of the body is parsed. */

import type { JWTPayload, JWTVerifyGetKey } from 'jose';
import { errors, jwtVerify } from 'jose';
import type { Clock } from '../lib/clock.ts';
import { KeysUnavailable } from './keys.ts';

/** Let in, or refused; `reason` is for the log alone and never carries a token or a claim's value. */
export type Admission<Caller> = { caller: Caller } | { status: 401 | 403 | 503; reason: string };

export interface TokenRules {
  keys: JWTVerifyGetKey;
  issuers: string[];
  /** The bot's application id. */
  audience: string;
  /** How far clocks may differ, in seconds. */
  skew: number;
  clock: Clock;
}

/** No token of Microsoft's comes near it; what is longer is not worth decoding. */
const longest = 16_384;

/**
 * Verifies an Authorization header: RS256 with a published key, issuer, audience, exp (which must be there) and nbf.
 * Gives the claims, or the refusal: 401 whatever is wrong with the token, 503 where the keys cannot be had.
 */
export async function verifyBearer(
  authorization: string | undefined,
  rules: TokenRules,
): Promise<Admission<JWTPayload>> {
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]*)$/i.exec(authorization?.trim() ?? '')?.[1];
  if (!token || token.length > longest) {
    return { status: 401, reason: authorization ? 'no bearer token' : 'no Authorization header' };
  }
  try {
    const { payload } = await jwtVerify(token, rules.keys, {
      algorithms: ['RS256'],
      issuer: rules.issuers,
      audience: rules.audience,
      clockTolerance: rules.skew,
      currentDate: new Date(rules.clock.now()),
      requiredClaims: ['exp'],
    });
    return { caller: payload };
  } catch (error) {
    if (error instanceof KeysUnavailable) return { status: 503, reason: `${error.message}: ${error.cause}` };
    return { status: 401, reason: reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTClaimValidationFailed) return `${error.code}: ${error.claim}`;
  return error instanceof errors.JOSEError ? error.code : 'malformed token';
}
