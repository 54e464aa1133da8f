/** The simulator's control API (docs/simulator.md), for whoever acts as the world around Rollcall. */
import type { Simulator } from '../../src/simulator/simulator.ts';

/**
 * @param path below `/simulator/v1`
 * @returns what it answers; null where that is nothing
 * @throws Error with the status and the text of a refusal
 */
export async function control<T = unknown>(
  { url }: Pick<Simulator, 'url'>,
  method: string,
  path: string,
  body?: object,
): Promise<T> {
  const response = await fetch(`${url}/simulator/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return (text ? JSON.parse(text) : null) as T;
}
