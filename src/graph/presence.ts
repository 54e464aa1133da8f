import { z } from 'zod';
import type { Graph } from './client.ts';

/** Graph tells of so many in one request. */
const mostAtOnce = 650;

const entry = z.object({ id: z.string(), availability: z.string() });
const answer = z.object({ value: z.array(entry.nullable().catch(null)) });

/**
 * Whether people can be reached: Graph's availability by object id, lower case; whom Graph does not tell about is not
 * in it. https://learn.microsoft.com/graph/api/cloudcommunications-getpresencesbyuserid, Presence.Read.All.
 */
export type PresenceOf = (ids: readonly string[], deadlineMs: number) => Promise<Record<string, string>>;

/** @returns a function that throws GraphError where Graph does not answer in time */
export function createPresenceOf(graph: Graph): PresenceOf {
  const some = async (ids: readonly string[], deadlineMs: number) => {
    const path = '/communications/getPresencesByUserId';
    const { body } = await graph.request({ method: 'POST', path, body: { ids }, deadlineMs });
    const told = answer.safeParse(body).data?.value ?? [];
    return told.flatMap((one) => (one ? [[one.id.toLowerCase(), one.availability] as const] : []));
  };
  return async (ids, deadlineMs) => {
    const parts = Array.from({ length: Math.ceil(ids.length / mostAtOnce) }, (_, part) =>
      some(ids.slice(part * mostAtOnce, (part + 1) * mostAtOnce), deadlineMs),
    );
    return Object.fromEntries((await Promise.all(parts)).flat());
  };
}
