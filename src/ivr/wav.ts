/**
 * WAV files, byte by byte: what one holds, what else a file is that pretends to be one, and how to make one. Pure.
 * Graph plays and Azure hears mono, 16-bit, 16 kHz PCM: https://learn.microsoft.com/graph/api/resources/mediainfo
 */

/** What speech is kept in: samples a second. */
export const speechRate = 16_000;

export interface Wav {
  /** 1 is PCM; others are compressed, or floating point. */
  format: number;
  channels: number;
  bits: number;
  /** Samples a second. */
  rate: number;
  /** The sound, as far as it is there. */
  data: Uint8Array;
  /** Less of the sound is there than the header says; also when a header was written before its length was known. */
  cut: boolean;
}

/** What is wrong with a file, as the end of a sentence that begins with its name. */
export interface Wrong {
  wrong: string;
}

const headerBytes = 44;

/** How other kinds of file begin, as Latin-1. */
const beginnings: [RegExp, string][] = [
  [/^(ID3|\xff[\xe2-\xe7\xf2\xf3\xfa\xfb])/, 'is an MP3'],
  [/^\xff[\xf0\xf1\xf8\xf9]/, 'is an AAC file'],
  [/^OggS/, 'is an Ogg file'],
  [/^fLaC/, 'is a FLAC file'],
  [/^....ftyp/s, 'is an MP4 or M4A file'],
  [/^.E\xdf\xa3/s, 'is a WebM file'],
  [/^0&\xb2u/, 'is a WMA file'],
  [/^FORM....AIF/s, 'is an AIFF file'],
  [/^#!AMR/, 'is an AMR file'],
  [/^(RF64|RIFX)/, 'is a rare kind of WAV'],
];

const latin = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, to));

function kindOf(bytes: Uint8Array): string {
  if (bytes.length === 0) return 'is empty';
  const beginning = latin(bytes, 0, 16);
  return beginnings.find(([begins]) => begins.test(beginning))?.[1] ?? 'is no sound file that Rollcall knows';
}

/** The parts of a RIFF file by name, the first of each; the last may be shorter than it says. */
function chunksOf(bytes: Uint8Array): Map<string, { data: Uint8Array; declared: number }> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks = new Map<string, { data: Uint8Array; declared: number }>();
  for (let at = 12; at + 8 <= bytes.length; ) {
    const name = latin(bytes, at, at + 4);
    const declared = view.getUint32(at + 4, true);
    const data = bytes.subarray(at + 8, at + 8 + declared);
    if (!chunks.has(name)) chunks.set(name, { data, declared });
    at += 8 + declared + (declared % 2);
  }
  return chunks;
}

/** Reads a WAV of any format, or says what else it is. Never throws, whatever the bytes. */
export function readWav(bytes: Uint8Array): Wav | Wrong {
  if (!/^RIFF....WAVE/s.test(latin(bytes, 0, 12))) return { wrong: kindOf(bytes) };
  const chunks = chunksOf(bytes);
  const form = chunks.get('fmt ')?.data;
  if (!form || form.length < 16) return { wrong: 'is a WAV whose header is broken' };
  const sound = chunks.get('data');
  if (!sound) return { wrong: 'is a WAV without sound' };
  const view = new DataView(form.buffer, form.byteOffset, form.byteLength);
  const format = view.getUint16(0, true);
  return {
    // WAVE_FORMAT_EXTENSIBLE names the format itself further on.
    format: format === 0xfffe && form.length >= 26 ? view.getUint16(24, true) : format,
    channels: view.getUint16(2, true),
    bits: view.getUint16(14, true),
    rate: view.getUint32(4, true),
    data: sound.data,
    cut: sound.data.length < sound.declared,
  };
}

/** How long a WAV of PCM plays. */
export const lengthMs = ({ data, channels, bits, rate }: Wav): number =>
  (data.length * 8000) / Math.max(1, channels * bits * rate);

const isSpeech = ({ format, channels, bits, rate }: Wav): boolean =>
  format === 1 && channels === 1 && bits === 16 && rate === speechRate;

/** Whoever listens to a prompt for longer has hung up; larger files are mistakes. */
const longestPromptMs = 10 * 60_000;

/** What Graph would not play about these bytes; null when it plays them. */
export function promptMistake(bytes: Uint8Array): string | null {
  const wav = readWav(bytes);
  if ('wrong' in wav) return wav.wrong;
  if (!isSpeech(wav)) {
    const coding = wav.format === 1 ? `${wav.bits}-bit` : 'compressed or floating-point';
    const channels = wav.channels === 1 ? 'mono' : wav.channels === 2 ? 'stereo' : `${wav.channels}-channel`;
    return `is ${channels}, ${coding}, ${wav.rate / 1000} kHz instead of mono, 16-bit, 16 kHz`;
  }
  if (wav.cut) return 'is cut short';
  if (wav.data.length < 2) return 'is a WAV without sound';
  return lengthMs(wav) > longestPromptMs ? 'is longer than 10 minutes' : null;
}

/** The samples of a WAV of 16-bit mono PCM, a last half sample left out; null for any other. */
export function samplesOf(wav: Wav): Int16Array | null {
  if (wav.format !== 1 || wav.channels !== 1 || wav.bits !== 16 || wav.rate === 0) return null;
  const view = new DataView(wav.data.buffer, wav.data.byteOffset, wav.data.byteLength);
  return Int16Array.from({ length: wav.data.length >> 1 }, (_, at) => view.getInt16(at * 2, true));
}

/** The same sound at another rate, by straight lines between samples: good enough for speech. */
export function resample(samples: Int16Array, from: number, to: number): Int16Array {
  if (from === to) return samples;
  const at = (index: number) => samples[Math.min(index, samples.length - 1)] ?? 0;
  return Int16Array.from({ length: Math.floor((samples.length * to) / from) }, (_, index) => {
    const place = (index * from) / to;
    const left = Math.floor(place);
    return Math.round(at(left) + (at(left + 1) - at(left)) * (place - left));
  });
}

/** A WAV of these samples, mono and 16-bit at 16 kHz. */
export function writeWav(samples: Int16Array): Uint8Array {
  const bytes = new Uint8Array(headerBytes + samples.length * 2);
  const view = new DataView(bytes.buffer);
  const name = (at: number, text: string) =>
    bytes.set(
      [...text].map((letter) => letter.charCodeAt(0)),
      at,
    );
  name(0, 'RIFF');
  view.setUint32(4, bytes.length - 8, true);
  name(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, speechRate, true);
  view.setUint32(28, speechRate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  name(36, 'data');
  view.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, at) => {
    view.setInt16(headerBytes + at * 2, sample, true);
  });
  return bytes;
}

/** The same WAV with the words that are spoken in it as its comment, for whoever listens to it to read along. */
export function captioned(wav: Uint8Array, words: string): Uint8Array {
  const comment = new TextEncoder().encode(`${words}\0`);
  // LIST, its size, INFO, ICMT, its size: 20 bytes; chunks are of even length.
  const padded = comment.length + (comment.length % 2);
  const bytes = new Uint8Array(wav.length + 20 + padded);
  bytes.set(wav);
  bytes.set(new TextEncoder().encode('LIST....INFOICMT'), wav.length);
  bytes.set(comment, wav.length + 20);
  const view = new DataView(bytes.buffer);
  view.setUint32(4, bytes.length - 8, true);
  view.setUint32(wav.length + 4, padded + 12, true);
  view.setUint32(wav.length + 16, comment.length, true);
  return bytes;
}
