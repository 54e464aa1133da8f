import type { Caller } from './frontDesk.ts';

/**
 * What a caller is known by from one call to the next: what is blocked, and whose calls are counted. Null where nothing
 * tells one caller from another: without a name, or hidden by Graph, whose encrypted id is another one each time.
 */
export function callerKey({ kind, id }: Pick<Caller, 'kind' | 'id'>): string | null {
  if (id === null || id === '' || kind === 'anonymous' || kind === 'encrypted') return null;
  return `${kind}:${id.toLowerCase()}`;
}
