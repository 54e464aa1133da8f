import assert from 'node:assert/strict';
import { azureRecognizer } from '../../src/ivr/azureRecognizer.ts';
import type { Language } from '../../src/ivr/language.ts';
import { SpeechError } from '../../src/ivr/synthesizer.ts';
import { transcriptionRecognizer } from '../../src/ivr/transcriptionRecognizer.ts';
import { promptMistake } from '../../src/ivr/wav.ts';
import { answerJson } from '../fixtures/https.ts';
import { patient, type Service, service, tone } from './services.ts';

/** What a service answers that it must not, by status and body. */
const wrong: [number, string][] = [
  [401, ''],
  [429, '{}'],
  [500, 'a secret transcript'],
  [200, 'a secret transcript'],
  [200, ''],
  [200, '[]'],
];

const isOurs = (error: unknown) => error instanceof SpeechError && !error.message.includes('secret');

describe("Azure's recognizer", () => {
  let azure: Service;
  const hear = (wav = tone(1), language: Language = 'en') =>
    azureRecognizer({ url: `${azure.url}/`, key: 'the key' })(wav, language, patient());

  beforeEach(async () => {
    azure = await service();
  });
  afterEach(() => azure.close());

  it('is asked as its page says, and gives what was said', async () => {
    azure.answer = (_, response) =>
      answerJson(response, 200, { RecognitionStatus: 'Success', DisplayText: 'Hi.', Offset: 0, Duration: 1 });
    for (const language of ['en', 'ru', 'zh-CN', 'pt-BR'] as const)
      assert.equal(await hear(tone(1), language), 'Hi.');
    const [first] = azure.asked;
    assert.equal(first?.method, 'POST');
    assert.equal(first?.headers['ocp-apim-subscription-key'], 'the key');
    assert.equal(first?.headers['content-type'], 'audio/wav; codecs=audio/pcm; samplerate=16000');
    assert.deepEqual(first?.raw, tone(1));
    const asked = azure.asked.map(({ url }) => new URL(url ?? '', azure.url));
    assert.equal(asked[0]?.pathname, '/speech/recognition/conversation/cognitiveservices/v1');
    assert.deepEqual(
      asked.map(({ searchParams }) => searchParams.get('language')),
      ['en-US', 'ru-RU', 'zh-CN', 'pt-BR'],
    );
  });

  it('hears nothing in silence, in noise and in another language', async () => {
    for (const RecognitionStatus of ['NoMatch', 'InitialSilenceTimeout', 'BabbleTimeout']) {
      azure.answer = (_, response) => answerJson(response, 200, { RecognitionStatus });
      assert.equal(await hear(), '');
    }
  });

  it('hears a clip that is too long for it in pieces', async () => {
    azure.answer = (_, response) =>
      answerJson(response, 200, { RecognitionStatus: 'Success', DisplayText: 'la' });
    assert.equal(await hear(tone(119)), 'la la la');
    for (const { raw } of azure.asked) {
      assert.equal(promptMistake(raw), null);
      assert.ok(raw.length <= 44 + 59 * 32_000);
    }
  });

  it('fails with a word of ours, whatever it answers', async () => {
    const statuses: [number, string][] = [[200, '{"RecognitionStatus":"Error"}'], ...wrong];
    for (const [status, body] of statuses) {
      azure.answer = (_, response) => {
        response.writeHead(status);
        response.end(body);
      };
      await assert.rejects(hear(), isOurs, `${status} ${body}`);
    }
  });
});

describe('a transcription service', () => {
  let other: Service;
  const hear = (key = 'the key') =>
    transcriptionRecognizer({ url: `${other.url}/v1`, key, model: 'whisper-1' })(tone(1), 'pt-BR', patient());

  beforeEach(async () => {
    other = await service();
    other.answer = (_, response) => answerJson(response, 200, { text: ' Quero falar. ' });
  });
  afterEach(() => other.close());

  it("is asked in OpenAI's form, and gives what was said", async () => {
    assert.equal(await hear(), 'Quero falar.');
    const [asked] = other.asked;
    assert.equal(`${asked?.method} ${asked?.url}`, 'POST /v1/audio/transcriptions');
    assert.equal(asked?.headers.authorization, 'Bearer the key');
    const type = asked?.headers['content-type'] ?? '';
    const form = await new Response(new Uint8Array(asked?.raw ?? []), {
      headers: { 'content-type': type },
    }).formData();
    assert.deepEqual(
      ['model', 'language', 'response_format'].map((name) => form.get(name)),
      ['whisper-1', 'pt', 'json'],
    );
    const file = form.get('file') as File;
    assert.equal(file.name, 'clip.wav');
    assert.deepEqual(Buffer.from(await file.arrayBuffer()), tone(1));
  });

  it('is sent no key where there is none', async () => {
    await hear('');
    assert.equal(other.asked[0]?.headers.authorization, undefined);
  });

  it('fails with a word of ours, whatever it answers', async () => {
    for (const [status, body] of wrong) {
      other.answer = (_, response) => {
        response.writeHead(status);
        response.end(body);
      };
      await assert.rejects(hear(), isOurs, `${status} ${body}`);
    }
  });
});
