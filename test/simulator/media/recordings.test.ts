import assert from 'node:assert/strict';
import { spokenMs } from '../../../src/simulator/media/voice.ts';
import { readWav } from '../../../src/simulator/media/wav.ts';
import { mediaPrompt, type Talk, talkToAdele } from './harness.ts';

const beepMs = 500;

describe('simulator: recorded answers', () => {
  let talk: Talk;
  beforeEach(async () => {
    talk = await talkToAdele();
  });
  afterEach(() => talk.close());

  const speak = async (words: string, more: object = {}) =>
    (await talk.control('POST', '/speak', { words, ...more })).body.heard;
  const told = () => talk.bot.heard.at(-1)?.body.value[0].resourceData;
  const clip = (token: string, location: string = told().recordingLocation) =>
    fetch(location, { headers: { authorization: `Bearer ${token}` } });
  const wordsOf = async () => {
    const answer = await clip(told().recordingAccessToken);
    assert.equal(answer.headers.get('content-type'), 'application/octet-stream');
    return readWav(Buffer.from(await answer.arrayBuffer()));
  };

  it('ends when the person has fallen silent; the clip is there for its token alone', async () => {
    const { status, body } = await talk.act('recordResponse', {
      maxSilenceTimeoutInSeconds: 2,
      maxRecordDurationInSeconds: 30,
    });
    assert.deepEqual([status, body.status, body.recordingLocation], [200, 'Running', null]);
    await talk.clock.advance(beepMs + 1000);
    assert.equal(await speak('I want to talk to a person'), true);
    const length = spokenMs('I want to talk to a person');
    await talk.clock.advance(length + 1990);
    assert.deepEqual(talk.finished(), []);
    await talk.clock.advance(20);
    assert.deepEqual(talk.finished(), ['recordOperation Completed 200/8509']);
    const wav = await wordsOf();
    assert.equal(wav.words, 'I want to talk to a person');
    assert.equal(wav.ms, 1000 + length + 2000);
    assert.equal((await clip('another')).status, 401);
    assert.equal((await fetch(told().recordingLocation)).status, 401);
    const { pathname } = new URL(told().recordingLocation);
    assert.equal((await clip('x', `${talk.simulator.url}${pathname}0`)).status, 404);
  });

  it('fails when nobody says anything', async () => {
    await talk.act('recordResponse', {
      playBeep: false,
      initialSilenceTimeoutInSeconds: 3,
      maxRecordDurationInSeconds: 60,
    });
    await talk.clock.advance(3000);
    assert.deepEqual(talk.finished(), ['recordOperation Failed 400/8510']);
    assert.equal(told().recordingLocation, null);
  });

  it('stops at the longest duration, with the words said by then', async () => {
    await talk.act('recordResponse', { playBeep: false, maxRecordDurationInSeconds: 10 });
    await talk.clock.settle();
    await speak('one two three four five six seven eight nine ten', { seconds: 20 });
    await talk.clock.advance(10_000);
    assert.deepEqual(talk.finished(), ['recordOperation Completed 200/8515']);
    const { words, ms } = await wordsOf();
    assert.deepEqual([words, ms], ['one two three four five', 10_000]);
  });

  it('stops at a stop tone, whether or not the bot has subscribed', async () => {
    await talk.act('recordResponse', { stopTones: ['#'], maxRecordDurationInSeconds: 60 });
    await talk.clock.advance(beepMs);
    await speak('call me back');
    await talk.control('POST', '/press', { key: '1' });
    await talk.clock.advance(spokenMs('call me back'));
    assert.deepEqual(talk.finished(), []);
    await talk.control('POST', '/press', { key: '#' });
    await talk.clock.settle();
    assert.deepEqual(talk.finished(), ['recordOperation Completed 200/8514']);
    assert.equal((await wordsOf()).words, 'call me back');
  });

  it('puts several sentences into one clip, and no words for a noise', async () => {
    await talk.act('recordResponse', { playBeep: false, maxRecordDurationInSeconds: 60 });
    await talk.clock.settle();
    await speak('first this');
    await speak('then that');
    await talk.clock.advance(20_000);
    assert.equal((await wordsOf()).words, 'first this then that');
    await talk.act('recordResponse', { playBeep: false, maxRecordDurationInSeconds: 60 });
    await talk.clock.settle();
    await speak('', { seconds: 3 });
    await talk.clock.advance(20_000);
    const { words, samples } = await wordsOf();
    assert.equal(words, null);
    assert.ok(samples.some((value) => value > 500));
  });

  it('hears nobody before the prompt and the beep are over, and nobody who is muted', async () => {
    const prompt = mediaPrompt(talk.prompt('say.wav', 'Say what you need after the beep.'));
    await talk.act('recordResponse', { prompts: [prompt] });
    await talk.clock.settle();
    assert.equal(await speak('too early'), false);
    await talk.clock.advance(spokenMs('Say what you need after the beep.') + beepMs - 10);
    assert.equal(await speak('still too early'), false);
    await talk.clock.advance(20);
    const call = talk.simulator.world.calls.get(talk.callId);
    const adele = call && talk.simulator.world.find(call.room, 'Adele Vance');
    assert.ok(adele);
    adele.muted = true;
    assert.equal(await speak('nobody hears me'), false);
    adele.muted = false;
    assert.equal(await speak('now'), true);
    const { heard } = (await talk.control('GET', '/media')).body;
    assert.deepEqual(
      heard.map(({ kind }: { kind: string }) => kind),
      ['prompt', 'beep'],
    );
  });

  it('barges into what plays only where it is allowed to', async () => {
    const prompt = mediaPrompt(talk.prompt('menu.wav', 'Press one for sales.'));
    await talk.act('playPrompt', { prompts: [prompt] });
    await talk.act('recordResponse', { bargeInAllowed: true });
    await talk.clock.settle();
    assert.deepEqual(talk.finished(), ['playPromptOperation Failed 400/8508']);
  });

  it('forgets the clip some time after the call', async () => {
    await talk.act('recordResponse', { playBeep: false, maxRecordDurationInSeconds: 1 });
    await talk.clock.advance(1000);
    const { recordingLocation, recordingAccessToken } = told();
    const call = talk.simulator.world.calls.get(talk.callId);
    assert.ok(call);
    talk.simulator.context.calls.end(call, 'peerHungUp');
    await talk.clock.advance(60_000);
    assert.equal((await clip(recordingAccessToken, recordingLocation)).status, 200);
    await talk.clock.advance(5 * 60_000);
    assert.equal((await clip(recordingAccessToken, recordingLocation)).status, 404);
  });

  it('refuses times out of bounds, two prompts, unknown stop tones, and an app without Calls.AccessMedia.All', async () => {
    const prompt = mediaPrompt('https://bot.example/a.wav');
    for (const body of [
      { initialSilenceTimeoutInSeconds: 0 },
      { maxSilenceTimeoutInSeconds: 121 },
      { maxRecordDurationInSeconds: 1.5 },
      { prompts: [prompt, prompt] },
      { stopTones: ['pound'] },
      { playBeep: 'yes' },
      { clientContext: 'x'.repeat(257) },
    ]) {
      assert.equal((await talk.act('recordResponse', body)).status, 400, JSON.stringify(body));
    }
    talk.simulator.context.permissions.delete('Calls.AccessMedia.All');
    assert.equal((await talk.act('recordResponse', {})).status, 403);
    assert.equal((await talk.act('subscribeToTone', {})).status, 403);
  });
});
