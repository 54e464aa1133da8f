import assert from 'node:assert/strict';
import { mediaPrompt, type Talk, talkToAdele } from './harness.ts';

describe('simulator: keys, hold music and recording status', () => {
  let talk: Talk;
  beforeEach(async () => {
    talk = await talkToAdele();
  });
  afterEach(() => talk.close());

  const press = async (key: string) => (await talk.control('POST', '/press', { key })).body.told;
  const tones = () =>
    talk.bot.heard.flatMap(({ body }) => {
      const { toneInfo } = body.value[0].resourceData;
      return toneInfo ? [`${toneInfo.sequenceId} ${toneInfo.tone}`] : [];
    });

  it('tells of keys in order, from the subscription on', async () => {
    assert.equal(await press('1'), false);
    const { status, body } = await talk.act('subscribeToTone', { clientContext: 'keys' });
    assert.deepEqual([status, body.status, body.clientContext], [200, 'Completed', 'keys']);
    for (const key of ['2', '*', '#', 'a']) assert.equal(await press(key), true);
    await talk.clock.settle();
    assert.deepEqual(tones(), ['1 tone2', '2 star', '3 pound', '4 a']);
    const { keys } = (await talk.control('GET', '/media')).body;
    assert.deepEqual(
      keys.map(({ key, told }: { key: string; told: boolean }) => `${key} ${told}`),
      ['1 false', '2 true', '* true', '# true', 'a true'],
    );
  });

  it('lets a prompt play on when a key is pressed', async () => {
    await talk.act('subscribeToTone');
    await talk.act('playPrompt', { prompts: [mediaPrompt(talk.prompt('menu.wav', 'press one or two'))] });
    await talk.clock.settle();
    await press('1');
    await talk.clock.settle();
    assert.equal((await talk.control('GET', '/media')).body.playing.length, 1);
    await talk.clock.advance(60_000);
    assert.deepEqual(talk.finished(), ['playPromptOperation Completed 200/0']);
  });

  it('loses, doubles and swaps tones where a fault says so', async () => {
    await talk.act('subscribeToTone');
    const { faults } = talk.simulator;
    faults.add({ kind: 'notificationDrop', route: 'call tone', count: 1 });
    faults.add({ kind: 'notificationDuplicate', route: 'call tone', count: 1 });
    await press('1');
    await press('2');
    faults.add({ kind: 'notificationReorder', route: 'call tone', count: 1 });
    await press('3');
    await press('4');
    await talk.clock.advance(10_000);
    assert.deepEqual(tones(), ['2 tone2', '2 tone2', '4 tone4', '3 tone3']);
  });

  it('refuses what is no key, and who is not there', async () => {
    assert.equal((await talk.control('POST', '/press', { key: 'E' })).status, 400);
    assert.equal((await talk.control('POST', '/press', { key: '1', person: 'Alex Wilber' })).status, 404);
    assert.equal((await talk.control('POST', '/press', { key: '1', person: 'bot' })).status, 404);
    assert.equal((await talk.control('POST', '/speak', {})).status, 400);
  });

  it('sends tones of its own', async () => {
    const { status, body } = await talk.act('sendDtmfTones', {
      tones: ['tone1', 'star', 'pound'],
      delayBetweenTonesMs: 200,
    });
    assert.deepEqual([status, body.status], [200, 'Running']);
    await talk.clock.advance(1400);
    assert.deepEqual(talk.finished(), []);
    await talk.clock.advance(200);
    assert.deepEqual(talk.finished(), ['sendDtmfTonesOperation Completed 200/0']);
    assert.equal(talk.bot.heard[0]?.body.value[0].resourceData.completionReason, 'completedSuccessfully');
    assert.equal((await talk.control('GET', '/media')).body.heard[0].words, 'tone1 star pound');
    for (const wrong of [{ tones: [] }, { tones: ['1'] }, { tones: [{ tone: 'tone1' }] }, {}]) {
      assert.equal((await talk.act('sendDtmfTones', wrong)).status, 400, JSON.stringify(wrong));
    }
  });

  it('puts one participant on hold at a time, with the bot’s music', async () => {
    const call = talk.simulator.world.calls.get(talk.callId);
    const adele = call && talk.simulator.world.find(call.room, 'Adele Vance')?.participantId;
    const music = mediaPrompt(talk.prompt('music.wav', 'la la la'));
    const started = await talk.act(`participants/${adele}/startHoldMusic`, { customPrompt: music });
    assert.deepEqual([started.status, started.body.status], [202, 'Running']);
    await talk.clock.advance(1000);
    assert.deepEqual(talk.finished(), ['startHoldMusicOperation Completed 200/0']);
    assert.equal((await talk.control('GET', '/media')).body.onHold, adele);
    assert.equal((await talk.act(`participants/${adele}/startHoldMusic`)).status, 400);
    const stopped = await talk.act(`participants/${adele}/stopHoldMusic`);
    assert.deepEqual([stopped.status, stopped.body.status], [202, 'Running']);
    await talk.clock.advance(1000);
    const { heard, onHold } = (await talk.control('GET', '/media')).body;
    assert.deepEqual([onHold, heard[0].outcome, heard[0].words], [null, 'played', 'la la la']);
    assert.equal((await talk.act(`participants/${adele}/stopHoldMusic`)).status, 400);
    assert.equal((await talk.act('participants/nobody/startHoldMusic')).status, 404);
    const missing = mediaPrompt(`${talk.simulator.url}/prompts/none.wav`);
    await talk.act(`participants/${adele}/startHoldMusic`, { customPrompt: missing });
    await talk.clock.advance(1000);
    assert.equal(talk.finished().at(-1), 'startHoldMusicOperation Failed 400/8536');
    assert.equal((await talk.control('GET', '/media')).body.onHold, null);
  });

  it('notes that the bot says it records', async () => {
    const { status, body } = await talk.act('updateRecordingStatus', { status: 'recording' });
    assert.deepEqual([status, body.status], [200, 'Completed']);
    assert.equal((await talk.control('GET', '/media')).body.recordingStatus, 'recording');
    assert.equal((await talk.act('updateRecordingStatus', { status: 'maybe' })).status, 400);
  });
});
