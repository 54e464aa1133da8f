import assert from 'node:assert/strict';
import { sayWords, spokenMs } from '../../../src/simulator/media/voice.ts';
import { readWav, writeWav } from '../../../src/simulator/media/wav.ts';
import { type Stage, startStage } from '../harness.ts';
import { wavOf } from './harness.ts';

const key = 'simulated-speech-key';
const ssml = (words: string, voice = 'en-US-JennyNeural') =>
  `<speak version="1.0" xmlns="http://www.w3.org/2001/10/synthesis" xml:lang="en-US"><voice name="${voice}">${words}</voice></speak>`;

describe('simulator: the speech service', () => {
  let stage: Stage;
  before(async () => {
    stage = await startStage();
  });
  after(() => stage.close());
  afterEach(() => stage.simulator.faults.remove());

  const post = (path: string, body: string | Buffer | FormData, headers: Record<string, string>) =>
    fetch(`${stage.simulator.url}${path}`, {
      method: 'POST',
      body: Buffer.isBuffer(body) ? new Uint8Array(body) : body,
      headers,
    });
  const say = (document: string, headers: Record<string, string> = {}) =>
    post('/cognitiveservices/v1', document, {
      'ocp-apim-subscription-key': key,
      'content-type': 'application/ssml+xml',
      'x-microsoft-outputformat': 'riff-16khz-16bit-mono-pcm',
      ...headers,
    });
  const hear = async (wav: Buffer, query = '?language=en-US', headers: Record<string, string> = {}) => {
    const answer = await post(`/speech/recognition/conversation/cognitiveservices/v1${query}`, wav, {
      'ocp-apim-subscription-key': key,
      'content-type': 'audio/wav; codecs=audio/pcm; samplerate=16000',
      ...headers,
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };

  it('speaks: a WAV as long as the words, that can be heard, with the words in it', async () => {
    const answer = await say(ssml('Fish &amp; chips<break time="1s"/>for &#50;.'));
    assert.equal(answer.status, 200);
    const { ms, words, samples } = readWav(Buffer.from(await answer.arrayBuffer()));
    assert.equal(words, 'Fish & chips for 2.');
    assert.equal(ms, spokenMs('Fish & chips for 2.'));
    assert.ok(samples.some((value) => value > 3000));
  });

  it('speaks four languages, the longer the more there is to say', async () => {
    for (const text of [
      'Press one for sales.',
      'Нажмите один.',
      '销售部请按一。',
      'Para vendas, tecle um.',
    ]) {
      const { words, ms } = readWav(Buffer.from(await (await say(ssml(text))).arrayBuffer()));
      assert.equal(words, text);
      assert.ok(ms > 500 && ms < 6000, `${text} ${ms}`);
      assert.ok(spokenMs(`${text} ${text}`) > ms);
    }
  });

  it('refuses to speak without the key, in another format, from what is no SSML', async () => {
    assert.equal((await say(ssml('hi'), { 'ocp-apim-subscription-key': 'wrong' })).status, 401);
    assert.equal((await say(ssml('hi'), { 'content-type': 'text/plain' })).status, 415);
    assert.equal((await say(ssml('hi'), { 'x-microsoft-outputformat': 'audio-16khz-mp3' })).status, 400);
    for (const document of [
      'hi',
      ssml('Fish & chips'),
      ssml('1 < 2'),
      ssml('<b>hi'),
      ssml('hi', 'Jenny'),
      '<speak><voice name="en-US-JennyNeural">hi</voice></speak>',
      '<speak xml:lang="en-US">hi</speak>',
    ]) {
      assert.equal((await say(document)).status, 400, document);
    }
  });

  it('understands what stands in the clip, in any letters', async () => {
    const { status, body } = await hear(wavOf('i want to talk to a person'));
    assert.equal(status, 200);
    assert.deepEqual(body, {
      RecognitionStatus: 'Success',
      DisplayText: 'I want to talk to a person.',
      Offset: 0,
      Duration: spokenMs('i want to talk to a person') * 10_000,
    });
    assert.equal((await hear(wavOf('我要找人工'), '?language=zh-CN')).body.DisplayText, '我要找人工。');
    assert.equal((await hear(wavOf('оператор'), '?language=ru-RU')).body.DisplayText, 'Оператор.');
  });

  it('understands nothing of a clip without words', async () => {
    const noise = writeWav(sayWords('these words are not written down'), null);
    assert.equal((await hear(noise)).body.RecognitionStatus, 'NoMatch');
    const silence = writeWav(new Int16Array(16_000), null);
    assert.equal((await hear(silence)).body.RecognitionStatus, 'InitialSilenceTimeout');
  });

  it('refuses a clip without key or language, a minute and more, or no WAV', async () => {
    const wav = wavOf('hello');
    assert.equal((await hear(wav, '?language=en-US', { 'ocp-apim-subscription-key': 'x' })).status, 401);
    assert.equal((await hear(wav, '')).status, 400);
    assert.equal((await hear(wav, '?language=english')).status, 400);
    assert.equal((await hear(Buffer.from('ID3 not a wav'))).status, 400);
    assert.equal((await hear(writeWav(new Int16Array(61 * 16_000), 'long'))).status, 400);
  });

  const transcribe = (
    parts: Record<string, string | Blob>,
    headers: Record<string, string> = { authorization: `Bearer ${key}` },
  ) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(parts)) form.set(name, value);
    return post('/v1/audio/transcriptions', form, headers);
  };
  const file = (wav: Buffer) => new File([new Uint8Array(wav)], 'answer.wav', { type: 'audio/wav' });

  it('transcribes as OpenAI does', async () => {
    const heard = await transcribe({ file: file(wavOf('good morning')), model: 'whisper-1' });
    assert.deepEqual([heard.status, await heard.json()], [200, { text: 'good morning' }]);
    const silent = writeWav(new Int16Array(1000), null);
    assert.deepEqual(await (await transcribe({ file: file(silent), model: 'm' })).json(), { text: '' });
    assert.equal((await transcribe({ file: file(silent), model: 'm' }, {})).status, 401);
    assert.equal((await transcribe({ file: file(silent) })).status, 400);
    assert.equal((await transcribe({ model: 'm' })).status, 400);
    assert.equal((await transcribe({ file: file(Buffer.from('mp3')), model: 'm' })).status, 400);
    assert.equal(
      (await post('/v1/audio/transcriptions', 'x', { authorization: `Bearer ${key}` })).status,
      400,
    );
  });

  it('is down where a fault names it, and only then', async () => {
    const { faults } = stage.simulator;
    faults.add({ kind: '500' });
    assert.equal((await say(ssml('hi'))).status, 200);
    faults.add({ kind: '503', route: 'synthesizer' });
    faults.add({ kind: '429', route: 'recognizer', retryAfter: 7 });
    assert.equal((await say(ssml('hi'))).status, 503);
    assert.equal((await hear(wavOf('hi'))).status, 429);
    faults.add({ kind: 'reset', route: 'transcription' });
    await assert.rejects(transcribe({ file: file(wavOf('hi')), model: 'm' }));
  });

  it('has a media host that hands out a blob for a call to who holds its token', async () => {
    const ask = (body: string, token = 'simulated-media-host-token') =>
      post('/media-host/media', body, {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
      });
    const answer = await ask('{"callId":"c1"}');
    assert.equal(answer.status, 200);
    const { appHostedMediaConfig } = (await answer.json()) as { appHostedMediaConfig: { blob: string } };
    assert.ok(appHostedMediaConfig.blob);
    assert.equal((await ask('{"callId":"c1"}', 'wrong')).status, 401);
    assert.equal((await ask('{}')).status, 400);
    assert.equal((await ask('{')).status, 400);
  });
});
