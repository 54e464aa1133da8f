/** Requests to the product's own port, as Graph, the channel or a stranger would send them. */
import net from 'node:net';
import type { JWTPayload } from 'jose';
import { sql } from 'kysely';
import type { KeyStore } from '../../src/simulator/keys.ts';
import { botId, type Story, tenantId } from './harness.ts';

export type Endpoint = 'messages' | 'calls';

/** Claims of a token that is good for an endpoint at this moment, with changes. */
export function claimsFor(story: Story, endpoint: Endpoint, changes: JWTPayload = {}): JWTPayload {
  const seconds = Math.floor(story.clock.now() / 1000);
  const own = endpoint === 'calls' ? { tid: tenantId } : { serviceurl: `${story.simulator.url}/` };
  const times = { iat: seconds, nbf: seconds - 300, exp: seconds + 3600 };
  return { iss: 'https://api.botframework.com', aud: botId, ...own, ...times, ...changes };
}

/** An Authorization header, by the endpoint's own key unless another is given. */
export async function bearer(
  story: Story,
  endpoint: Endpoint,
  changes?: JWTPayload,
  key: KeyStore = story.simulator.context.keys[endpoint === 'calls' ? 'calls' : 'channel'],
): Promise<string> {
  return `Bearer ${await key.sign(claimsFor(story, endpoint, changes))}`;
}

/** POSTs to the product itself, past the simulator's front; gives the status. */
export async function post(
  story: Story,
  path: string,
  body: string | object,
  authorization?: string | null,
): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${story.config.PORT}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  await response.text();
  return response.status;
}

/** A notification as Graph signs it, to the bot's own address or (with an id of ours) to a call's. */
export async function notify(story: Story, body: string | object, callId?: string): Promise<number> {
  const status = await post(
    story,
    `/api/calls${callId ? `/${callId}` : ''}`,
    body,
    await bearer(story, 'calls'),
  );
  await story.settle();
  return status;
}

/** Announces a large body, sends only its first bytes, and gives the status that comes all the same. */
export async function announce(
  story: Story,
  path: string,
  length: number,
  authorization?: string | null,
): Promise<number> {
  const socket = net.connect(story.config.PORT, '127.0.0.1');
  const headers = [
    `POST ${path} HTTP/1.1`,
    'host: localhost',
    'connection: close',
    'content-type: application/json',
    `content-length: ${length}`,
    ...(authorization ? [`authorization: ${authorization}`] : []),
  ];
  socket.write(`${headers.join('\r\n')}\r\n\r\n{"value":[`);
  const [data] = await new Promise<Buffer[]>((resolve, reject) => {
    socket.once('data', (chunk) => resolve([chunk]));
    socket.once('error', reject);
  });
  socket.destroy();
  return Number(/^HTTP\/1\.1 (\d+)/.exec(String(data))?.[1]);
}

/** Everything the product keeps, as one text: equal before and after means that nothing was changed. */
export async function everythingKept(story: Story): Promise<string> {
  const tables = ['calls', 'call_events', 'effects', 'timers', 'audit'];
  const more = ['inbound', 'conversations', 'cards', 'meetings'];
  const kept: Record<string, unknown> = {};
  for (const table of [...tables, ...more]) {
    const { rows } =
      await sql`select to_jsonb(t) as row from ${sql.table(table)} t order by to_jsonb(t)::text`.execute(
        story.database.db,
      );
    kept[table] = rows;
  }
  return JSON.stringify(kept);
}

/** Requests that reached Graph, such as "POST /communications/calls", in their order; ids left as they are. */
export function asked(
  { simulator }: Pick<Story, 'simulator'>,
  wanted: RegExp,
): { what: string; status: number }[] {
  return simulator.traffic.list().flatMap((exchange) => {
    if (exchange.kind !== 'graph') return [];
    const what = `${exchange.method} ${exchange.path.replace('/v1.0', '')}`;
    return wanted.test(what) ? [{ what, status: exchange.status }] : [];
  });
}

export const joins = (story: Pick<Story, 'simulator'>) => asked(story, /^POST \/communications\/calls$/);
