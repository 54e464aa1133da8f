/** Fetching what a caller said: https://learn.microsoft.com/graph/api/resources/recordoperation */
import { bodyWithin } from '../lib/bodyWithin.ts';
import { SpeechError } from './synthesizer.ts';
import { lengthMs, readWav, resample, samplesOf, speechRate, writeWav } from './wav.ts';

/** recordResponse records up to 120 seconds. More is no clip of ours, or something went wrong with it. */
const longestMs = 125_000;
/** As many seconds at 48 kHz, so that no other format of Graph's is refused unread. */
const mostBytes = 12 * 1024 * 1024;

/** The clip as a recognizer takes it, itself where it is so already. */
function forRecognizer(bytes: Buffer): Buffer {
  const wav = readWav(bytes);
  if ('wrong' in wav) throw new SpeechError(`A clip ${wav.wrong}`);
  if (lengthMs(wav) > longestMs) throw new SpeechError('A clip is too long');
  const samples = samplesOf(wav);
  if (!samples) throw new SpeechError('A clip is no mono 16-bit WAV');
  if (wav.rate === speechRate && !wav.cut) return bytes;
  return Buffer.from(writeWav(resample(samples, wav.rate, speechRate)));
}

/**
 * Fetches a recording with the token that Graph gave for it and nothing else of ours. Never touches the disk.
 * @returns a WAV, mono, 16-bit, 16 kHz
 * @throws SpeechError when it is not to be had, too long, or no clip; the signal's reason
 */
export async function fetchClip(location: string, token: string, signal: AbortSignal): Promise<Buffer> {
  if (!URL.canParse(location) || new URL(location).protocol !== 'https:')
    throw new SpeechError('A clip is at no https address');
  const response = await fetch(location, {
    redirect: 'error',
    signal,
    headers: { authorization: `Bearer ${token}` },
  });
  if (!response.ok) {
    await response.body?.cancel();
    throw new SpeechError(`A clip could not be fetched: ${response.status}`);
  }
  const bytes = await bodyWithin(response, mostBytes);
  if (!bytes) throw new SpeechError('A clip is too large');
  return forRecognizer(bytes);
}
