import type { Clock } from '../lib/clock.ts';
import type { Services } from './services.ts';
import type { Turn } from './turn.ts';

/** The same thing is told to an admin at most so often. */
const pause = 24 * 60 * 60_000;

/**
 * Tells admins what they have to grant: in the chat to one who asked, else alone to those who ever spoke to Rollcall,
 * once a day for each thing. (An instance that starts anew may say it once more.)
 */
export function createAdmins(adminIds: readonly string[], clock: Clock) {
  const told = new Map<string, number>();
  return async (
    turn: Turn,
    key: string,
    services: Pick<Services, 'access' | 'reply' | 'connector' | 'personalChat' | 'text' | 'bot' | 'log'>,
  ): Promise<void> => {
    const words = services.text(turn.locale)(key, { appId: services.bot.id });
    if (services.access.isAdmin(turn)) return services.reply(turn, { text: words });
    const now = clock.now();
    if (now - (told.get(key) ?? Number.NEGATIVE_INFINITY) < pause) return;
    told.set(key, now);
    for (const id of adminIds) {
      try {
        const chat = await services.personalChat(id);
        if (chat) await services.connector.send(chat, { text: words });
      } catch (error) {
        services.log.warn({ err: error }, 'an admin could not be told what is missing');
      }
    }
  };
}
