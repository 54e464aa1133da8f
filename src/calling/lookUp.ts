/**
 * Asking a webhook of a menu for something to say: POST with `{ menu, node, language }`, answered by `{ "text": "…" }`.
 * Nothing in it is about the caller; who is asked knows the menu, the node and the language alone.
 */
import type { Language } from '../ivr/language.ts';
import { bodyWithin } from '../lib/bodyWithin.ts';

interface LookUpRequest {
  /** https only. */
  url: string;
  timeoutMs: number;
  menu: string;
  node: string;
  language: Language;
}

/** @returns what is to be spoken; null for none, a late one, or any other answer. Never rejects. */
export type LookUp = (request: LookUpRequest) => Promise<string | null>;

/** About half a minute of speech: more is no answer, and cut short it might say something else. */
const longestText = 500;
const mostBytes = 16 * 1024;

/** Asks by fetch. `failed` hears why there is no answer, for the log. */
export function createLookUp(needs: { failed(error: unknown): void; fetch?: typeof fetch }): LookUp {
  const { failed, fetch: send = fetch } = needs;
  return async ({ url, timeoutMs, ...about }) => {
    try {
      if (new URL(url).protocol !== 'https:') throw new Error('A webhook must be https');
      const response = await send(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify(about),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (!response.ok) {
        await response.body?.cancel();
        throw new Error(`A webhook answered ${response.status}`);
      }
      const body = await bodyWithin(response, mostBytes);
      if (!body) throw new Error('A webhook answered too much');
      return textOf(body.toString('utf8'));
    } catch (error) {
      failed(error);
      return null;
    }
  };
}

function textOf(body: string): string {
  const text = spokenPart(body);
  if (!text?.trim()) throw new Error('A webhook answered no text');
  if (text.length > longestText) throw new Error('A webhook answered too long a text');
  return text.trim();
}

function spokenPart(body: string): string | null {
  try {
    const { text } = (JSON.parse(body) ?? {}) as { text?: unknown };
    return typeof text === 'string' ? text : null;
  } catch {
    // The parser's own error quotes the answer, which is nobody's business in a log.
    return null;
  }
}
