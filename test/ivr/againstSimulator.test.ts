/** The product's own adapters against the simulated cloud's speech service. */
import assert from 'node:assert/strict';
import { createIntents } from '../../src/ivr/intent.ts';
import type { Language } from '../../src/ivr/language.ts';
import { createSpeech, type SpeechConfig } from '../../src/ivr/speech.ts';
import { lengthMs, promptMistake, readWav, type Wav } from '../../src/ivr/wav.ts';
import { createLog } from '../../src/lib/log.ts';
import { type Stage, startStage } from '../simulator/harness.ts';
import { patient, tone } from './services.ts';

const said: Record<Language, string> = {
  en: 'I want to talk to a person',
  ru: 'Я хочу поговорить с человеком',
  'zh-CN': '我想和人说话',
  'pt-BR': 'Quero falar com uma pessoa',
};
const phrases: Record<Language, string> = {
  en: 'talk to a person',
  ru: 'поговорить с человеком',
  'zh-CN': '我想和真人说话',
  'pt-BR': 'falar com uma pessoa',
};

const log = createLog('silent');

describe('speech against the simulator', () => {
  let stage: Stage;
  let config: SpeechConfig;

  before(async () => {
    stage = await startStage();
    config = {
      ...{
        SPEECH_SYNTHESIZER: 'azure',
        SPEECH_RECOGNIZER: 'azure',
        AZURE_SPEECH_KEY: 'simulated-speech-key',
      },
      ...{ AZURE_SPEECH_URL: stage.simulator.url, AZURE_SPEECH_RECOGNITION_URL: stage.simulator.url },
      ...{ TRANSCRIPTION_URL: '', TRANSCRIPTION_KEY: '', TRANSCRIPTION_MODEL: '' },
    };
  });
  after(() => stage.close());

  for (const [language, text] of Object.entries(said) as [Language, string][]) {
    it(`what is spoken in ${language} is heard and understood`, async () => {
      const { synthesize, recognize, close } = createSpeech({ config, log });
      const wav = await synthesize(text, language, patient());
      assert.equal(promptMistake(wav), null);
      assert.ok(lengthMs(readWav(wav) as Wav) > 300);
      const heard = (await recognize?.(wav, language, patient())) ?? '';
      assert.equal(heard.replace(/[.。]$/, ''), text);
      const of = { choices: [{ phrases: ['xyz'] }, { phrases: [phrases[language]] }], negatives: [] };
      assert.equal(await createIntents().understand(heard, of, language), 1);
      close();
    });
  }

  it('a clip without words is heard as nothing', async () => {
    const { recognize, close } = createSpeech({ config, log });
    assert.equal(await recognize?.(tone(1), 'en', patient()), '');
    close();
  });

  it('a wrong key falls back to espeak-ng for speaking', async () => {
    const lines: string[] = [];
    const telling = createLog('warn', { write: (line) => void lines.push(line) });
    const { synthesize, close } = createSpeech({
      config: { ...config, AZURE_SPEECH_KEY: 'wrong' },
      log: telling,
    });
    assert.equal(promptMistake(await synthesize('Hello there', 'en', patient())), null);
    assert.match(lines.join(), /Azure's synthesizer answered 401/);
    assert.doesNotMatch(lines.join(), /Hello/);
    close();
  });

  it('what is not configured is said at start-up', async () => {
    const lines: string[] = [];
    const telling = createLog('warn', { write: (line) => void lines.push(line) });
    const none = { ...config, SPEECH_SYNTHESIZER: 'none', SPEECH_RECOGNIZER: 'none' } as const;
    const { synthesize, recognize } = createSpeech({ config: none, log: telling });
    assert.equal(recognize, null);
    await assert.rejects(synthesize('Hello', 'en', patient()), /SPEECH_SYNTHESIZER/);
    assert.match(lines.join(), /only WAV files are spoken.*menus work by keys alone/s);
  });
});
