import assert from 'node:assert/strict';
import fc from 'fast-check';
import { spokenMs } from '../../../src/simulator/media/voice.ts';
import { readWav, WavError, writeWav } from '../../../src/simulator/media/wav.ts';

describe('simulator: WAV files', () => {
  it('read what was written, words of any language included', () => {
    const words = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
      .filter((text) => text.isWellFormed() && !text.includes('\0'));
    const samples = fc.int16Array({ maxLength: 400 });
    fc.assert(
      fc.property(samples, fc.option(words), (sound, said) => {
        const file = writeWav(sound, said);
        assert.equal(file.readUInt32LE(4), file.length - 8);
        const wav = readWav(file);
        assert.deepEqual([wav.words, [...wav.samples]], [said, [...sound]]);
      }),
    );
  });

  it('refuse with a WavError whatever else they are given', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, headed) => {
        const head = headed ? Buffer.from('RIFF\x10\0\0\0WAVEfmt \x10\0\0\0', 'latin1') : Buffer.alloc(0);
        try {
          readWav(Buffer.concat([head, bytes]));
        } catch (error) {
          assert.ok(error instanceof WavError, String(error));
        }
      }),
    );
  });

  for (const [what, offset, value] of [
    ['8 bit', 34, 8],
    ['two channels', 22, 2],
    ['8 kHz', 24, 8000],
    ['a codec', 20, 7],
  ] as const) {
    it(`refuse ${what}, saying so`, () => {
      const file = writeWav(new Int16Array(10), null);
      file.writeUInt16LE(value, offset);
      assert.throws(() => readWav(file), /must be mono, 16 bit, 16000 Hz PCM/);
    });
  }

  it('take no time for no words', () => {
    assert.equal(spokenMs(''), 0);
    assert.equal(spokenMs(' ... '), 0);
  });
});
