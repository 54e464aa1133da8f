import assert from 'node:assert/strict';
import { spokenMs } from '../../../src/simulator/media/voice.ts';
import { writeWav } from '../../../src/simulator/media/wav.ts';
import { mediaPrompt, type Talk, talkToAdele } from './harness.ts';

describe('simulator: prompts', () => {
  let talk: Talk;
  beforeEach(async () => {
    talk = await talkToAdele();
  });
  afterEach(() => talk.close());

  it('fetches the WAV, plays it for as long as it is and then tells', async () => {
    const uri = talk.prompt('hello.wav', 'Welcome to Contoso.');
    const { status, body } = await talk.act('playPrompt', {
      prompts: [mediaPrompt(uri)],
      clientContext: 'c1',
    });
    assert.deepEqual([status, body.status, body.clientContext], [200, 'Running', 'c1']);
    const length = spokenMs('Welcome to Contoso.');
    assert.ok(length > 500);
    await talk.clock.advance(length - 10);
    const now = (await talk.control('GET', '/media')).body;
    assert.equal(now.playing[0].uri, uri);
    assert.equal(now.playing[0].words, 'Welcome to Contoso.');
    assert.deepEqual(talk.finished(), []);
    await talk.clock.advance(20);
    assert.deepEqual(talk.finished(), ['playPromptOperation Completed 200/0']);
    assert.equal(talk.bot.heard[0]?.body.value[0].resourceData.clientContext, 'c1');
    const { heard, playing } = (await talk.control('GET', '/media')).body;
    assert.deepEqual(playing, []);
    assert.deepEqual([heard[0].outcome, heard[0].ms], ['played', length]);
    assert.equal(heard[0].endedAt - heard[0].startedAt, length);
  });

  it('plays several prompts and several operations one after the other', async () => {
    const one = mediaPrompt(talk.prompt('1.wav', 'one one'));
    const two = mediaPrompt(talk.prompt('2.wav', 'two two'));
    await talk.act('playPrompt', { prompts: [one, two] });
    await talk.act('playPrompt', { prompts: [two] });
    await talk.clock.advance(60_000);
    const { heard } = (await talk.control('GET', '/media')).body;
    assert.deepEqual(
      heard.map(({ words }: { words: string }) => words),
      ['one one', 'two two', 'two two'],
    );
    assert.ok(heard[1].startedAt >= heard[0].endedAt && heard[2].startedAt >= heard[1].endedAt);
    assert.deepEqual(talk.finished(), [
      'playPromptOperation Completed 200/0',
      'playPromptOperation Completed 200/0',
    ]);
  });

  it('fails where there is no file, no WAV, or a WAV of another kind, and goes on with the next', async () => {
    const stereo = writeWav(new Int16Array(100), null);
    stereo.writeUInt16LE(2, 22);
    const bad = [
      `${talk.simulator.url}/prompts/nowhere.wav`,
      talk.prompt('song.mp3', Buffer.from('ID3 this is no WAV at all')),
      talk.prompt('stereo.wav', stereo),
    ];
    for (const uri of bad) await talk.act('playPrompt', { prompts: [mediaPrompt(uri)] });
    await talk.act('playPrompt', { prompts: [mediaPrompt(talk.prompt('good.wav', 'good'))] });
    await talk.clock.advance(60_000);
    assert.deepEqual(talk.finished(), [
      'playPromptOperation Failed 400/8536',
      'playPromptOperation Failed 400/8535',
      'playPromptOperation Failed 400/8535',
      'playPromptOperation Completed 200/0',
    ]);
    const { heard } = (await talk.control('GET', '/media')).body;
    assert.match(heard[2].problem, /mono, 16 bit, 16000 Hz PCM; it is 2 channel/);
  });

  it('cancels what runs and what waits, and nothing else', async () => {
    const prompt = mediaPrompt(talk.prompt('long.wav', 'a rather long prompt that nobody wants to hear'));
    await talk.act('subscribeToTone');
    await talk.act('playPrompt', { prompts: [prompt] });
    await talk.act('recordResponse', {});
    await talk.clock.advance(300);
    const { status, body } = await talk.act('cancelMediaProcessing', { clientContext: 'stop' });
    assert.deepEqual([status, body.status], [200, 'Completed']);
    await talk.clock.advance(60_000);
    assert.deepEqual(talk.finished(), [
      'playPromptOperation Failed 400/8508',
      'recordOperation Failed 400/8508',
    ]);
    const { heard, subscribed } = (await talk.control('GET', '/media')).body;
    assert.equal(heard[0].outcome, 'cancelled');
    assert.equal(heard[0].endedAt - heard[0].startedAt, 300);
    assert.equal(subscribed, true);
  });

  it('refuses 0 and 21 prompts, http, an untyped prompt, a long context, and a call that is not there yet', async () => {
    const good = mediaPrompt(talk.prompt('ok.wav', 'ok'));
    const statusOf = async (body: unknown) => (await talk.act('playPrompt', body)).status;
    assert.equal(await statusOf({ prompts: [] }), 400);
    assert.equal(await statusOf({}), 400);
    assert.equal(await statusOf({ prompts: Array(21).fill(good) }), 400);
    assert.equal(await statusOf({ prompts: Array(20).fill(good) }), 200);
    assert.equal(await statusOf({ prompts: [mediaPrompt('http://bot.example/a.wav')] }), 400);
    assert.equal(await statusOf({ prompts: [{ mediaInfo: { uri: 'https://bot.example/a.wav' } }] }), 400);
    assert.equal(await statusOf({ prompts: [good], clientContext: 'x'.repeat(257) }), 400);
    assert.equal(await statusOf({ prompts: [good], loop: 2 }), 400);
    const call = talk.simulator.world.calls.get(talk.callId);
    assert.ok(call);
    call.state = 'establishing';
    assert.equal(await statusOf({ prompts: [good] }), 400);
  });

  it('plays nothing on after the call, and tells nobody', async () => {
    const prompt = mediaPrompt(talk.prompt('end.wav', 'you will not hear the end of this'));
    await talk.act('playPrompt', { prompts: [prompt] });
    await talk.clock.advance(300);
    const call = talk.simulator.world.calls.get(talk.callId);
    assert.ok(call);
    talk.simulator.context.calls.end(call, 'peerHungUp');
    await talk.clock.advance(60_000);
    assert.deepEqual(talk.finished(), []);
    const { heard, waiting } = (await talk.control('GET', '/media')).body;
    assert.deepEqual([heard[0].outcome, waiting], ['cancelled', []]);
  });

  it('lets the console hear a prompt, until some time after the call', async () => {
    const uri = talk.prompt('hear.wav', 'listen');
    await talk.act('playPrompt', { prompts: [mediaPrompt(uri)] });
    await talk.clock.settle();
    const listen = () => fetch(`${talk.simulator.url}/simulator/v1/calls/${talk.callId}/media/0`);
    const answer = await listen();
    assert.deepEqual([answer.status, answer.headers.get('content-type')], [200, 'audio/wav']);
    assert.equal(Buffer.from(await answer.arrayBuffer()).toString('latin1', 0, 4), 'RIFF');
    const call = talk.simulator.world.calls.get(talk.callId);
    assert.ok(call);
    talk.simulator.context.calls.end(call, 'peerHungUp');
    await talk.clock.advance(10 * 60_000);
    assert.equal((await listen()).status, 404);
  });
});

describe('simulator: prompts in a call whose media is the application’s own', () => {
  let talk: Talk;
  before(async () => {
    talk = await talkToAdele('appHostedMediaConfig');
  });
  after(() => talk.close());

  for (const action of ['playPrompt', 'recordResponse', 'subscribeToTone', 'cancelMediaProcessing']) {
    it(`refuses ${action}`, async () => {
      const body = action === 'playPrompt' ? { prompts: [mediaPrompt('https://bot.example/a.wav')] } : {};
      const answer = await talk.act(action, body);
      assert.equal(answer.status, 400);
      assert.match(answer.body.error.message, /serviceHostedMediaConfig/);
    });
  }
});
