/**
 * What Graph counts requests by, as far as its throttling page says: a Retry-After of one class says nothing of another.
 * https://learn.microsoft.com/graph/throttling-limits. Pure.
 */
type OperationClass = 'callsControl' | 'callsRead' | 'presence' | 'meetings' | 'events' | 'users' | 'other';

interface Asked {
  method: string;
  path: string;
  body?: object;
}

interface Row {
  name: OperationClass;
  /** What of a path, after the version, is meant. */
  path: RegExp;
  method?: string;
  /**
   * Who tries again: `here`, for somebody who waits for the answer, within its deadline; or `effects`, which have their
   * own attempts and outlive this process (calling/retry.ts).
   */
  again: 'here' | 'effects';
  /** Sent twice, it does no harm, whatever its method. */
  safe?: true;
}

const table: readonly Row[] = [
  { name: 'callsRead', path: /^\/communications\/calls\b/, method: 'GET', again: 'effects' },
  { name: 'callsControl', path: /^\/communications\/calls\b/, again: 'effects' },
  { name: 'presence', path: /^\/communications\/getPresencesByUserId\b/, again: 'here', safe: true },
  { name: 'meetings', path: /^\/users\/[^/]+\/onlineMeetings\b/, again: 'here' },
  { name: 'events', path: /^\/users\/[^/]+\/events\b/, again: 'here' },
  { name: 'users', path: /^\/users\b/, again: 'here' },
];
const other: Row = { name: 'other', path: /^/, again: 'here' };

export interface Kind {
  name: OperationClass;
  again: Row['again'];
  safe: boolean;
}

/** What kind of request it is; a batch is of the kind of its first. */
export function kindOf({ method, path, body }: Asked): Kind {
  if (path === '/$batch') {
    const [first] = (body as { requests?: { method: string; url: string }[] } | undefined)?.requests ?? [];
    const kind = kindOf({ method: first?.method ?? method, path: first?.url ?? '' });
    return { ...kind, safe: false };
  }
  const own = path.replace(/^https?:\/\/[^/]+\/[^/]+/i, '');
  const row = table.find((one) => one.path.test(own) && (!one.method || one.method === method)) ?? other;
  return { name: row.name, again: row.again, safe: row.safe ?? method === 'GET' };
}
