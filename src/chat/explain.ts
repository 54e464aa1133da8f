import { GraphError, meaningOf } from '../graph/errors.ts';
import { ConnectorError } from './connector.ts';

/**
 * What PostgreSQL and its driver say when nothing can be saved: connections (08), no resources (53), not accepting
 * connections or a lock that is not given up (55), shutting down or a query cancelled (57), a read-only replica; and
 * the socket's own words. https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const databaseGone = /^(08|53|55|57|25006|ECONN|EPIPE|EHOSTUNREACH|ENOTFOUND|ETIMEDOUT)/;

/**
 * The sentence for a failure that is not the person's: Teams gone, database gone, consent missing, or our mistake.
 * @param admin Rollcall's application id, where an admin reads it: they get the cmdlet
 */
export function explain(
  error: unknown,
  admin: { appId: string } | null,
): { key: string; values?: { appId: string } } {
  if (error instanceof GraphError) {
    const meaning = meaningOf(error);
    if (meaning === 'consentMissing') return { key: 'error.adminConsentMissing' };
    if (meaning === 'accessPolicyMissing' && admin) return { key: 'missing.policy.admin', values: admin };
    if (meaning === 'accessPolicyMissing') return { key: 'error.policyMissing' };
    return {
      key: meaning === 'unavailable' || meaning === 'throttled' ? 'error.graphDown' : 'error.unexpected',
    };
  }
  if (error instanceof ConnectorError) return { key: 'error.graphDown' };
  const code = (error as { code?: unknown })?.code;
  const message = error instanceof Error ? error.message : '';
  const gone =
    (typeof code === 'string' && databaseGone.test(code)) ||
    /connection terminated|timeout exceeded/i.test(message);
  return { key: gone ? 'error.databaseDown' : 'error.unexpected' };
}
