/**
 * The log: one JSON object a line on the standard output, as container platforms collect it. Ids, counts and
 * reasons belong in it; tokens, passcodes, names of people and what they said do not, and the likeliest slips are
 * blacked out here.
 */

import type { DestinationStream, Logger } from 'pino';
import { pino } from 'pino';
import { newId } from './ids.ts';
import { scope, traceIdOf } from './scope.ts';

export type Log = Logger;

/** Keys whose values never reach the log, at the top of an entry and up to three objects down. */
const secrets = [
  'authorization',
  'Authorization',
  'token',
  'accessToken',
  'access_token',
  'recordingAccessToken',
  'secret',
  'clientSecret',
  'client_secret',
  'client_assertion',
  'password',
  'BOT_PASSWORD',
  'DATABASE_URL',
  'passcode',
  'joinUrl',
  'joinWebUrl',
  'cookie',
  'name',
  'displayName',
  'userPrincipalName',
  'mail',
  'email',
  'address',
  'upn',
  'subject',
  'text',
];

const paths = secrets.flatMap((key) => [key, `*.${key}`, `*.*.${key}`, `*.*.*.${key}`]);

/** The request and the call that a line belongs to, with the call's trace: what the line itself names goes first. */
function belonging(line: object): object {
  const { request, call: around } = scope();
  const call = 'call' in line && typeof line.call === 'string' ? line.call : around;
  return { ...(request && { request }), ...(call && { call, trace_id: traceIdOf(call) }) };
}

/**
 * A log of this level (pino's words, `silent` included), to the standard output unless a test hands over another
 * destination. An error is logged with its name, message, stack and cause only: clients hang whole requests on
 * theirs. One with a `status` came from another service and is logged without its message. Every line names this
 * instance, and the call and request that it belongs to.
 */
export function createLog(level: string, destination: DestinationStream = process.stdout): Log {
  return pino(
    {
      level,
      base: { instance: newId() },
      mixin: belonging,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths, censor: '[hidden]' },
      serializers: { err: (error) => brief(error), error: (error) => brief(error) },
    },
    destination,
  );
}

function brief(error: unknown, depth = 3): unknown {
  if (!(error instanceof Error)) return { type: typeof error };
  const { name, message, stack = '', cause } = error;
  const type = name;
  const why = cause instanceof Error && depth > 0 ? { cause: brief(cause, depth - 1) } : {};
  const code = 'code' in error ? { code: String(error.code) } : {};
  // An answer of another service: its words can name people, its status, code and reference cannot.
  if ('status' in error) {
    const reference = 'reference' in error ? { reference: String(error.reference) } : {};
    return { type, status: Number(error.status), ...code, ...reference, stack: framesOf(stack), ...why };
  }
  return { type, message: withoutSecrets(message), stack: withoutSecrets(stack), ...code, ...why };
}

/** A stack without the message that it begins with, which may be many lines. */
const framesOf = (stack: string): string =>
  stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');

/** Bearer tokens, JWTs and the passwords of URLs, where a library has put one into its error's text. */
const withoutSecrets = (text: string): string =>
  text
    .replace(/Bearer\s+[\w.~+/=-]+/gi, 'Bearer [hidden]')
    .replace(/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '[hidden]')
    .replace(/:\/\/([^/\s:@]*):[^/\s@]+@/g, '://$1:[hidden]@');
