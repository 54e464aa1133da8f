import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readConfig } from '../src/config.ts';

const needed = {
  PUBLIC_URL: 'https://rollcall.example',
  BOT_ID: '11111111-2222-4333-8444-555555555555',
  BOT_TENANT_ID: 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee',
  BOT_PASSWORD: 'secret',
};

/** What is said of a setting that does not work, a line each. */
function mistakes(env: NodeJS.ProcessEnv): string[] {
  try {
    readConfig({ ...needed, ...env });
    return [];
  } catch (error) {
    return (error as Error).message.split('\n').slice(1);
  }
}

describe('the settings of speech', () => {
  it('work without any of them: spoken by espeak-ng, by keys alone, nothing kept', () => {
    const config = readConfig(needed);
    assert.deepEqual(
      [config.SPEECH_SYNTHESIZER, config.SPEECH_RECOGNIZER, config.KEEP_MESSAGES, config.SENTIMENT],
      ['espeak', 'none', false, false],
    );
    assert.deepEqual([config.CONFIG_DIR, config.DEFAULT_LANGUAGE], ['config', 'en']);
  });

  it('are checked together: Azure needs its key and addresses, a transcription service its address and model', () => {
    assert.deepEqual(
      mistakes({ SPEECH_SYNTHESIZER: 'azure', SPEECH_RECOGNIZER: 'azure', AZURE_SPEECH_KEY: 'k' }),
      [
        '  AZURE_SPEECH_URL is missing: SPEECH_SYNTHESIZER is azure',
        '  AZURE_SPEECH_RECOGNITION_URL is missing: SPEECH_RECOGNIZER is azure',
      ],
    );
    assert.deepEqual(mistakes({ SPEECH_RECOGNIZER: 'transcription', BOT_ID: 'x' }), [
      '  BOT_ID is the application (client) id of the bot, a GUID',
      '  TRANSCRIPTION_URL is missing: SPEECH_RECOGNIZER is transcription',
      '  TRANSCRIPTION_MODEL is missing: SPEECH_RECOGNIZER is transcription',
    ]);
    const azure = { AZURE_SPEECH_KEY: 'k', AZURE_SPEECH_URL: 'https://westeurope.tts.speech.microsoft.com' };
    assert.deepEqual(mistakes({ SPEECH_SYNTHESIZER: 'azure', ...azure }), []);
  });

  it('send no voice over a wire that anybody can listen to', () => {
    assert.deepEqual(mistakes({ AZURE_SPEECH_URL: 'http://speech.example' }), [
      '  AZURE_SPEECH_URL must be an https address',
    ]);
    const transcription = { SPEECH_RECOGNIZER: 'transcription', TRANSCRIPTION_MODEL: 'm' };
    for (const url of ['https://api.openai.com/v1', 'http://127.0.0.1:8000/v1', 'http://localhost:8000/v1'])
      assert.deepEqual(mistakes({ ...transcription, TRANSCRIPTION_URL: url }), []);
    for (const url of ['http://whisper.example/v1', 'http://localhost.example/v1', 'whisper'])
      assert.equal(mistakes({ ...transcription, TRANSCRIPTION_URL: url }).length, 1, url);
  });

  it('say yes or no in words', () => {
    assert.equal(readConfig({ ...needed, KEEP_MESSAGES: 'true' }).KEEP_MESSAGES, true);
    assert.equal(readConfig({ ...needed, SENTIMENT: 'false' }).SENTIMENT, false);
    assert.deepEqual(mistakes({ KEEP_MESSAGES: 'perhaps', DEFAULT_LANGUAGE: 'fr' }).length, 2);
  });
});

describe('docs/settings.md', () => {
  const docs = readFileSync(new URL('../docs/settings.md', import.meta.url), 'utf8');
  const rows = docs.split('\n').flatMap((line) => {
    const [, names = '', given = ''] = /^\| (`[^|]*) \| ([^|]*)\|/.exec(line) ?? [];
    const defaults = given.trim().split(', ');
    const keys = [...names.matchAll(/`([A-Z_]+)`/g)].map(([, key]) => key ?? '');
    return keys.map((key, at) => [key, defaults[keys.length > 1 ? at : 0] ?? '', given.trim()] as const);
  });

  it('has every setting and no other', () => {
    assert.deepEqual(rows.map(([key]) => key).sort(), Object.keys(readConfig(needed)).sort());
  });

  it('has the defaults that hold', () => {
    const config: Record<string, unknown> = { ...readConfig(needed) };
    const wrong = rows.filter(([key, alone, all]) => {
      const value = config[key];
      if (key in needed || all === "Microsoft's") return false;
      return String(value ?? '') !== alone && [value].flat().join(', ') !== all;
    });
    assert.deepEqual(wrong, []);
  });
});
