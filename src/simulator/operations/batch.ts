/** JSON batching: up to 20 requests in one, each answered on its own (learn.microsoft.com/graph/json-batching). */
import { badRequest, GraphError } from '../graphError.ts';
import type { GraphRequest, Operation } from '../operation.ts';
import type { Answer } from '../server.ts';
import { isObject, type Json, listOf, objectOf, optionalText, textOf } from '../shape.ts';

const limit = 20;

async function answerPart(request: GraphRequest, part: Json, answers: Map<string, Answer>): Promise<Answer> {
  const dependsOn = Array.isArray(part.dependsOn) ? part.dependsOn.map(String) : [];
  if (dependsOn.some((id) => (answers.get(id)?.status ?? 424) >= 400)) {
    const error = { code: 'FailedDependency', message: 'A request this one depends on failed.' };
    return { status: 424, body: { error } };
  }
  const url = textOf(part, 'url');
  const target = url.startsWith('/') ? url : `/${url}`;
  const method = textOf(part, 'method').toUpperCase();
  if (/^\/\$batch/.test(target)) throw badRequest('A batch cannot contain a batch.');
  return request.perform({ method, target, body: part.body });
}

async function run(request: GraphRequest): Promise<Answer> {
  if (request.context.faults.take(request.key, ['batchRefused'])) {
    throw new GraphError(403, 'Forbidden', 'Batching is not allowed here.');
  }
  const body = objectOf(request.body, 'The request body');
  const parts = listOf(body, 'requests').filter(isObject);
  if (parts.length === 0) throw badRequest("'requests' is empty.");
  if (parts.length > limit) throw badRequest(`A batch holds at most ${limit} requests, not ${parts.length}.`);
  const answers = new Map<string, Answer>();
  for (const part of parts) {
    const id = optionalText(part, 'id');
    if (!id || answers.has(id)) throw badRequest('Each request of a batch needs an id of its own.');
    if (part.body !== undefined && part.headers === undefined) {
      throw badRequest('A request with a body needs a Content-Type header.');
    }
    answers.set(id, await answerPart(request, part, answers));
  }
  const responses = [...answers].map(([id, { status, headers, body: answer }]) => ({
    id,
    status,
    headers: { ...headers, ...(answer === undefined ? {} : { 'Content-Type': 'application/json' }) },
    body: answer,
  }));
  return { status: 200, body: { responses } };
}

export const batch: readonly Operation[] = [
  { method: 'POST', path: '/$batch', permissions: [], denial: 'teams', handle: run },
];
