/** The simulator's control API of a running stack: what people do who are not at the screen. */
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import tls from 'node:tls';
import type { Stack } from '../../src/dev/stack.ts';

export interface Control {
  get<T>(path: string): Promise<T>;
  /** Asks until the answer fits. @throws Error after ten seconds, with the last one */
  until<T>(path: string, fits: (answer: T) => boolean): Promise<T>;
  /** @returns the answer's JSON; null where there is none @throws Error with what the simulator said */
  post<T = unknown>(path: string, body?: object): Promise<T>;
  /** Changes somebody: what they do when called, or what they speak. */
  person(name: string, how: { behaviour?: string; languageId?: string }): Promise<void>;
}

export function controlOf({ simulatorUrl, caFile }: Stack): Control {
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), readFileSync(caFile, 'utf8')]);
  const ask = async (method: string, path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(`${simulatorUrl}/simulator/v1${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`The simulator answered ${answer.status} to ${method} ${path}: ${text}`);
    return text ? JSON.parse(text) : null;
  };
  return {
    get: <T>(path: string) => ask('GET', path) as Promise<T>,
    async until<T>(path: string, fits: (answer: T) => boolean) {
      for (const end = Date.now() + 10_000; ; await delay(100)) {
        const answer = (await ask('GET', path)) as T;
        if (fits(answer)) return answer;
        if (Date.now() > end) throw new Error(`${path} stayed ${JSON.stringify(answer)}`);
      }
    },
    post: <T>(path: string, body = {}) => ask('POST', path, body) as Promise<T>,
    person: async (name, how) => void (await ask('PATCH', `/people/${encodeURIComponent(name)}`, how)),
  };
}
