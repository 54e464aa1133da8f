import type { Language } from './language.ts';

/**
 * Writes down what is said in a clip.
 * @param wav mono, 16-bit, 16 kHz, of any length that recordResponse records
 * @returns what was said, '' when nothing was
 * @throws SpeechError when it could not, or the signal's reason
 */
export type Recognize = (wav: Buffer, language: Language, signal: AbortSignal) => Promise<string>;
