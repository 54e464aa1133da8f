/**
 * A program of its own, started by espeakSynthesizer.ts: espeak-ng is under the GPL and so kept out of the product's
 * process, which talks to it by messages alone. Speaks one text after the other.
 */
import loadEspeak from '@echogarden/espeak-ng-emscripten';
import type { Spoken, ToSpeak } from './espeakSynthesizer.ts';
import { resample, speechRate, writeWav } from './wav.ts';

const wordsPerMinute = 155;

const { eSpeakNGWorker } = await loadEspeak();
const worker = new eSpeakNGWorker();

function speak({ id, ssml, voice }: ToSpeak): Spoken {
  if (worker.set_voice(voice) !== 0) return { id, failed: `it has no voice ${voice}` };
  worker.set_rate(wordsPerMinute);
  const pieces: Int16Array[] = [];
  worker.synthesize(ssml, (samples) => {
    if (samples) pieces.push(samples);
    return false;
  });
  const samples = new Int16Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    samples.set(piece, at);
    at += piece.length;
  }
  if (samples.length === 0) return { id, failed: 'it had nothing to say' };
  return { id, wav: writeWav(resample(samples, worker.samplerate, speechRate)) };
}

process.on('message', (request: ToSpeak) => process.send?.(speak(request)));
process.on('disconnect', () => process.exit());
