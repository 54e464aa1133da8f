/** How long is too long on this machine, now: by a bare server in this process that is asked meanwhile. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** Milliseconds that nothing is too long for, and how many answers of the bare server come afterwards. */
const atLeast = 15_000;
const bareAnswers = 2_000;

/** @returns a function that rejects where `work` is not done long after a bare server would have been done with thousands like it */
export async function besideBare(): Promise<<T>(work: Promise<T>) => Promise<T>> {
  const server = http.createServer((_, response) => response.end()).unref();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return async (work) => {
    const over = new AbortController();
    const tooLong = async (): Promise<never> => {
      await pause(atLeast, undefined, { signal: over.signal });
      for (let answers = 0; answers < bareAnswers; answers += 1) {
        over.signal.throwIfAborted();
        await (await fetch(url)).arrayBuffer();
      }
      throw new Error(`no answer, while a bare server gave ${bareAnswers}`);
    };
    return Promise.race([work, tooLong()]).finally(() => over.abort());
  };
}
