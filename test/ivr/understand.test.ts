import assert from 'node:assert/strict';
import { createIntents } from '../../src/ivr/intent.ts';
import type { Recognize } from '../../src/ivr/recognizer.ts';
import { isAngry } from '../../src/ivr/sentiment.ts';
import { SpeechError } from '../../src/ivr/synthesizer.ts';
import { createUnderstanding, type ToUnderstand } from '../../src/ivr/understand.ts';
import { promptMistake } from '../../src/ivr/wav.ts';
import { createLog } from '../../src/lib/log.ts';
import { type Service, service, tone } from './services.ts';

const choices = {
  choices: [{ phrases: ['opening hours'] }, { phrases: ['talk to a person', 'operator'] }],
  negatives: ['talk to a machine'],
};

describe('understanding a recording', () => {
  let graph: Service;
  let clip: Buffer;
  let said: string;
  let heard: Buffer[];
  let lines: string[];

  beforeEach(async () => {
    graph = await service();
    [clip, said, heard, lines] = [tone(1), 'I want to talk to a person', [], []];
    graph.answer = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/octet-stream' });
      response.end(clip);
    };
  });
  afterEach(() => graph.close());

  const recognize: Recognize = async (wav) => {
    heard.push(wav);
    return said;
  };
  const log = createLog('trace', { write: (line) => void lines.push(line) });
  function understand(request: Partial<ToUnderstand> = {}, needs: object = {}) {
    const made = createUnderstanding({ recognize, intents: createIntents(), isAngry: null, log, ...needs });
    return made.understand({
      recordingLocation: `${graph.url}/clips/1`,
      recordingAccessToken: 'token of the clip',
      language: 'en',
      purpose: 'choice',
      choices,
      ...request,
    });
  }

  it("fetches it with the recording's own token and finds the choice", async () => {
    assert.deepEqual(await understand(), { kind: 'choice', choice: 1 });
    assert.equal(graph.asked[0]?.headers.authorization, 'Bearer token of the clip');
    assert.deepEqual(heard, [tone(1)]);
  });

  it('tells silence, and what fits no choice', async () => {
    said = ' ';
    assert.deepEqual(await understand(), { kind: 'silence' });
    for (said of ['banana pancakes', 'what is the weather like', 'Talk to a machine.'])
      assert.deepEqual(await understand(), { kind: 'notUnderstood' });
    said = 'operator';
    assert.deepEqual(await understand(), { kind: 'choice', choice: 1 });
    assert.deepEqual(await understand({ choices: null }), { kind: 'notUnderstood' });
  });

  it('tells anger only where that is wanted', async () => {
    said = 'I hate this stupid machine';
    assert.deepEqual(await understand({}, { isAngry }), { kind: 'angry' });
    assert.deepEqual(await understand(), { kind: 'notUnderstood' });
    said = 'opening hours';
    assert.deepEqual(await understand({}, { isAngry }), { kind: 'choice', choice: 0 });
  });

  it('hands on a message in words, and never fetches one that nobody may keep', async () => {
    const messages: string[] = [];
    const deliver = async (text: string) => void messages.push(text);
    said = 'Please call me back.';
    assert.deepEqual(await understand({ purpose: 'message', choices: null, deliver }), { kind: 'recorded' });
    assert.deepEqual(messages, ['Please call me back.']);
    said = '';
    assert.deepEqual(await understand({ purpose: 'answer', choices: null, deliver }), { kind: 'silence' });
    assert.equal(graph.asked.length, 2);
    for (const purpose of ['message', 'answer'] as const)
      assert.deepEqual(await understand({ purpose, choices: null }), { kind: 'recorded' });
    assert.equal(graph.asked.length, 2);
  });

  it('hears a clip of another rate as a recognizer takes it', async () => {
    clip = tone(2);
    clip.writeUInt32LE(8000, 24);
    await understand();
    assert.equal(promptMistake(heard[0] ?? Buffer.alloc(0)), null);
    assert.equal(heard[0]?.length, 44 + 4 * 32_000);
  });

  it('refuses a clip of 30 minutes, whether its length is told or not', async () => {
    const halfAnHour = 30 * 60 * 32_000;
    let sent = 0;
    graph.answer = (_, response) => {
      response.writeHead(200, { 'content-length': String(halfAnHour) });
      response.flushHeaders();
    };
    assert.deepEqual(await understand(), { kind: 'unavailable' });
    graph.answer = (_, response) => {
      const piece = Buffer.alloc(1024 * 1024);
      const more = () => {
        sent += piece.length;
        if (sent < halfAnHour && !response.destroyed) response.write(piece, more);
      };
      more();
    };
    assert.deepEqual(await understand(), { kind: 'unavailable' });
    assert.ok(sent < halfAnHour / 2, 'it was not downloaded to its end');
    clip = tone(130);
    graph.answer = (_, response) => void response.end(clip);
    assert.deepEqual(await understand(), { kind: 'unavailable' });
    assert.deepEqual(heard, []);
  });

  it('goes on without it when clip, recognizer or recipient fail', async () => {
    const fails = async () => {
      throw new SpeechError('it is down');
    };
    assert.deepEqual(await understand({}, { recognize: null }), { kind: 'unavailable' });
    assert.deepEqual(await understand({}, { recognize: fails }), { kind: 'unavailable' });
    assert.deepEqual(await understand({ purpose: 'message', deliver: fails }), { kind: 'unavailable' });
    for (const recordingLocation of [
      graph.url.replace('https', 'http'),
      'file:///etc/passwd',
      'x',
      'https://localhost:1',
    ])
      assert.deepEqual(await understand({ recordingLocation }), { kind: 'unavailable' });
    clip = Buffer.from('ID3');
    assert.deepEqual(await understand(), { kind: 'unavailable' });
    for (const status of [307, 401, 404]) {
      graph.answer = (_, response) => {
        response.writeHead(status, { location: `${graph.url}/elsewhere` });
        response.end();
      };
      assert.deepEqual(await understand(), { kind: 'unavailable' });
    }
    assert.ok(!graph.asked.some(({ url }) => url === '/elsewhere'));
  });

  it('leaves no word, token or address in the log', async () => {
    said = 'secret transcript';
    const leaky = async () => {
      throw new Error(`could not send "${said}"`);
    };
    await understand();
    await understand({ purpose: 'message', deliver: leaky });
    await understand({ recordingLocation: 'https://localhost:1/secret-clip' });
    assert.ok(lines.length >= 2);
    assert.doesNotMatch(lines.join('\n'), /secret|token of the clip/);
  });
});
