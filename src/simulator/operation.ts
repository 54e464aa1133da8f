/** One entry of Graph's table of operations. */
import type { Context } from './context.ts';
import type { Denial } from './graphError.ts';
import type { Answer } from './server.ts';

/** A call on Graph whose caller is known already. */
export interface GraphCall {
  method: string;
  /** Path and query without the version. */
  target: string;
  /** Undefined when there is none. */
  body: unknown;
  /** There was a body, and it was no JSON. */
  broken?: boolean;
  clientRequestId?: string | undefined;
}

export interface GraphRequest {
  context: Context;
  params: Record<string, string>;
  query: URLSearchParams;
  body: unknown;
  /** Asks for one of these permissions more, where it depends on the body. @throws GraphError 403. */
  allow(permissions: readonly string[]): void;
  /** Carries out another call, a part of a batch. */
  perform(call: GraphCall): Promise<Answer>;
  /** `METHOD /path` of the table. */
  key: string;
}

export interface Operation {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Without the version, ids as `{name}`. */
  path: string;
  /** Application permissions, one of which is needed; empty for none. */
  permissions: readonly string[];
  /** How a missing permission is worded. */
  denial: Denial;
  handle(request: GraphRequest): Answer | Promise<Answer>;
}

/** Makes the entries of one resource: all below one path, a missing permission worded one way. */
export const operationsAt =
  (base: string, denial: Denial) =>
  (
    method: Operation['method'],
    rest: string,
    permissions: readonly string[],
    handle: Operation['handle'],
  ): Operation => ({ method, path: `${base}${rest}`, permissions, denial, handle });
