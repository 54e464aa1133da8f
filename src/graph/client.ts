/**
 * The way to Microsoft Graph v1.0: the official client with a token of ours, a deadline, an id and an error of our
 * own shape on every request. It never retries: who asked decides that, for a second POST may be a second meeting.
 * Nor does a request wait for others: Node's fetch opens as many connections to one origin as are asked for at once
 * (https://github.com/nodejs/undici/blob/main/docs/docs/api/Agent.md, `connections`: no limit).
 */

import type { Context, Middleware } from '@microsoft/microsoft-graph-client';
import {
  Client,
  GraphClientError,
  HTTPMessageHandler,
  ResponseType,
} from '@microsoft/microsoft-graph-client';
import type { Clock } from '../lib/clock.ts';
import { untilAborted } from '../lib/deadline.ts';
import { newId } from '../lib/ids.ts';
import type { Log } from '../lib/log.ts';
import { GraphError, meaningOf, retryAfterOf } from './errors.ts';
import type { CredentialConfig } from './tokens.ts';
import { createTokens } from './tokens.ts';

export interface GraphRequest {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** After the version, ids already encoded (`segment`): `/users/{id}/events`. Or a whole @odata.nextLink. */
  path: string;
  /** Not encoded yet, OData names with their dollar sign. */
  query?: Record<string, string>;
  body?: object;
  headers?: Record<string, string>;
  /** Milliseconds for everything, a token and the body of the answer included. Default 10 s. */
  deadlineMs?: number;
  /** Ends the request with the deadline of something larger that it is a part of. */
  signal?: AbortSignal;
  /** Somebody's phone rings, or a line must not stay open: asked at once, whatever Graph said of others. */
  urgent?: true;
}

interface GraphAnswer<T> {
  status: number;
  /** Undefined for an empty answer. */
  body: T;
  /** Graph's request-id, for the log and for support. */
  reference: string;
  location: string | null;
}

export interface Graph {
  /** One request. @throws GraphError for every answer that is not 2xx, and for none. */
  request<T = unknown>(request: GraphRequest): Promise<GraphAnswer<T>>;
  /** A token for the bot connector (scope https://api.botframework.com/.default), of the same application. */
  botToken(): Promise<string>;
  /** Takes and renews both tokens ahead of need; rejects while there is no token for Graph. */
  warm(): Promise<void>;
  now(): number;
}

const defaultDeadline = 10_000;

/** An id or name as one segment of a path. */
export const segment = (value: string): string => encodeURIComponent(value);

/** A client for the Graph at GRAPH_URL, its tokens from LOGIN_URL by secret or certificate. */
export function createGraph(options: { config: CredentialConfig; clock: Clock; log: Log }): Graph {
  const { config, clock, log } = options;
  const tokens = createTokens(config, clock);
  const base = config.GRAPH_URL.replace(/\/+$/, '');
  const client = Client.initWithMiddleware({
    baseUrl: `${base}/`,
    defaultVersion: 'v1.0',
    // The default chain would also retry by itself, send telemetry headers, and not say which token it used.
    middleware: new Transport(),
  });

  async function request<T>(wanted: GraphRequest): Promise<GraphAnswer<T>> {
    const id = newId();
    const started = clock.now();
    const own = AbortSignal.timeout(wanted.deadlineMs ?? defaultDeadline);
    const signal = wanted.signal ? AbortSignal.any([own, wanted.signal]) : own;
    const path = wanted.path.replace(/\?.*/, '').replace(/\/[^/]*(@|%40)[^/]*/g, '/…');
    try {
      signal.throwIfAborted();
      const answer = await sendWithToken<T>(wanted, id, signal);
      log.debug({ method: wanted.method, path, status: answer.status, ms: clock.now() - started }, 'Graph');
      return answer;
    } catch (error) {
      const failure = error instanceof GraphError ? error : noAnswer(error, id);
      const { status, code, reference } = failure;
      log.info({ method: wanted.method, path, status, code, reference }, 'Graph did not do it');
      throw failure;
    }
  }

  /** A token that Graph refuses may be revoked, or older than a consent: nothing was done, so once more with another. */
  async function sendWithToken<T>(
    wanted: GraphRequest,
    id: string,
    signal: AbortSignal,
  ): Promise<GraphAnswer<T>> {
    const sendWith = (token: string) => untilAborted(send<T>(wanted, { id, token, signal }), signal);
    const token = await tokenWithin(signal);
    try {
      return await sendWith(token);
    } catch (error) {
      if (!(error instanceof GraphError) || meaningOf(error) !== 'tokenRefused') throw error;
      tokens.graph.forget(token);
      return sendWith(await tokenWithin(signal));
    }
  }

  /** Entra that does not answer is no silence of Graph's: the request was certainly not sent. */
  const tokenWithin = (signal: AbortSignal): Promise<string> =>
    untilAborted(tokens.graph.get(), signal).catch((error) => fail('tokenUnavailable', error));

  async function send<T>(
    wanted: GraphRequest,
    { id, token, signal }: { id: string; token: string; signal: AbortSignal },
  ): Promise<GraphAnswer<T>> {
    const call = client
      .api(addressOf(wanted, base))
      .headers({
        ...wanted.headers,
        authorization: `Bearer ${token}`,
        'client-request-id': id,
        'return-client-request-id': 'true',
      })
      .option('signal', signal)
      .responseType(ResponseType.RAW);
    if (wanted.body) call.header('content-type', 'application/json');
    const response = (await dispatch(call, wanted)) as Response;
    const text = await response.text();
    const reference = response.headers.get('request-id') ?? id;
    if (response.ok) {
      const location = response.headers.get('location');
      return { status: response.status, body: parsed(text) as T, reference, location };
    }
    throw errorOf(response.status, parsed(text), response.headers, reference, clock.now());
  }

  return {
    request,
    botToken: () => tokens.bot.get(),
    async warm() {
      await Promise.all([tokens.graph.warm(), tokens.bot.warm()]);
    },
    now: () => clock.now(),
  };
}

function dispatch(call: ReturnType<Client['api']>, { method, body }: GraphRequest): Promise<unknown> {
  if (method === 'GET') return call.get();
  if (method === 'DELETE') return call.delete();
  return method === 'POST' ? call.post(body) : call.patch(body);
}

function addressOf({ path, query }: GraphRequest, base: string): string {
  // The token goes with the address, so a link from an answer is followed to our own Graph only.
  if (/^https?:/i.test(path) && !path.startsWith(`${base}/`))
    throw new Error('A link that leads out of Graph');
  const pairs = Object.entries(query ?? {}).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return pairs.length > 0 ? `${path}?${pairs.join('&')}` : path;
}

/** The client hides what fetch threw, save inside an error of its own. */
function fail(code: string, error: unknown): never {
  throw Object.assign(new GraphClientError(code), { customError: error });
}

class Transport implements Middleware {
  readonly #http = new HTTPMessageHandler();

  async execute(context: Context): Promise<void> {
    await this.#http.execute(context).catch((error: unknown) => fail(transportCode(error), error));
  }
}

/** Errors before anything was sent: the request certainly was not carried out. */
const neverSent =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|.*CERT.*)$/;

function transportCode(error: unknown): string {
  if ((error as Error)?.name === 'TimeoutError') return 'timeout';
  const { code = '' } = ((error as Error)?.cause ?? {}) as { code?: string };
  return neverSent.test(code) ? 'unreachable' : 'connectionLost';
}

function noAnswer(error: unknown, reference: string): GraphError {
  const cause = error instanceof GraphClientError ? error.customError : error;
  const code = error instanceof GraphClientError ? error.message : transportCode(error);
  const message = cause instanceof Error ? cause.message : String(cause);
  return new GraphError({ status: 0, code, message, reference }, { cause });
}

/** Graph's error body, or whatever a proxy in front of it sent instead. */
export function errorOf(
  status: number,
  body: unknown,
  headers: { get(name: string): string | null },
  reference: string,
  now: number,
): GraphError {
  const { error } = (body ?? {}) as { error?: GraphErrorBody };
  const inner = error?.innerError ?? error?.innererror;
  return new GraphError({
    status,
    code: error?.code ? String(error.code) : `http${status}`,
    message: error?.message ?? `HTTP ${status}`,
    reference: headers.get('request-id') ?? inner?.['request-id'] ?? reference,
    retryAfterMs: retryAfterOf(headers.get('retry-after'), now),
  });
}

interface GraphErrorBody {
  code?: string | number;
  message?: string;
  innerError?: Record<string, string>;
  innererror?: Record<string, string>;
}

function parsed(text: string): unknown {
  if (!text) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
