/** What /readyz says: whether this instance can take work, and what it lacks. */
import { ReleaseMismatch } from './store/migrate.ts';

export interface Readiness {
  ready: boolean;
  /** For a person who looks: what is lacking. */
  says: string;
}

/**
 * @param needs `waitsFor`: what the start still waits for; `ping` and `warm` fail while the database or a token of
 *   Rollcall's own cannot be had; `graph`: what is to be said while Graph is silent, which is no reason to send this
 *   instance no notifications
 */
export const createReadiness =
  (needs: {
    waitsFor(): string | null;
    ping(): Promise<unknown>;
    warm(): Promise<unknown>;
    graph(): string | null;
  }) =>
  async (): Promise<Readiness> => {
    const lacking = needs.waitsFor() ?? (await whatFails(needs));
    return lacking
      ? { ready: false, says: `not ready: ${lacking}` }
      : { ready: true, says: needs.graph() ?? 'ready' };
  };

async function whatFails(needs: {
  ping(): Promise<unknown>;
  warm(): Promise<unknown>;
}): Promise<string | null> {
  const [database, token] = await Promise.allSettled([needs.ping(), needs.warm()]);
  if (database.status === 'rejected') {
    return database.reason instanceof ReleaseMismatch
      ? database.reason.message
      : 'the database does not answer';
  }
  return token.status === 'rejected' ? 'Microsoft gives no token for the bot' : null;
}
