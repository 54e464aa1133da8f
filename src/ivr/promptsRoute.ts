import type { Logger } from 'pino';
import { PromptError, type Prompts } from './prompts.ts';

/** What this file needs of the exchange with Graph's media service. */
interface Exchange {
  params: Record<string, string>;
  answer(status: number, body?: unknown, headers?: Record<string, string>): void;
}

/**
 * GET /api/prompts/{token}, as Graph fetches a mediaPrompt. The token in the address is the key to it. 404: no such
 * prompt; 410: its time is over; 503: it can be neither read nor spoken. No cache may keep what was said to somebody.
 * https://learn.microsoft.com/graph/api/call-playprompt
 */
export function promptsRoute(needs: { prompts: Pick<Prompts, 'find'>; log: Logger }) {
  return async ({ params, answer }: Exchange): Promise<void> => {
    try {
      const found = await needs.prompts.find(params.token ?? '');
      if (found.kind === 'sound') {
        answer(200, found.wav, { 'content-type': 'audio/wav', 'cache-control': 'no-store' });
      } else answer(found.kind === 'unknown' ? 404 : 410);
    } catch (error) {
      if (!(error instanceof PromptError)) throw error;
      needs.log.warn({ err: error }, 'a prompt that was promised could not be made');
      answer(503);
    }
  };
}
