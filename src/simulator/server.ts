/** One https server and its tables of routes: the first route that fits the method, host and path answers. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { ServerCertificate } from './certificate.ts';

export interface SimulatorRequest {
  method: string;
  /** Host header without the port, lower case. */
  host: string;
  /** Path and query as sent. */
  target: string;
  /** Path alone, as sent (still percent-encoded). */
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  /** What `{name}` in the route's path stood for, decoded; `*` is the rest of the path. */
  params: Record<string, string>;
  raw: Buffer;
  /** @throws SyntaxError when the body is not JSON. Undefined for an empty body. */
  json(): unknown;
  message: IncomingMessage;
  response: ServerResponse;
}

export interface Answer {
  status: number;
  headers?: Record<string, string | string[]>;
  /** A string or a Buffer goes out as it is, anything else as JSON. */
  body?: unknown;
}

/** `'taken'`: the handler answers (or drops) `request.response` itself. */
export type Reply = Answer | 'taken';

export interface Route {
  /** An HTTP method, or `*`. */
  method: string;
  /** `/a/{b}/c`; a last segment `*` stands for any rest, nothing included. Letter case does not matter. */
  path: string;
  /** Only requests whose Host header names this host. */
  host?: string;
  handle(request: SimulatorRequest): Reply | Promise<Reply>;
}

/** The values of `{name}` and `*` when `path` fits `pattern`; null when it does not. */
export function matchPath(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/');
  const given = path.split('/');
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    if (part === '*') {
      params['*'] = given.slice(index).join('/');
      return params;
    }
    const value = given[index];
    if (value === undefined) return null;
    const name = /^\{(.+)\}$/.exec(part)?.[1];
    if (name) {
      if (!value) return null;
      params[name] = decode(value);
    } else if (part.toLowerCase() !== value.toLowerCase()) return null;
  }
  return given.length === wanted.length ? params : null;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

async function read(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Writes `answer`; a body that is neither text nor bytes goes out as JSON. */
export function send(response: ServerResponse, answer: Answer): void {
  const { status, headers = {}, body } = answer;
  const plain = typeof body === 'string' || Buffer.isBuffer(body);
  const payload = body === undefined ? undefined : plain ? body : JSON.stringify(body);
  const type = payload !== undefined && !plain ? { 'content-type': 'application/json; charset=utf-8' } : {};
  response.writeHead(status, { ...type, ...headers });
  response.end(payload);
}

export class SimulatorServer {
  readonly #routes: Route[] = [];
  readonly #server: Server;
  #log: (line: string) => void;

  constructor(certificate: ServerCertificate, log: (line: string) => void) {
    this.#log = log;
    this.#server = createServer({ cert: certificate.cert, key: certificate.key }, (message, response) => {
      void this.#serve(message, response);
    });
  }

  /** Adds a table of routes after those already there. */
  add(routes: readonly Route[]): void {
    this.#routes.push(...routes);
  }

  /** @returns the port it listens on. @throws Error with code EADDRINUSE where the port is taken. */
  async listen(port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => resolve());
    });
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const raw = await read(message);
      const target = message.url ?? '/';
      const [path = '/'] = target.split('?');
      const host = (message.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
      const method = message.method ?? 'GET';
      for (const route of this.#routes) {
        if (route.method !== '*' && route.method !== method) continue;
        if (route.host && route.host !== host) continue;
        const params = matchPath(route.path, path);
        if (!params) continue;
        const reply = await route.handle({
          method,
          host,
          target,
          path,
          query: new URLSearchParams(target.slice(path.length + 1)),
          headers: message.headers,
          params,
          raw,
          json: () => (raw.length > 0 ? JSON.parse(raw.toString('utf8')) : undefined),
          message,
          response,
        });
        if (reply !== 'taken') send(response, reply);
        return;
      }
      send(response, { status: 404, body: { error: { code: 'NotFound', message: `Nothing at ${path}` } } });
    } catch (error) {
      this.#log(`simulator: ${message.method} failed: ${(error as Error).stack ?? error}`);
      if (!response.headersSent) {
        send(response, { status: 500, body: { error: { code: 'SimulatorFault', message: String(error) } } });
      }
    }
  }
}
