/** Faults of a request: what a client sees when Graph, Entra or the channel is slow, busy, broken or gone. */
import type { Context } from './context.ts';
import type { Fault, RequestFault } from './faults.ts';
import type { Answer, SimulatorRequest } from './server.ts';

const messages = {
  '429': ['TooManyRequests', 'Too many requests. Retry after the time in Retry-After.'],
  '500': ['InternalServerError', 'Internal server error.'],
  '503': ['ServiceUnavailable', 'The service is unavailable.'],
} as const;

export interface Refusal {
  status: number;
  code: string;
  message: string;
  headers: Record<string, string>;
}

/** The refusal that a fault has in store for this request, if any. */
export function refusalFor(context: Context, key: string, named = false): Refusal | undefined {
  const fault = context.faults.take(key, ['429', '500', '503'], named);
  if (!fault) return undefined;
  const kind = fault.kind as keyof typeof messages;
  const [code, message] = messages[kind];
  const wait = fault.retryAfter ?? (kind === '429' ? 1 : undefined);
  const headers: Record<string, string> = wait === undefined ? {} : { 'retry-after': String(wait) };
  return { status: Number(kind), code, message, headers };
}

const connectionFaults: readonly RequestFault[] = ['timeout', 'reset'];

/**
 * Lets the request wait where a `delay` is on, and drops it where it is to time out (it is never answered) or to be
 * reset (its connection is cut).
 * @returns true when there is nobody left to answer.
 */
export async function strike(
  context: Context,
  key: string,
  request: SimulatorRequest,
  named = false,
): Promise<boolean> {
  const delay = context.faults.take(key, ['delay'], named);
  if (delay) await new Promise<void>((resolve) => context.clock.after(delay.ms ?? 1000, resolve));
  const fault = context.faults.take(key, connectionFaults, named);
  if (!fault) return false;
  cut(fault, request);
  return true;
}

/** True when the request was carried out and its answer must not arrive. */
export function loseAnswer(context: Context, key: string, request: SimulatorRequest): boolean {
  const fault = context.faults.take(key, ['answerLost']);
  if (fault) request.message.socket.destroy();
  return fault !== undefined;
}

function cut(fault: Fault, request: SimulatorRequest): void {
  if (fault.kind === 'reset') request.message.socket.destroy();
}

/** A refusal in OAuth's or a plain JSON shape, for what is not Graph. */
export const plainRefusal = ({ status, code, message, headers }: Refusal): Answer => ({
  status,
  headers,
  body: { error: code, error_description: message },
});
