/** What can go wrong between Rollcall and Graph, and what the known errors mean. */

/** One failed Graph request. Its own fields are what `calling`'s Failure needs. */
export class GraphError extends Error {
  /** HTTP status; 0: no answer at all, see `code`. */
  readonly status: number;
  /**
   * Graph's own error code; with status 0 one of `timeout` and `connectionLost` (it may have arrived and been
   * carried out) or `unreachable`, `tokenUnavailable` and `circuitOpen` (it certainly was not). `notYet`, with 429: not
   * sent either, as a Retry-After still runs.
   */
  readonly code: string;
  /** Graph's request-id, or our client-request-id where there was no answer. */
  readonly reference: string;
  /** How long Graph asks us to wait, from its Retry-After; null where it says nothing. */
  readonly retryAfterMs: number | null;

  constructor(
    fields: {
      status: number;
      code: string;
      message: string;
      reference: string;
      retryAfterMs?: number | null;
    },
    options?: ErrorOptions,
  ) {
    super(fields.message, options);
    this.name = 'GraphError';
    this.status = fields.status;
    this.code = fields.code;
    this.reference = fields.reference;
    this.retryAfterMs = fields.retryAfterMs ?? null;
  }
}

/**
 * Milliseconds a Retry-After asks for: seconds, fractions too (Graph's throttling page shows `2.128`), or an HTTP
 * date. Null for none and for what is neither.
 */
export function retryAfterOf(header: string | null | undefined, now: number): number | null {
  if (!header?.trim()) return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, Math.round(seconds * 1000));
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

export type Meaning =
  /** No application access policy lets this app act for that organizer: an admin grants one. */
  | 'accessPolicyMissing'
  /** The tenant's admin has not consented to a permission that this needs. */
  | 'consentMissing'
  /** AllowRemoveParticipantAppIds does not name this app. */
  | 'removalNotAllowed'
  /** The bot has no calling webhook on its Teams channel. */
  | 'callingNotRegistered'
  | 'tenantMismatch'
  | 'tokenRefused'
  | 'notFound'
  | 'badRequest'
  | 'conflict'
  | 'throttled'
  /** Graph is down for a moment, or no answer came: trying again later is right. */
  | 'unavailable'
  | 'unknown';

interface Symptoms {
  status: number;
  code: string;
  message: string;
}

/**
 * The known errors, the more specific first. Sources: the application access policy page ("App ... is not authorized
 * to ... on behalf of user ..."), the remove-participant page (Set-CsApplicationMeetingConfiguration), and issues
 * comms-samples#432 (7503), comms-samples#276 (7504), microsoft-graph-docs-contrib#5874 (7505).
 */
const table: [Meaning, (error: Symptoms, during: Doing) => boolean][] = [
  [
    'callingNotRegistered',
    ({ code, message }) => code === '7503' || /not registered in our store/i.test(message),
  ],
  ['tenantMismatch', ({ code, message }) => code === '7505' || /tenant mismatch/i.test(message)],
  [
    'consentMissing',
    ({ code, message }) => code === '7504' || /insufficient enterprise tenant permissions/i.test(message),
  ],
  [
    'accessPolicyMissing',
    ({ status, message }) =>
      (status === 401 || status === 403) &&
      /application access policy|not authorized to .* on behalf of/i.test(message),
  ],
  [
    'consentMissing',
    ({ status, code, message }) =>
      status === 403 &&
      (/^Authorization_RequestDenied$/i.test(code) ||
        /insufficient privileges|no authorization information|missing role permissions/i.test(message)),
  ],
  ['removalNotAllowed', ({ status }, during) => status === 403 && during === 'remove'],
  ['consentMissing', ({ status }) => status === 403],
  ['tokenRefused', ({ status }) => status === 401],
  ['notFound', ({ status }) => status === 404 || status === 410],
  ['conflict', ({ status }) => status === 409 || status === 412],
  ['throttled', ({ status }) => status === 429],
  ['unavailable', ({ status }) => status === 0 || status === 408 || status >= 500],
  ['badRequest', ({ status }) => status >= 400],
];

/** What was being done, where one and the same answer means different things. */
export type Doing = 'remove' | 'other';

/** What an error means, in our words; pure. `during` tells a refused removal from a missing consent. */
export const meaningOf = (error: Symptoms, during: Doing = 'other'): Meaning =>
  table.find(([, fits]) => fits(error, during))?.[0] ?? 'unknown';
