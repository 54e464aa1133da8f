/** Sending many requests over connections that stay open, each as soon as the one before it was answered. */
import { Agent, request } from 'node:http';

/** A POST that is written down before the clock runs. */
export interface Prepared {
  path: string;
  authorization: string;
  body: Buffer;
}

export const prepared = (path: string, authorization: string, body: unknown): Prepared => ({
  path,
  authorization,
  body: Buffer.from(JSON.stringify(body)),
});

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
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const latencies: number[] = [];
  const waiting = requests.values();
  const since = performance.now();
  const one = async () => {
    for (const next of waiting) {
      const at = performance.now();
      await post(agent, url, next);
      latencies.push(performance.now() - at);
    }
  };
  await Promise.all(Array.from({ length: connections }, one));
  const ms = performance.now() - since;
  agent.destroy();
  return { ms, latencies };
}

/** One POST; resolves with its answer. @throws Error for any status but 2xx */
export function post(agent: Agent, url: string, { path, authorization, body }: Prepared): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { authorization, 'content-type': 'application/json', 'content-length': body.length };
    const outgoing = request(`${url}${path}`, { method: 'POST', agent, headers }, (answer) => {
      const { statusCode = 0 } = answer;
      answer.resume();
      answer.once('end', () => {
        if (statusCode >= 200 && statusCode < 300) resolve();
        else reject(new Error(`${path} was answered ${statusCode}`));
      });
    });
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}
