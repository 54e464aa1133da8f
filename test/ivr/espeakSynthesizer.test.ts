import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type EspeakSynthesizer, espeakSynthesizer, hasEspeak } from '../../src/ivr/espeakSynthesizer.ts';
import type { Language } from '../../src/ivr/language.ts';
import { SpeechError } from '../../src/ivr/synthesizer.ts';
import { lengthMs, promptMistake, readWav, samplesOf, type Wav } from '../../src/ivr/wav.ts';

const patient = () => AbortSignal.timeout(30_000);
const program = fileURLToPath(new URL('./programs/diesOnce.ts', import.meta.url));

const spokenMs = (wav: Buffer) => lengthMs(readWav(wav) as Wav);

const texts: Record<Language, string> = {
  en: 'I want to talk to a person.',
  ru: 'Я хочу поговорить с человеком.',
  'zh-CN': '我想和真人说话。',
  'pt-BR': 'Quero falar com uma pessoa.',
};

describe('espeak-ng', () => {
  let espeak: EspeakSynthesizer;

  before(function () {
    if (!hasEspeak()) this.skip();
    espeak = espeakSynthesizer();
  });
  after(() => espeak?.close());

  for (const [language, text] of Object.entries(texts) as [Language, string][]) {
    it(`speaks ${language}, as a prompt must be`, async () => {
      const wav = await espeak.synthesize(text, language, patient());
      assert.equal(promptMistake(wav), null);
      const ms = spokenMs(wav);
      assert.ok(ms > 1000 && ms < 5000, `${ms} ms`);
      const samples = samplesOf(readWav(wav) as Wav) ?? new Int16Array();
      assert.ok(
        samples.some((sample) => sample > 5000),
        'it is not silent',
      );
    });
  }

  it('speaks many texts asked at once, each its own', async () => {
    const words = ['one', 'one two three', 'one two three four five six'];
    const wavs = await Promise.all(words.map((text) => espeak.synthesize(text, 'en', patient())));
    const lengths = wavs.map(spokenMs);
    assert.deepEqual(
      lengths,
      lengths.toSorted((a, b) => a - b),
    );
    assert.ok((lengths[2] ?? 0) > 2 * (lengths[0] ?? 0));
  });

  it('speaks signs of markup and of its own notation as text', async () => {
    const plain = spokenMs(await espeak.synthesize('five six', 'en', patient()));
    for (const text of ['five <b> six', 'five & six', "five [[h@l'oU w3:ld]] six"]) {
      assert.ok(spokenMs(await espeak.synthesize(text, 'en', patient())) > plain + 100, text);
    }
  });

  it('is given up when its caller has no more time', async () => {
    const signal = AbortSignal.abort(new Error('too late'));
    await assert.rejects(espeak.synthesize('hello', 'en', signal), /too late/);
    assert.ok(await espeak.synthesize('hello', 'en', patient()), 'and goes on');
  });
});

describe('a synthesizer whose process dies', () => {
  let espeak: EspeakSynthesizer;

  beforeEach(() => {
    espeak = espeakSynthesizer({ program, patienceMs: 2_000 });
  });
  afterEach(() => {
    espeak.close();
    rmSync(join(tmpdir(), `rollcall-died-${process.pid}`), { force: true });
  });

  it('starts it again and speaks all the same', async () => {
    const [wav, other] = await Promise.all(
      ['hello', 'there'].map((text) => espeak.synthesize(text, 'en', patient())),
    );
    assert.deepEqual(
      [wav, other].map((one) => one && spokenMs(one)),
      [1000, 1000],
    );
  });

  it('gives up a text that it always dies of or is stuck at, and speaks the next one', async () => {
    const [bad, stuck, good] = await Promise.allSettled(
      ['always', 'stuck', 'hello'].map((text) => espeak.synthesize(text, 'en', patient())),
    );
    assert.ok(bad?.status === 'rejected' && bad.reason instanceof SpeechError);
    assert.equal(stuck?.status, 'rejected');
    assert.equal(good?.status, 'fulfilled');
  });

  it('tells whoever waits when it is closed', async () => {
    const speaking = espeak.synthesize('hello', 'en', patient());
    espeak.close();
    await assert.rejects(speaking, SpeechError);
  });
});
