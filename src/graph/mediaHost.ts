/**
 * The way to an external media host: a program of the installation's own that runs Microsoft's real-time media platform,
 * by the contract of docs/media-host.md.
 */
import { z } from 'zod';
import type { AskMediaHost } from '../calling/performBeginning.ts';

const given = z.object({ appHostedMediaConfig: z.object({ blob: z.string().min(1) }) });

/** An incoming call has fifteen seconds in all. */
const defaultDeadline = 5_000;

/**
 * @param host `url` without a slash at its end, and the secret that both know
 * @returns a function that asks for the media configuration of a call of ours and never throws: a refusal, an answer that
 *   is none and one that does not come are failures with status 424, since Graph was not asked
 */
export function createMediaHost(
  host: { url: string; token: string },
  deadlineMs = defaultDeadline,
): AskMediaHost {
  const address = `${host.url.replace(/\/+$/, '')}/media`;
  return async (callId) => {
    const failed = (status: number, message: string) => ({
      ok: false as const,
      failure: { status, code: 'mediaHost', message, reference: callId },
    });
    try {
      const response = await fetch(address, {
        method: 'POST',
        headers: { authorization: `Bearer ${host.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ callId }),
        signal: AbortSignal.timeout(deadlineMs),
        redirect: 'error',
      });
      if (!response.ok) {
        await response.body?.cancel();
        return failed(424, `The media host answered ${response.status}.`);
      }
      const { blob } = given.parse(await response.json()).appHostedMediaConfig;
      return { ok: true, value: { blob } };
    } catch {
      return failed(424, 'The media host gave no media configuration.');
    }
  };
}
