import type { Logger } from 'pino';
import { isGuid } from '../lib/guid.ts';
import type { Notification } from './notification.ts';
import { readNotifications, type SealAbout } from './notification.ts';

/** What this file needs of the exchange with Graph. */
interface Exchange {
  body: Buffer;
  params: Record<string, string>;
  answer(status: number, body?: unknown): void;
}

/**
 * POST /api/calls and /api/calls/{id}, the caller's token verified already. 202 means saved: no decision and no
 * request was waited for. 404: an address that no call of ours ever had. 204 asks for the legacy first delivery again in Graph's format.
 * https://learn.microsoft.com/microsoftteams/platform/bots/calls-and-meetings/call-notifications
 */
export function notificationsRoute(needs: {
  receive(callId: string | null, notifications: Notification[]): Promise<void>;
  seal: SealAbout;
  log: Logger;
}) {
  return async ({ body, params, answer }: Exchange): Promise<void> => {
    if (params.id !== undefined && !isGuid(params.id)) return answer(404);
    let parsed: unknown;
    try {
      parsed = JSON.parse(body.toString('utf8'));
    } catch {
      return answer(400, { error: { code: 'BadRequest', message: 'This is not JSON.' } });
    }
    const read = readNotifications(parsed, needs.seal);
    if (read === 'legacy') return answer(204);
    for (const one of read)
      if ('unknown' in one) needs.log.info({ kind: one.unknown }, 'a kind of news we do not know');
    try {
      await needs.receive(params.id ?? null, read);
    } catch (error) {
      needs.log.error({ err: error }, 'news could not be saved');
      return answer(503);
    }
    answer(202);
  };
}
