/** Collections that Graph gives a page at a time. */
import type { Graph } from './client.ts';

interface Page<T> {
  value?: T[];
  '@odata.nextLink'?: string;
}

/**
 * Every item of a collection, its @odata.nextLink followed up to `pages` times (a roster of 1,000 is a few pages; a
 * link that leads in a circle must end). `signal` ends all of them together.
 */
export async function listAll<T>(
  graph: Graph,
  request: { path: string; query?: Record<string, string> },
  { pages = 50, signal }: { pages?: number; signal?: AbortSignal } = {},
): Promise<T[]> {
  const items: T[] = [];
  let next: { path: string; query?: Record<string, string> } | null = request;
  for (let page = 0; next && page < pages; page += 1) {
    const { body }: { body: Page<T> } = await graph.request<Page<T>>({ method: 'GET', ...next, signal });
    items.push(...(body?.value ?? []));
    next = body?.['@odata.nextLink'] ? { path: body['@odata.nextLink'] } : null;
  }
  return items;
}
