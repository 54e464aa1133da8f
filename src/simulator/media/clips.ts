/** Recorded answers at their recordingLocation, for who holds the recording's own token, until shortly after the call. */
import { timingSafeEqual } from 'node:crypto';
import type { Context } from '../context.ts';
import type { SimulatedCall } from '../model.ts';
import { refusalFor, strike } from '../requestFaults.ts';
import type { Reply, Route, SimulatorRequest } from '../server.ts';
import { dropLine, hush } from './line.ts';

const keptMs = 5 * 60_000;

/** What a fault names to be meant for clips. */
const key = 'clip GET /media/clips';

function same(given: string, wanted: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(wanted)];
  return left.length === right.length && timingSafeEqual(left, right);
}

async function serve(context: Context, request: SimulatorRequest): Promise<Reply> {
  if (await strike(context, key, request, true)) return 'taken';
  const refusal = refusalFor(context, key, true);
  if (refusal) return { status: refusal.status, headers: refusal.headers };
  const { call = '', clip = '' } = request.params;
  const found = context.world.calls.get(call)?.media?.clips.get(clip);
  if (!found) return { status: 404 };
  const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
  if (!same(token, found.token)) return { status: 401, headers: { 'www-authenticate': 'Bearer' } };
  return { status: 200, headers: { 'content-type': 'application/octet-stream' }, body: found.wav };
}

/** When a call is over nothing sounds any more; five minutes later its clips and sounds are gone. */
export function endMediaWithCalls(context: Context): void {
  context.world.onChange((change) => {
    if (change.kind === 'call' && change.call.state === 'terminated') end(context, change.call);
  });
}

function end(context: Context, call: SimulatedCall): void {
  const { media } = call;
  if (!media) return;
  dropLine(context, call);
  for (const sound of media.heard) hush(context, sound, 'cancelled');
  media.onHold = null;
  context.clock.after(keptMs, () => {
    media.clips.clear();
    for (const sound of media.heard) sound.wav = null;
  });
}

export const clipRoutes = (context: Context): Route[] => [
  { method: 'GET', path: '/media/clips/{call}/{clip}', handle: (request) => serve(context, request) },
];
