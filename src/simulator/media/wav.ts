/**
 * WAV files as the calling service takes and makes them: mono, 16-bit, 16 kHz PCM. Words that were said stand in a
 * LIST/INFO chunk after the sound, as UTF-8 in its comment (ICMT): how the simulated cloud hears.
 */

export const sampleRate = 16_000;

/** Not a WAV the calling service plays; the message says what is wrong with it. */
export class WavError extends Error {}

export interface Wav {
  samples: Int16Array;
  ms: number;
  /** The comment of the INFO chunk; null where there is none. */
  words: string | null;
}

export const msOf = (samples: number): number => Math.round((samples * 1000) / sampleRate);

interface Chunk {
  id: string;
  body: Buffer;
}

/** A body that claims to be longer than the file, as in a stream, ends with the file. */
function* chunksOf(list: Buffer): Generator<Chunk> {
  for (let at = 0; at + 8 <= list.length; ) {
    const size = list.readUInt32LE(at + 4);
    yield { id: list.toString('latin1', at, at + 4), body: list.subarray(at + 8, at + 8 + size) };
    at += 8 + size + (size % 2);
  }
}

function checkFormat(format: Buffer): void {
  const [kind, channels, rate, bits] = [
    format.readUInt16LE(0),
    format.readUInt16LE(2),
    format.readUInt32LE(4),
    format.readUInt16LE(14),
  ];
  // 0xFFFE is the extensible form, whose own kind follows.
  const pcm = kind === 1 || (kind === 0xfffe && format.length >= 26 && format.readUInt16LE(24) === 1);
  if (pcm && channels === 1 && rate === sampleRate && bits === 16) return;
  const found = `${channels} channel(s), ${bits} bit, ${rate} Hz${pcm ? '' : ', not PCM'}`;
  throw new WavError(`The file must be mono, 16 bit, 16000 Hz PCM; it is ${found}.`);
}

function commentOf(list: Buffer): string | null {
  if (list.toString('latin1', 0, 4) !== 'INFO') return null;
  for (const { id, body } of chunksOf(list.subarray(4))) {
    if (id === 'ICMT') return body.toString('utf8').replace(/\0+$/, '') || null;
  }
  return null;
}

/**
 * The sound, length and words of a WAV.
 * @throws WavError for anything but mono, 16-bit, 16 kHz PCM (learn.microsoft.com/graph/api/resources/mediaprompt).
 */
export function readWav(file: Buffer): Wav {
  const riff = file.toString('latin1', 0, 4) === 'RIFF' && file.toString('latin1', 8, 12) === 'WAVE';
  if (!riff) throw new WavError('The file is no WAV: it does not begin with RIFF and WAVE.');
  let formatted = false;
  let sound: Buffer | null = null;
  let words: string | null = null;
  for (const { id, body } of chunksOf(file.subarray(12))) {
    if (id === 'fmt ' && body.length >= 16) {
      checkFormat(body);
      formatted = true;
    }
    if (id === 'data') sound ??= body;
    if (id === 'LIST') words ??= commentOf(body);
  }
  if (!formatted || !sound) throw new WavError('The WAV has no format or no sound in it.');
  const samples = new Int16Array(Math.floor(sound.length / 2));
  for (const index of samples.keys()) samples[index] = sound.readInt16LE(index * 2);
  return { samples, ms: msOf(samples.length), words };
}

function chunk(id: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(id, 'latin1');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
}

/** A WAV of these samples; `words`, where there are any, go into its INFO chunk. */
export function writeWav(samples: Int16Array, words: string | null): Buffer {
  const format = Buffer.alloc(16);
  format.writeUInt16LE(1, 0);
  format.writeUInt16LE(1, 2);
  format.writeUInt32LE(sampleRate, 4);
  format.writeUInt32LE(sampleRate * 2, 8);
  format.writeUInt16LE(2, 12);
  format.writeUInt16LE(16, 14);
  const sound = Buffer.alloc(samples.length * 2);
  for (const [index, value] of samples.entries()) sound.writeInt16LE(value, index * 2);
  const parts = [Buffer.from('WAVE'), chunk('fmt ', format), chunk('data', sound)];
  if (words) {
    const comment = chunk('ICMT', Buffer.from(`${words}\0`, 'utf8'));
    parts.push(chunk('LIST', Buffer.concat([Buffer.from('INFO'), comment])));
  }
  return chunk('RIFF', Buffer.concat(parts));
}
