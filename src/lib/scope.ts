/**
 * What the work under way belongs to. Node carries it through everything that is awaited or begun within, so that log
 * lines and traces tell it without every function handing it on.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

export interface Scope {
  /** The id of the request that it came in with. */
  request?: string;
  /** Our id of a call. */
  call?: string;
  /** Teams is told nothing before this, and nothing where it comes to false: the message that is answered is saved. */
  saved?: Promise<boolean>;
  /** The span of the call's trace that is open. */
  span?: string;
}

const storage = new AsyncLocalStorage<Scope>();

/** What belongs to nothing has an empty scope. */
export const scope = (): Scope => storage.getStore() ?? {};

/** Runs `work`, and whatever it begins, within this scope on top of the one around it. */
export const within = <T>(more: Scope, work: () => T): T => storage.run({ ...scope(), ...more }, work);

/** Runs what belongs to nothing that happens around it, although that has set it going. */
export const outside = <T>(work: () => T): T => storage.run({}, work);

/**
 * The trace of a call, 32 hex digits: its id without the dashes, which has the 128 bits that a trace id has
 * (https://www.w3.org/TR/trace-context/#trace-id). So every instance, and each of its lives, adds to the same trace,
 * and whoever knows a call's id finds its trace.
 */
export const traceIdOf = (callId: string): string => callId.replaceAll('-', '').toLowerCase();
