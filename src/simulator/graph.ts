/** The simulated Graph: who is asking, which operation it is, may they, and the answer in Graph's own dress. */
import { randomUUID } from 'node:crypto';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { microsoftHosts } from './certificate.ts';
import type { Context } from './context.ts';
import { graphAudience } from './entra.ts';
import { denied, GraphError } from './graphError.ts';
import type { GraphCall, Operation } from './operation.ts';
import { operations } from './operations/all.ts';
import { loseAnswer, refusalFor, strike } from './requestFaults.ts';
import { type Answer, matchPath, type Reply, type Route, type SimulatorRequest } from './server.ts';

async function authenticate(context: Context, header: string | undefined): Promise<void> {
  const refuse = (message: string) =>
    new GraphError(401, 'InvalidAuthenticationToken', message, {
      'www-authenticate': `Bearer realm="", authorization_uri="${context.url}/common/oauth2/authorize", error="invalid_token"`,
    });
  const token = /^Bearer (.+)$/i.exec(header ?? '')?.[1];
  if (!token) throw refuse('Access token is empty.');
  const { tenantId } = context.options;
  try {
    const keys = createLocalJWKSet(context.keys.entra.jwks());
    const { payload } = await jwtVerify(token, keys, {
      audience: [graphAudience, '00000003-0000-0000-c000-000000000000'],
      issuer: `https://sts.windows.net/${tenantId}/`,
      algorithms: ['RS256'],
    });
    if (payload.tid !== tenantId) throw new Error('Invalid tenant.');
  } catch (error) {
    throw refuse(`Access token validation failure. ${(error as Error).message}`);
  }
}

/** `users('id')` and `microsoft.graph.name` written the plain way, and `/app` by its newer name. */
function plainPath(path: string): string {
  return path
    .replace(/\/([A-Za-z]+)\('([^']*)'\)/g, '/$1/$2')
    .replace(/\/microsoft\.graph\.([A-Za-z]+)/g, '/$1')
    .replace(/^\/app\/calls/, '/communications/calls')
    .replace(/(.)\/+$/, '$1');
}

function find(method: string, path: string): { operation: Operation; params: Record<string, string> } {
  if (/^\/me(\/|$)/.test(path)) {
    throw new GraphError(400, 'BadRequest', '/me request is only valid with delegated authentication flow.');
  }
  for (const operation of operations) {
    if (operation.method !== method) continue;
    const params = matchPath(operation.path, path);
    if (params) return { operation, params };
  }
  throw new GraphError(501, 'NotImplemented', `The simulator has no operation ${method} ${path}.`);
}

/** Carries out one call whose caller is known; errors come back as Graph's own. */
async function answerCall(context: Context, call: GraphCall): Promise<Answer> {
  const requestId = randomUUID();
  const clientRequestId = call.clientRequestId ?? requestId;
  const now = context.clock.now();
  const ids = { 'request-id': requestId, 'client-request-id': clientRequestId };
  const [rawPath = '/'] = call.target.split('?');
  const path = plainPath(rawPath);
  let key = `${call.method} ${path}`;
  try {
    const { operation, params } = find(call.method, path);
    key = `${operation.method} ${operation.path}`;
    const refusal = refusalFor(context, key);
    if (refusal) throw new GraphError(refusal.status, refusal.code, refusal.message, refusal.headers);
    const roles = [...context.permissions];
    const allow = (wanted: readonly string[]) => {
      if (wanted.length > 0 && !wanted.some((name) => context.permissions.has(name))) {
        throw denied(operation.denial, wanted, roles);
      }
    };
    allow(operation.permissions);
    if (call.broken) throw new GraphError(400, 'BadRequest', 'Unable to read JSON request payload.');
    const query = new URLSearchParams(call.target.slice(rawPath.length + 1));
    const perform = (part: GraphCall) => answerCall(context, part);
    const answer = await operation.handle({ context, params, query, body: call.body, allow, perform, key });
    return { ...answer, headers: { ...answer.headers, ...ids } };
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    const body = error.body(requestId, clientRequestId, now);
    return { status: error.status, headers: { ...error.headers, ...ids }, body };
  }
}

function keyOf(method: string, target: string): string {
  const [path = '/'] = target.split('?');
  const plain = plainPath(path);
  const operation = operations.find((entry) => entry.method === method && matchPath(entry.path, plain));
  return `${method} ${operation?.path ?? plain}`;
}

async function serve(context: Context, request: SimulatorRequest): Promise<Reply> {
  const target = request.target.slice('/v1.0'.length) || '/';
  const key = keyOf(request.method, target);
  if (await strike(context, key, request)) return 'taken';
  let body: unknown;
  let broken = false;
  try {
    body = request.json();
  } catch {
    broken = true;
  }
  const header = request.headers['client-request-id'];
  const clientRequestId = typeof header === 'string' ? header : undefined;
  let answer: Answer;
  try {
    await authenticate(context, request.headers.authorization);
    answer = await answerCall(context, { method: request.method, target, body, broken, clientRequestId });
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    const id = randomUUID();
    answer = {
      status: error.status,
      headers: { ...error.headers, 'request-id': id, 'client-request-id': clientRequestId ?? id },
      body: error.body(id, clientRequestId ?? id, context.clock.now()),
    };
  }
  context.traffic.record({
    kind: 'graph',
    method: request.method,
    path: request.target,
    requestBody: body,
    status: answer.status,
    responseBody: answer.body,
  });
  if (loseAnswer(context, key, request)) return 'taken';
  return { ...answer, headers: { 'odata-version': '4.0', 'cache-control': 'no-cache', ...answer.headers } };
}

export const graphRoutes = (context: Context): Route[] => [
  { method: '*', path: '/v1.0/*', handle: (request) => serve(context, request) },
  { method: '*', path: '/*', host: microsoftHosts.graph, handle: () => ({ status: 404, body: '' }) },
];
