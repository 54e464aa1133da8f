import { operationName } from './operationName.ts';
import type { Tracing } from './tracing.ts';

/** What came of a request: few words, whatever Graph's own are. */
export type GraphResult = 'ok' | 'throttled' | 'refused' | 'failed' | 'no_answer' | 'not_sent';

interface Request {
  method: string;
  path: string;
}

/** The part of graph/client.ts that is watched. */
interface Graph {
  request<T = unknown>(request: Request): Promise<{ status: number; body: T; reference: string }>;
}

/** As a GraphError has them. */
interface Failure {
  status?: number;
  code?: string;
  reference?: string;
}

const neverSent = new Set(['unreachable', 'tokenUnavailable', 'circuitOpen']);

function resultOf({ status = 0, code = '' }: Failure): GraphResult {
  if (status === 0) return neverSent.has(code) ? 'not_sent' : 'no_answer';
  if (status < 400) return 'ok';
  if (status === 429) return 'throttled';
  return status < 500 ? 'refused' : 'failed';
}

/**
 * The same Graph, each request of it counted, timed, and a span of the call that it is made for. No traceparent goes
 * out: Graph has the client-request-id for that, and our trace is no part of Microsoft's.
 */
export function watchedGraph<G extends Graph>(
  graph: G,
  watch: { tracing: Tracing; asked(operation: string, result: GraphResult, ms: number): void },
): G {
  const request: Graph['request'] = (wanted) => {
    const operation = operationName(wanted.method, wanted.path);
    const template = operation.slice(wanted.method.length + 1);
    const known = { 'http.request.method': wanted.method, 'url.template': template };
    return watch.tracing.asking(operation, known, async (note) => {
      const since = performance.now();
      const told = (answer: Failure) => {
        watch.asked(operation, resultOf(answer), performance.now() - since);
        return {
          'http.response.status_code': answer.status ?? 0,
          'graph.request_id': answer.reference ?? '',
          ...(answer.code && { 'error.type': answer.code }),
        };
      };
      try {
        const answer = await graph.request<never>(wanted);
        note(told({ status: answer.status, reference: answer.reference }));
        return answer;
      } catch (error) {
        note.failed(told(error as Failure));
        throw error;
      }
    });
  };
  return { ...graph, request };
}
