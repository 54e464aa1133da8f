/** The one table of routes on restify: who may call is settled before a byte of the body is read. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import restify from 'restify';
import type { Admission } from './auth/tokens.ts';
import { newId } from './lib/ids.ts';
import { within } from './lib/scope.ts';

export interface Exchange<Caller> {
  caller: Caller;
  body: Buffer;
  params: Record<string, string>;
  request: IncomingMessage;
  /** Answers, once: an object goes as JSON, a string or bytes as they are, nothing as an empty body. */
  answer(status: number, body?: unknown, headers?: Record<string, string>): void;
}

export interface Route {
  method: 'get' | 'post';
  path: string;
  /** Bytes; more is refused with 413. */
  bodyLimit: number;
  /** How many may be under way at once; the next gets 503 with Retry-After. */
  atOnce: number;
  run(request: restify.Request, response: restify.Response, limits: { bodyLimit: number }): Promise<void>;
}

/** A route: it cannot be written without saying who may call it. */
export function route<Caller>(row: {
  method: 'get' | 'post';
  path: string;
  admit(authorization: string | undefined): Promise<Admission<Caller>>;
  bodyLimit: number;
  atOnce: number;
  handle(exchange: Exchange<Caller>): Promise<void>;
}): Route {
  return {
    method: row.method,
    path: row.path,
    bodyLimit: row.bodyLimit,
    atOnce: row.atOnce,
    async run(request, response, { bodyLimit }) {
      const answer: Exchange<Caller>['answer'] = (status, body, headers) =>
        respond(response, status, body, headers);
      const admission = await row.admit(request.headers.authorization);
      if (!('caller' in admission)) {
        request.log.warn({ path: row.path, reason: admission.reason }, 'refused a caller');
        return refuse(request, response, admission.status);
      }
      const body = await readBody(request, bodyLimit);
      if (!body) return refuse(request, response, 413);
      await row.handle({
        caller: admission.caller,
        body,
        params: (request.params ?? {}) as Record<string, string>,
        request,
        answer,
      });
    },
  };
}

/** Lets everyone in: for routes that tell nothing. */
export const anyone = async (): Promise<Admission<null>> => ({ caller: null });

function respond(
  response: ServerResponse,
  status: number,
  body?: unknown,
  headers: Record<string, string> = {},
): void {
  if (response.headersSent) return;
  if (Buffer.isBuffer(body)) {
    response.writeHead(status, { 'content-length': String(body.length), ...headers });
    response.end(body);
    return;
  }
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  const type = typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8';
  response.writeHead(status, text ? { 'content-type': type, ...headers } : headers);
  response.end(text);
}

/** Answers without having read the body: the connection is of no more use. */
function refuse(request: IncomingMessage, response: ServerResponse, status: number): void {
  response.setHeader('connection', 'close');
  if (status === 503) response.setHeader('retry-after', '1');
  respond(response, status);
  request.resume();
}

/** The body, or null when it is larger than the limit or its sender went away. */
async function readBody(request: IncomingMessage, limit: number): Promise<Buffer | null> {
  if (Number(request.headers['content-length'] ?? 0) > limit) return null;
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      size += chunk.length;
      if (size > limit) return null;
      chunks.push(chunk);
    }
  } catch {
    return null;
  }
  return Buffer.concat(chunks);
}

function isAddress(request: restify.Request): boolean {
  try {
    return Boolean(request.getUrl());
  } catch {
    return false;
  }
}

export interface Server {
  /** Listens and gives the port; rejects with a message naming the setting when the port is taken. */
  listen(port: number, host: string, setting: string): Promise<number>;
  /** Takes no more, lets requests in hand finish, and cuts off what has not within ten seconds. */
  close(): Promise<void>;
}

const longestFarewell = 10_000;

/** A server of these routes; what is not in the table is 404, a failed handler 500 without a word about why. */
export function createServer(
  routes: Route[],
  log: Logger,
  answered: (path: string, status: number, ms: number) => void = () => undefined,
): Server {
  const server = restify.createServer({
    name: 'Rollcall',
    log: log as never,
    handleUncaughtExceptions: false,
  });
  server.server.requestTimeout = 30_000;
  // Where it is the longer one, Node waits that long for bodies, too.
  server.server.headersTimeout = 20_000;
  // An address or Host header that is none (RFC 9112, 3.2) would be thrown out of restify's router, where nobody catches it.
  server.pre((request, response, next) => {
    const known = isAddress(request);
    if (!known) refuse(request, response, 400);
    return next(known ? undefined : false);
  });
  let closing = false;
  const hangUpIdle = () => closing && server.server.closeIdleConnections();
  for (const row of routes) {
    let under = 0;
    server[row.method](row.path, async (request: restify.Request, response: restify.Response) => {
      const since = performance.now();
      response.once('finish', () => {
        answered(row.path, response.statusCode, performance.now() - since);
        // Its connection is idle only after this turn of the loop.
        setImmediate(hangUpIdle);
      });
      if (under >= row.atOnce) return refuse(request, response, 503);
      under += 1;
      try {
        await within({ request: newId() }, () => row.run(request, response, row));
      } catch (error) {
        log.error({ err: error, path: row.path }, 'a route failed');
        respond(response, 500);
      } finally {
        under -= 1;
      }
    });
  }
  return {
    listen: (port, host, setting) =>
      new Promise((resolve, reject) => {
        server.once('error', (error: NodeJS.ErrnoException) => {
          const taken = error.code === 'EADDRINUSE';
          reject(
            taken ? new Error(`Port ${port} is taken: free it, or set ${setting} to another one.`) : error,
          );
        });
        server.listen(port, host, () => resolve(server.address().port));
      }),
    close: () =>
      new Promise((resolve) => {
        closing = true;
        server.close(() => resolve());
        hangUpIdle();
        const patience = AbortSignal.timeout(longestFarewell);
        patience.addEventListener('abort', () => server.server.closeAllConnections(), { once: true });
      }),
  };
}
