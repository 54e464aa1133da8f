/** Nothing twice: what must be carried out once in Graph, found in its own record by what names the deed there. */
import type { Record } from './record.ts';

/** Carried out again, these do no harm: they set something that is set already. */
const repeatable = /\/(mute|unmute|updateRecordingStatus|cancelMediaProcessing|subscribeToTone|keepAlive)$/;
const answering = /\/calls\/[^/]+\/(answer|reject|redirect)$/;

/** The name of a deed that is to be carried out once; null for what may be repeated. */
function deedOf({ method, path, requestBody }: Record['graph'][number]): string | null {
  if (method !== 'POST' || repeatable.test(path)) return null;
  const body = (requestBody ?? {}) as {
    callbackUri?: string;
    clientContext?: string;
    transactionId?: string;
  };
  if (path.endsWith('/communications/calls')) return `a call that calls back to ${body.callbackUri}`;
  if (answering.test(path)) return path;
  if (body.clientContext) return `${path} for ${body.clientContext}`;
  return body.transactionId ? `${path} for ${body.transactionId}` : null;
}

/** The deeds that Graph carried out more than once. */
export function twice({ graph }: Record): string[] {
  const done = new Map<string, number>();
  for (const exchange of graph) {
    const deed = exchange.status < 300 ? deedOf(exchange) : null;
    if (deed) done.set(deed, (done.get(deed) ?? 0) + 1);
  }
  return [...done].flatMap(([deed, times]) => (times > 1 ? [`carried out ${times} times: ${deed}`] : []));
}

/** Legs of one meeting beside each other: Rollcall is in a meeting once. */
export function besideEachOther({ legs }: Record): string[] {
  const meetings = [...legs.values()].flatMap(({ state, room }) =>
    state !== 'terminated' && room.meetingId ? [room.meetingId] : [],
  );
  return new Set(meetings).size < meetings.length ? ['Rollcall is in one meeting twice'] : [];
}
