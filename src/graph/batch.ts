/**
 * Many requests in few: JSON batching, https://learn.microsoft.com/graph/json-batching. No page says that the calling
 * API takes part in it, so where the batch is refused the same requests are sent one by one.
 */

import type { Graph, GraphRequest } from './client.ts';
import { errorOf, segment } from './client.ts';
import { GraphError } from './errors.ts';

/** Graph takes no more in one batch. */
const most = 20;
const atOnce = 4;
const refusals = [400, 403, 404, 405, 501];

export interface BatchResult<T> {
  status: number;
  body: T | undefined;
  /** Null when the status is 2xx. */
  error: GraphError | null;
}

interface BatchAnswer {
  id: string;
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}

/** How long a batch may take: `deadlineMs` (default 20 s) each round trip, `signal` all of them together. */
interface Patience {
  deadlineMs?: number;
  signal?: AbortSignal;
}

/**
 * Sends the requests, 20 in one, four batches at a time, and gives their results in the same order. It never throws:
 * a failure of the batch itself is the failure of each request in it; what is left when `signal` aborts has the error
 * `timeout` and was not sent.
 */
export async function batch<T = unknown>(
  graph: Graph,
  requests: GraphRequest[],
  { deadlineMs = 20_000, signal }: Patience = {},
): Promise<BatchResult<T>[]> {
  const patience = { deadlineMs, signal };
  const parts: GraphRequest[][] = [];
  for (let at = 0; at < requests.length; at += most) parts.push(requests.slice(at, at + most));
  const results = await inTurns(parts, (part) => sendPart<T>(graph, part, patience));
  return results.flat();
}

async function sendPart<T>(
  graph: Graph,
  part: GraphRequest[],
  patience: Patience,
): Promise<BatchResult<T>[]> {
  const single = (request: GraphRequest) => sendOne<T>(graph, request, patience);
  if (part.length === 1) return Promise.all(part.map(single));
  try {
    const body = { requests: part.map((request, index) => entry(request, String(index + 1))) };
    const answer = await graph.request<{ responses?: BatchAnswer[] }>({
      method: 'POST',
      path: '/$batch',
      body,
      ...patience,
    });
    const answers = new Map((answer.body?.responses ?? []).map((one) => [one.id, one]));
    return await inTurns(part, async (request, index) => {
      const own = answers.get(String(index + 1));
      // The operation itself may be one that cannot be batched; then it has not been carried out.
      if (own?.status === 405 || own?.status === 501) return single(request);
      return own ? resultOf<T>(own, answer.reference, graph.now()) : missing(answer.reference);
    });
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    if (refusals.includes(error.status)) return inTurns(part, single);
    return part.map(() => ({ status: error.status, body: undefined, error }));
  }
}

function entry(request: GraphRequest, id: string) {
  const pairs = Object.entries(request.query ?? {}).map(([name, value]) => `${name}=${segment(value)}`);
  const url = pairs.length > 0 ? `${request.path}?${pairs.join('&')}` : request.path;
  const headers = { ...request.headers, ...(request.body ? { 'Content-Type': 'application/json' } : {}) };
  return { id, method: request.method, url, headers, ...(request.body ? { body: request.body } : {}) };
}

async function sendOne<T>(graph: Graph, request: GraphRequest, patience: Patience): Promise<BatchResult<T>> {
  try {
    const { status, body } = await graph.request<T>({ ...request, ...patience });
    return { status, body, error: null };
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    return { status: error.status, body: undefined, error };
  }
}

function resultOf<T>(answer: BatchAnswer, reference: string, now: number): BatchResult<T> {
  if (answer.status < 300) return { status: answer.status, body: answer.body as T, error: null };
  const headers = new Headers(answer.headers ?? {});
  const error = errorOf(answer.status, answer.body, headers, reference, now);
  return { status: answer.status, body: undefined, error };
}

function missing<T>(reference: string): BatchResult<T> {
  const message = 'The batch was answered without this request';
  const error = new GraphError({ status: 0, code: 'connectionLost', message, reference });
  return { status: 0, body: undefined, error };
}

/** Works on the items in order, a few at once, and keeps the order of the results. */
async function inTurns<I, R>(items: I[], work: (item: I, index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = new Array(items.length);
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await work(item, index);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  return results;
}
