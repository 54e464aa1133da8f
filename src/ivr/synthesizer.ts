import type { Language } from './language.ts';

/** About two minutes of speech; whoever must say more should write it. Longer ones would hold up everybody's. */
export const longestText = 1_500;

/**
 * Speaks a text.
 * @returns a WAV, mono, 16-bit, 16 kHz
 * @throws SpeechError when it could not, or the signal's reason
 */
export type Synthesize = (text: string, language: Language, signal: AbortSignal) => Promise<Buffer>;

/** A synthesizer or recognizer could not do its work. Its message never quotes what was to be said, or was said. */
export class SpeechError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SpeechError';
  }
}

/** The first of these that can speak does; the error of the last when none can. */
export function firstOf(synthesizers: Synthesize[], failed: (error: unknown) => void): Synthesize {
  return async (text, language, signal) => {
    let last: unknown = new SpeechError('No synthesizer is configured: set SPEECH_SYNTHESIZER');
    for (const synthesize of synthesizers) {
      try {
        return await synthesize(text, language, signal);
      } catch (error) {
        if (signal.aborted) throw error;
        failed(error);
        last = error;
      }
    }
    throw last;
  };
}
