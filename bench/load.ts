/**
 * Sending many requests over connections that stay open, each as soon as the one before it was answered. Over bare
 * sockets: on a small machine an HTTP client would take more of the processors than what is measured.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A POST that is written down before the clock runs. */
export type Prepared = Buffer;

export function prepared(path: string, authorization: string, body: unknown): Prepared {
  const content = Buffer.from(JSON.stringify(body));
  const head = [
    `POST ${path} HTTP/1.1`,
    'host: 127.0.0.1',
    `authorization: ${authorization}`,
    'content-type: application/json',
    `content-length: ${content.length}`,
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), content]);
}

export interface Load {
  /** From the first byte of the first to the last answer, in milliseconds. */
  ms: number;
  /** Of each request to its answer, in milliseconds. */
  latencies: number[];
}

/**
 * Sends all of them, `connections` at once.
 * @throws Error for any answer but 2xx
 */
export async function send(url: string, requests: readonly Prepared[], connections: number): Promise<Load> {
  const latencies: number[] = [];
  const waiting = requests.values();
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(url)));
  const since = performance.now();
  await Promise.all(
    sockets.map(async (socket) => {
      for (const request of waiting) {
        const at = performance.now();
        await post(socket, request);
        latencies.push(performance.now() - at);
      }
    }),
  );
  const ms = performance.now() - since;
  for (const socket of sockets) socket.destroy();
  return { ms, latencies };
}

/** A connection to `http://host:port`. */
export async function open(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  await once(socket, 'connect');
  return socket;
}

/** One request on an open connection, to the end of its answer. @throws Error for any status but 2xx */
export function post(socket: Socket, request: Prepared): Promise<void> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const settle = (error: Error | null) => {
      socket.off('data', heard).off('close', closed);
      if (error) reject(error);
      else resolve();
    };
    const closed = () => settle(new Error(`The connection was closed after: ${answer.slice(0, 200)}`));
    const heard = (chunk: Buffer) => {
      answer += chunk.toString('latin1');
      if (!isWhole(answer)) return;
      settle(/^HTTP\/1.1 2/.test(answer) ? null : new Error(`The answer was: ${answer.slice(0, 200)}`));
    };
    socket.on('data', heard).on('close', closed);
    socket.write(request);
  });
}

/** Whether an answer has come to its end, by its length or its last chunk. */
function isWhole(answer: string): boolean {
  const head = answer.indexOf('\r\n\r\n');
  if (head < 0) return false;
  if (/\r\ntransfer-encoding: chunked/i.test(answer)) return answer.endsWith('\r\n0\r\n\r\n');
  const length = /\r\ncontent-length: (\d+)/i.exec(answer)?.[1] ?? 0;
  return answer.length >= head + 4 + Number(length);
}
