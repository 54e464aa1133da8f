/**
 * What callers hear, at https addresses that Graph fetches it from: unguessable, expiring, and served by any instance.
 * The database keeps what is to be said, never the sound of it, which is made when asked for.
 */
import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../lib/clock.ts';
import type { Say } from './menu.ts';
import { readPromptFile } from './promptFiles.ts';
import { longestText, type Synthesize } from './synthesizer.ts';

/** A prompt under its address. */
export interface PromptRow {
  token: string;
  say: Say;
  /** Epoch milliseconds; later than that it is no longer served. */
  expiresAt: number;
}

export interface PromptStore {
  save(rows: PromptRow[]): Promise<void>;
  find(token: string): Promise<PromptRow | null>;
}

type FoundPrompt = { kind: 'sound'; wav: Buffer } | { kind: 'unknown' } | { kind: 'expired' };

export interface Prompts {
  /**
   * Makes the sounds, and an address for each, so that a fetch is answered at once.
   * @returns https addresses in the order of `say`, good for an hour
   * @throws PromptError when one of them can be neither read nor spoken; no address is made then
   */
  addresses(say: Say[]): Promise<string[]>;
  /**
   * The sound at an address, by the last part of it.
   * @throws PromptError when it can be neither read nor spoken any more
   */
  find(token: string): Promise<FoundPrompt>;
}

/** A prompt could not be made; its message never quotes it. */
export class PromptError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PromptError';
  }
}

const goodForMs = 3_600_000;
const patienceMs = 12_000;
const cacheBytes = 64 * 1024 * 1024;
const tokenBytes = 24;
const tokenForm = /^[\w-]{32}$/;

/** @param needs `folder` is where the WAV files of prompts are; `publicUrl` is how Graph reaches us */
export function createPrompts(needs: {
  store: PromptStore;
  synthesize: Synthesize;
  folder: string;
  publicUrl: string;
  clock: Clock;
}): Prompts {
  const { store, synthesize, folder, clock } = needs;
  const base = `${needs.publicUrl.replace(/\/$/, '')}/api/prompts/`;
  type Text = Extract<Say, { text: string }>;
  const spoken = new LRUCache<string, Buffer, Text>({
    maxSize: cacheBytes,
    sizeCalculation: (wav) => wav.length,
    fetchMethod: (_key, _stale, { context: { text, language } }) =>
      synthesize(text, language, AbortSignal.timeout(patienceMs)),
  });

  async function speech(say: Text): Promise<Buffer> {
    if (say.text.length > longestText) throw new PromptError('A text is too long to be spoken');
    try {
      // Asked for twice at once, it is made once.
      const wav = await spoken.fetch(JSON.stringify([say.language, say.text]), { context: say });
      if (wav) return wav;
    } catch (error) {
      throw new PromptError('A text could not be spoken', { cause: error });
    }
    throw new PromptError('A text could not be spoken');
  }

  async function sound(say: Say): Promise<Buffer> {
    if ('text' in say) return speech(say);
    const wav = await readPromptFile(folder, say.file);
    if (!wav) throw new PromptError('A prompt is no file of config/prompts that Graph would play');
    return wav;
  }

  return {
    async addresses(say) {
      await Promise.all(say.map(sound));
      const expiresAt = clock.now() + goodForMs;
      const rows = say.map((one) => ({
        token: randomBytes(tokenBytes).toString('base64url'),
        say: one,
        expiresAt,
      }));
      if (rows.length > 0) await store.save(rows);
      return rows.map(({ token }) => base + token);
    },
    async find(token) {
      const row = tokenForm.test(token) ? await store.find(token) : null;
      if (!row) return { kind: 'unknown' };
      if (row.expiresAt <= clock.now()) return { kind: 'expired' };
      return { kind: 'sound', wav: await sound(row.say) };
    },
  };
}
