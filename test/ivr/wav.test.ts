import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  captioned,
  lengthMs,
  promptMistake,
  readWav,
  resample,
  samplesOf,
  type Wav,
  writeWav,
} from '../../src/ivr/wav.ts';
import { readWav as readInSimulator } from '../../src/simulator/media/wav.ts';

const second = Int16Array.from({ length: 16_000 }, (_, at) => Math.round(8000 * Math.sin(at / 10)));
const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

/** A WAV with some fields of its header changed: [offset, size, value]. */
function altered(...changes: [number, 2 | 4, number][]): Uint8Array {
  const wav = writeWav(second);
  const view = new DataView(wav.buffer);
  for (const [at, size, value] of changes) {
    if (size === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
  }
  return wav;
}

describe('WAV files', () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(fc.int16Array(), (samples) => {
        const wav = readWav(writeWav(samples)) as Wav;
        assert.deepEqual(samplesOf(wav), samples);
        assert.equal(wav.cut, false);
      }),
    );
    assert.equal(lengthMs(readWav(writeWav(second)) as Wav), 1000);
    assert.equal(promptMistake(writeWav(second)), null);
  });

  it('carry the words that are spoken in them, and sound the same', () => {
    fc.assert(
      fc.property(fc.int16Array(), fc.string({ unit: 'grapheme', minLength: 1 }), (samples, text) => {
        const words = text.replaceAll('\0', '');
        const wav = captioned(writeWav(samples), words);
        assert.deepEqual(samplesOf(readWav(wav) as Wav), samples);
        const read = readInSimulator(Buffer.from(wav)) as { words: string | null };
        assert.equal(read.words, words || null);
      }),
    );
  });

  it('never make the reader throw, whatever the bytes', () => {
    const header = writeWav(new Int16Array(4));
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.nat(44),
        fc.array(fc.tuple(fc.nat(51), fc.integer({ min: 0, max: 255 }))),
        (noise, keep, changes) => {
          const broken = Uint8Array.from([...header.subarray(0, keep), ...noise]);
          for (const [at, value] of changes) broken[at] = value;
          for (const any of [noise, broken, broken.subarray(3)]) {
            const read = readWav(any);
            if (!('wrong' in read)) {
              assert.ok(lengthMs(read) >= 0 && read.data.length <= any.length);
              samplesOf(read);
            }
            assert.notEqual(promptMistake(any), '');
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('are told from other kinds of file', () => {
    const kinds: [Uint8Array, string][] = [
      [bytes('ID3\x04\x00\x00\x00\x00\x00\x23TSSE'), 'is an MP3'],
      [bytes('\xff\xfb\x90\x64\x00\x00'), 'is an MP3'],
      [bytes('\xff\xf1\x50\x80'), 'is an AAC file'],
      [bytes('OggS\x00\x02'), 'is an Ogg file'],
      [bytes('fLaC\x00'), 'is a FLAC file'],
      [bytes('\x00\x00\x00\x20ftypM4A '), 'is an MP4 or M4A file'],
      [bytes('\x1a\x45\xdf\xa3'), 'is a WebM file'],
      [bytes('FORM\x00\x00\x00\x00AIFF'), 'is an AIFF file'],
      [bytes('<!doctype html>'), 'is no sound file that Rollcall knows'],
      [bytes(''), 'is empty'],
      [bytes('RIFF\x24\x00\x00\x00WAVE'), 'is a WAV whose header is broken'],
      [writeWav(second).subarray(0, 36), 'is a WAV without sound'],
      [writeWav(new Int16Array()), 'is a WAV without sound'],
    ];
    for (const [file, wrong] of kinds) assert.equal(promptMistake(file), wrong);
  });

  it('of another format are described, as are those cut short or without end', () => {
    const cases: [Uint8Array, RegExp][] = [
      [
        altered([22, 2, 2], [24, 4, 44_100]),
        /^is stereo, 16-bit, 44\.1 kHz instead of mono, 16-bit, 16 kHz$/,
      ],
      [altered([34, 2, 8]), /^is mono, 8-bit, 16 kHz/],
      [altered([22, 2, 6]), /^is 6-channel/],
      [altered([20, 2, 7]), /^is mono, compressed or floating-point/],
      [writeWav(second).subarray(0, 20_000), /^is cut short$/],
      [altered([40, 4, 0xffffffff]), /^is cut short$/],
      [writeWav(new Int16Array(16_000 * 601)), /^is longer than 10 minutes$/],
    ];
    for (const [file, wrong] of cases) assert.match(promptMistake(file) ?? 'nothing', wrong);
  });

  it('with other chunks before the sound, and an extensible header, are right', () => {
    const wav = writeWav(second);
    const list = [...bytes('LIST'), 5, 0, 0, 0, ...bytes('hello'), 0];
    const between = Uint8Array.from([...wav.subarray(0, 36), ...list, ...wav.subarray(36)]);
    assert.equal(promptMistake(between), null);
    const extension = [22, 0, 16, 0, 4, 0, 0, 0, 1, 0, ...Array<number>(14).fill(0)];
    const extensible = Uint8Array.from([...wav.subarray(0, 36), ...extension, ...wav.subarray(36)]);
    extensible.set([40], 16);
    extensible.set([0xfe, 0xff], 20);
    assert.equal(promptMistake(extensible), null);
  });
});

describe('another rate', () => {
  it('keeps the length, and stays between the samples it was made of', () => {
    fc.assert(
      fc.property(fc.int16Array({ minLength: 1 }), fc.constantFrom(8000, 22_050, 44_100), (samples, from) => {
        const made = resample(samples, from, 16_000);
        assert.equal(made.length, Math.floor((samples.length * 16_000) / from));
        const [low, high] = [Math.min(...samples), Math.max(...samples)];
        assert.ok(made.every((sample) => sample >= low && sample <= high));
      }),
    );
  });

  it('keeps the pitch: a tone crosses zero as often in a second as before', () => {
    const crossings = (samples: Int16Array) =>
      samples.filter((sample, at) => at > 0 && sample >= 0 !== (samples[at - 1] ?? 0) >= 0).length;
    const tone = (rate: number) =>
      Int16Array.from({ length: rate }, (_, at) =>
        Math.round(9000 * Math.sin((2 * Math.PI * 440 * at) / rate + 0.1)),
      );
    assert.equal(crossings(resample(tone(22_050), 22_050, 16_000)), crossings(tone(16_000)));
  });
});
