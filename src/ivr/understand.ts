/**
 * From a recording to what it means, end to end. The clip and the transcript live in here and nowhere else: they are
 * neither written to disk nor logged, and gone when the function returns.
 */
import type { Logger } from 'pino';
import { fetchClip } from './clip.ts';
import type { Choices, Intents } from './intent.ts';
import type { Language } from './language.ts';
import type { Recognize } from './recognizer.ts';
import { SpeechError } from './synthesizer.ts';
import type { Heard } from './walk.ts';

export interface ToUnderstand {
  recordingLocation: string;
  recordingAccessToken: string;
  language: Language;
  purpose: 'choice' | 'message' | 'answer';
  /** What could be chosen; null for messages and answers. */
  choices: Choices | null;
  /** Takes a message or answer in words, only where an admin allowed that they are kept. */
  deliver?: (text: string) => Promise<void>;
}

export interface Understanding {
  /** @returns what the caller meant; `unavailable` where clip, recognizer or recipient failed. Never rejects. */
  understand(request: ToUnderstand): Promise<Heard>;
}

/** The caller waits in silence meanwhile. A message may take longer: the caller has gone on. */
const patienceMs = { choice: 12_000, message: 45_000, answer: 20_000 };

/** @param needs `recognize` null: none is configured; `isAngry` null: callers' moods are none of our business */
export function createUnderstanding(needs: {
  recognize: Recognize | null;
  intents: Intents;
  isAngry: ((text: string, language: Language) => Promise<boolean>) | null;
  log: Logger;
}): Understanding {
  const { recognize, intents, isAngry, log } = needs;

  async function meaningOf(text: string, request: ToUnderstand): Promise<Heard> {
    const { language, choices } = request;
    const choice = choices && (await intents.understand(text, choices, language));
    return choice === null ? { kind: 'notUnderstood' } : { kind: 'choice', choice };
  }

  async function hear(request: ToUnderstand, hearing: Recognize): Promise<Heard> {
    const { recordingLocation, recordingAccessToken, language, purpose, deliver } = request;
    const signal = AbortSignal.timeout(patienceMs[purpose]);
    const clip = await fetchClip(recordingLocation, recordingAccessToken, signal);
    const text = (await hearing(clip, language, signal)).trim();
    if (!text) return { kind: 'silence' };
    if (purpose !== 'choice') {
      // Without its cause: that of a message that came back could quote it.
      await deliver?.(text).catch(() => {
        throw new SpeechError('A message could not be delivered');
      });
      return { kind: 'recorded' };
    }
    if (await isAngry?.(text, language)) return { kind: 'angry' };
    return meaningOf(text, request);
  }

  return {
    async understand(request) {
      // What nobody may keep is not even fetched.
      if (request.purpose !== 'choice' && !request.deliver) return { kind: 'recorded' };
      if (!recognize) return { kind: 'unavailable' };
      try {
        return await hear(request, recognize);
      } catch (error) {
        log.warn({ err: error, purpose: request.purpose }, 'what a caller said could not be understood');
        return { kind: 'unavailable' };
      }
    },
  };
}
