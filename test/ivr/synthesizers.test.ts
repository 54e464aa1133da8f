import assert from 'node:assert/strict';
import fc from 'fast-check';
import { azureSynthesizer } from '../../src/ivr/azureSynthesizer.ts';
import { languages } from '../../src/ivr/language.ts';
import { inXml } from '../../src/ivr/ssml.ts';
import { firstOf, SpeechError, type Synthesize } from '../../src/ivr/synthesizer.ts';
import { patient, type Service, service, tone } from './services.ts';

describe("Azure's synthesizer", () => {
  let azure: Service;
  let speak: Synthesize;

  beforeEach(async () => {
    azure = await service();
    azure.answer = (_, response) => {
      response.writeHead(200, { 'content-type': 'audio/x-wav' });
      response.end(tone(1));
    };
    speak = azureSynthesizer({ url: `${azure.url}/`, key: 'the key' });
  });
  afterEach(() => azure.close());

  it('is asked as its page says, with a voice of each language', async () => {
    for (const language of languages) assert.deepEqual(await speak('Hello', language, patient()), tone(1));
    const [first] = azure.asked;
    assert.equal(`${first?.method} ${first?.url}`, 'POST /cognitiveservices/v1');
    const headers = ['ocp-apim-subscription-key', 'content-type', 'x-microsoft-outputformat', 'user-agent'];
    assert.deepEqual(
      headers.map((name) => first?.headers[name]),
      ['the key', 'application/ssml+xml', 'riff-16khz-16bit-mono-pcm', 'Rollcall'],
    );
    assert.deepEqual(
      azure.asked.map(({ body }) => /xml:lang="(.*?)"><voice name="\1-\w+Neural">Hello</.exec(body)?.[1]),
      ['en-US', 'ru-RU', 'zh-CN', 'pt-BR'],
    );
  });

  it('gets any text as text', async () => {
    await speak(`Tom & "Jerry's" <break time="10s"/> 你好`, 'en', patient());
    assert.match(
      azure.asked[0]?.body ?? '',
      />Tom &amp; &quot;Jerry&apos;s&quot; &lt;break time=&quot;10s&quot;\/&gt; 你好<\/voice>/,
    );
  });

  it('may write its header before it knows the length', async () => {
    const streamed = tone(1);
    streamed.writeUInt32LE(0xffffffff, 40);
    azure.answer = (_, response) => void response.end(streamed);
    assert.deepEqual(await speak('Hello', 'en', patient()), tone(1));
  });

  it('fails with a word of ours, whatever it answers', async () => {
    const answers: [number, string | Buffer][] = [
      [401, 'Access denied'],
      [500, ''],
      [200, 'ID3'],
      [200, ''],
      [200, tone(0)],
    ];
    for (const [status, body] of answers) {
      azure.answer = (_, response) => {
        response.writeHead(status);
        response.end(body);
      };
      await assert.rejects(speak('secret words', 'en', patient()), (error) => {
        assert.ok(error instanceof SpeechError);
        return !error.message.includes('secret');
      });
    }
  });

  it('does not follow it elsewhere, and does not wait for ever', async () => {
    azure.answer = (_, response) => {
      response.writeHead(307, { location: `${azure.url}/elsewhere` });
      response.end();
    };
    await assert.rejects(speak('Hello', 'en', patient()));
    assert.equal(azure.asked.length, 1);
    azure.answer = () => undefined;
    await assert.rejects(speak('Hello', 'en', AbortSignal.timeout(50)), { name: 'TimeoutError' });
  });
});

describe('a text in XML', () => {
  it('is always well-formed and never markup', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const made = inXml(text);
        assert.doesNotMatch(made, /[<>"']|&(?!(amp|lt|gt|quot|apos);)/);
        assert.ok(made.isWellFormed());
      }),
    );
    assert.equal(inXml('a\u0000b\ud800'), 'a b\ufffd');
  });
});

describe('several synthesizers', () => {
  const fails: Synthesize = async () => {
    throw new SpeechError('down');
  };
  const speaks: Synthesize = async (text) => Buffer.from(text);

  it('the first that can speaks; those that failed are told', async () => {
    const failed: unknown[] = [];
    const speak = firstOf([fails, speaks, fails], (error) => failed.push(error));
    assert.equal(String(await speak('hello', 'en', patient())), 'hello');
    assert.equal(failed.length, 1);
  });

  it('none of which can, or none at all, is an error', async () => {
    for (const list of [[fails, fails], []])
      await assert.rejects(firstOf(list, () => undefined)('hello', 'en', patient()), SpeechError);
  });

  it('the next is not asked when there is no time left', async () => {
    const late: Synthesize = async (_, __, signal) => signal.throwIfAborted() ?? Buffer.alloc(0);
    const speak = firstOf([late, speaks], () => undefined);
    await assert.rejects(speak('hello', 'en', AbortSignal.abort(new Error('too late'))), /too late/);
  });
});
