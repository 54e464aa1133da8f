/** How words sound in the simulated cloud: a hum with vowels in it, a syllable at a time, as long as speech is. */
import { msOf, sampleRate } from './wav.ts';

const syllableMs = 170;
const betweenWordsMs = 60;
const betweenSentencesMs = 320;

/** The first two formants of a, e, i, o, u, in Hz. */
const vowels = [
  [730, 1090],
  [530, 1840],
  [290, 2290],
  [570, 840],
  [320, 870],
] as const;

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

interface Piece {
  /** One number a syllable: which vowel. */
  syllables: number[];
  restMs: number;
}

/** A written sign of Chinese is a syllable; elsewhere three letters are taken for one. */
function syllablesOf(word: string): number[] {
  const signs = [...word];
  const step = /\p{Script=Han}/u.test(word) ? 1 : 3;
  return signs
    .filter((_, index) => index % step === 0)
    .map((sign) => (sign.codePointAt(0) ?? 0) % vowels.length);
}

function piecesOf(words: string): Piece[] {
  const pieces: Piece[] = [];
  for (const { segment, isWordLike } of segmenter.segment(words)) {
    const last = pieces.at(-1);
    if (isWordLike) pieces.push({ syllables: syllablesOf(segment), restMs: betweenWordsMs });
    else if (last && /[.!?:;,。！？，、]/u.test(segment)) last.restMs = betweenSentencesMs;
  }
  return pieces;
}

/** How long these words take to say, in milliseconds. */
export const spokenMs = (words: string): number =>
  piecesOf(words).reduce((ms, { syllables, restMs }) => ms + syllables.length * syllableMs + restMs, 0);

/** One vowel on a pitch: harmonics, each the louder the nearer to a formant. */
function sing(into: Int16Array, from: number, length: number, vowel: number, pitch: number): void {
  const [first, second] = vowels[vowel] ?? vowels[0];
  const near = (frequency: number, formant: number) => Math.exp(-(((frequency - formant) / 160) ** 2));
  const harmonics = Array.from({ length: 16 }, (_, index) => {
    const frequency = (index + 1) * pitch;
    return { frequency, loudness: 0.06 / (index + 1) + near(frequency, first) + near(frequency, second) / 2 };
  }).filter(({ loudness }) => loudness > 0.01);
  const loudest = harmonics.reduce((sum, { loudness }) => sum + loudness, 0);
  for (let n = 0; n < length && from + n < into.length; n++) {
    const envelope = Math.min(1, n / 300, (length - n) / 700);
    const time = (2 * Math.PI * n) / sampleRate;
    let value = 0;
    for (const { frequency, loudness } of harmonics) value += loudness * Math.sin(frequency * time);
    into[from + n] = Math.round((9000 * envelope * value) / loudest);
  }
}

/** The words, sung: samples at 16 kHz, `spokenMs` long; silence for no words. */
export function sayWords(words: string): Int16Array {
  const samples = (ms: number) => Math.round((ms * sampleRate) / 1000);
  const sound = new Int16Array(samples(spokenMs(words)));
  let at = 0;
  for (const { syllables, restMs } of piecesOf(words)) {
    for (const vowel of syllables) {
      // The voice sinks through what it says, as voices do.
      const pitch = 190 - 60 * (msOf(at) / Math.max(1, msOf(sound.length)));
      sing(sound, at, samples(syllableMs), vowel, pitch);
      at += samples(syllableMs);
    }
    at += samples(restMs);
  }
  return sound;
}
