/** A route of the control API: for this machine alone, its mistakes answered in words. */
import type { Answer, Route, SimulatorRequest } from './server.ts';
import { isObject, type Json } from './shape.ts';

/** A request the control API cannot follow. */
export class ControlError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export const bodyOf = (request: SimulatorRequest): Json => {
  const body = request.json() ?? {};
  if (!isObject(body)) throw new ControlError(400, 'The body must be a JSON object.');
  return body;
};

const loopback = (address: string | undefined) => /^(::ffff:)?127\.|^::1$/.test(address ?? '');

/** Answers what goes wrong as 400 or 404, and nobody but this machine. */
export function controlRoute(
  method: string,
  path: string,
  handle: (request: SimulatorRequest) => Answer | Promise<Answer>,
): Route {
  const guarded = async (request: SimulatorRequest): Promise<Answer> => {
    if (!loopback(request.message.socket.remoteAddress)) {
      return { status: 403, body: { error: 'The control API is for this machine alone.' } };
    }
    const { origin, host } = request.headers;
    // A page of another site may have its name lead here; it cannot change what it calls this machine.
    if (!/^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i.test(host ?? '')) {
      return { status: 403, body: { error: 'The control API answers to localhost alone.' } };
    }
    if (origin !== undefined && origin !== `https://${host}`) {
      return { status: 403, body: { error: 'The control API is not for pages of other sites.' } };
    }
    try {
      return await handle(request);
    } catch (error) {
      const known = error instanceof SyntaxError || error instanceof RangeError;
      if (!known && !(error instanceof ControlError)) throw error;
      const status = error instanceof ControlError ? error.status : 400;
      return { status, body: { error: (error as Error).message } };
    }
  };
  return { method, path: `/simulator/v1${path}`, handle: guarded };
}

export const ok = (body: unknown): Answer => ({ status: 200, body });
/** 204, after something that gives nothing. */
export const did = (_nothing?: unknown): Answer => ({ status: 204 });
