/** An external media host at {url}/media-host, by the contract of docs/media-host.md: it hands out blobs and hosts nothing. */
import { randomUUID } from 'node:crypto';
import type { Context } from '../context.ts';
import { refusalFor, strike } from '../requestFaults.ts';
import type { Answer, Reply, Route, SimulatorRequest } from '../server.ts';
import { isObject } from '../shape.ts';

/** What a fault names to be meant for the media host. */
const key = 'mediaHost POST /media-host/media';

const refused = (status: number, error: string): Answer => ({ status, body: { error } });

function callIdIn(request: SimulatorRequest): string | null {
  try {
    const body = request.json();
    return isObject(body) && typeof body.callId === 'string' && body.callId ? body.callId : null;
  } catch {
    return null;
  }
}

async function serve(context: Context, request: SimulatorRequest): Promise<Reply> {
  if (await strike(context, key, request, true)) return 'taken';
  const refusal = refusalFor(context, key, true);
  if (refusal) return { ...refused(refusal.status, refusal.message), headers: refusal.headers };
  if (request.headers.authorization !== `Bearer ${context.settings.mediaHostToken}`) {
    return { ...refused(401, 'The token is wrong.'), headers: { 'www-authenticate': 'Bearer' } };
  }
  const callId = callIdIn(request);
  if (!callId) return refused(400, "'callId' is missing.");
  const port = { mpUri: 'net.tcp://media-host.simulated.example:8445/MediaProcessor', callId };
  const blob = JSON.stringify({ ...port, mediaSession: randomUUID() });
  return { status: 200, body: { appHostedMediaConfig: { blob } } };
}

export const mediaHostRoutes = (context: Context): Route[] => [
  { method: 'POST', path: '/media-host/media', handle: (request) => serve(context, request) },
];
