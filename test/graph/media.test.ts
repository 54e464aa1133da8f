/** The product's media operations against the simulator, and what its notifications of them are read as. */
import assert from 'node:assert/strict';
import type { CallEvent } from '../../src/calling/call.ts';
import { readNotifications } from '../../src/calling/notification.ts';
import type { GraphMedia } from '../../src/calling/performTalk.ts';
import { createAudioRouting } from '../../src/graph/audioRouting.ts';
import { createGraph, type Graph } from '../../src/graph/client.ts';
import { createGraphMedia } from '../../src/graph/media.ts';
import { createLog } from '../../src/lib/log.ts';
import { spokenMs } from '../../src/simulator/media/voice.ts';
import { botId, botPassword, inMeeting, type Stage, startStage, tenantId } from '../simulator/harness.ts';
import { type Talk, talkToAdele } from '../simulator/media/harness.ts';

const graphOf = (stage: Stage): Graph =>
  createGraph({
    config: {
      BOT_ID: botId,
      BOT_TENANT_ID: tenantId,
      BOT_PASSWORD: botPassword,
      BOT_CERTIFICATE_FILE: '',
      BOT_CERTIFICATE_KEY_FILE: '',
      LOGIN_URL: stage.simulator.url,
      GRAPH_URL: stage.simulator.url,
    },
    clock: { now: () => stage.clock.now(), every: () => () => undefined },
    log: createLog('silent'),
  });

describe('media in Graph', () => {
  let talk: Talk;
  let media: GraphMedia;
  let request: { tenantId: string; callId: string; context: string };

  beforeEach(async () => {
    talk = await talkToAdele();
    media = createGraphMedia(graphOf(talk));
    request = { tenantId, callId: talk.callId, context: 'call/7' };
  });
  afterEach(() => talk.close());

  /** Everything the bot was told, in the product's words. */
  const events = (): CallEvent[] =>
    talk.bot.heard.flatMap(({ body }) => {
      const news = readNotifications(body, (text, about) => `${about}|${text}`);
      assert.ok(news !== 'legacy');
      return news.flatMap((one) => ('event' in one ? one.event : []));
    });
  const endings = () => events().filter((event) => event.kind === 'operationEnded');

  it('plays prompts; the end comes with the context of whoever asked', async () => {
    const addresses = [talk.prompt('1.wav', 'Welcome.'), talk.prompt('2.wav', 'Press one.')];
    const played = await media.playPrompt({ ...request, addresses });
    assert.ok(played.ok, JSON.stringify(played));
    assert.deepEqual([played.value.ended, played.value.ok], [false, false]);
    assert.ok(played.value.operationId);
    await talk.clock.advance(60_000);
    const [ended] = endings();
    assert.ok(ended?.ok);
    assert.deepEqual([ended.context, ended.operationId], ['call/7', played.value.operationId]);
    const { heard } = (await talk.control('GET', '/media')).body;
    assert.deepEqual(
      heard.map(({ words }: { words: string }) => words),
      ['Welcome.', 'Press one.'],
    );
  });

  it('is told of a prompt that cannot be played, and of one that is cancelled', async () => {
    const nowhere = `${talk.simulator.url}/prompts/nowhere.wav`;
    assert.ok((await media.playPrompt({ ...request, addresses: [nowhere] })).ok);
    await talk.clock.advance(10_000);
    assert.deepEqual([endings()[0]?.ok, endings()[0]?.result?.code], [false, 400]);
    talk.bot.heard.length = 0;
    const addresses = [talk.prompt('long.wav', 'a prompt that somebody cuts short')];
    assert.ok((await media.playPrompt({ ...request, addresses })).ok);
    await talk.clock.settle();
    assert.deepEqual(await media.cancelMediaProcessing(request), { ok: true, value: null });
    await talk.clock.settle();
    assert.deepEqual([endings()[0]?.ok, endings()[0]?.result?.subcode], [false, 8508]);
  });

  it('hears keys in their order once it has subscribed', async () => {
    assert.deepEqual(await media.subscribeToTone(request), { ok: true, value: null });
    for (const key of ['1', '#']) await talk.control('POST', '/press', { key });
    await talk.clock.settle();
    const tones = events().flatMap((event) => (event.kind === 'callUpdated' && event.news.tone) || []);
    assert.deepEqual(tones, [
      { sequenceId: 1, tone: 'tone1' },
      { sequenceId: 2, tone: 'pound' },
    ]);
  });

  it('records what is said after the beep; where it is and its key are sealed', async () => {
    const order = { initialSilence: 5, maxSilence: 2, longest: 500, stopTones: ['#'] };
    const address = talk.prompt('ask.wav', 'What can I do for you?');
    const recorded = await media.recordResponse({ ...request, ...order, address });
    assert.ok(recorded.ok && !recorded.value.ended, JSON.stringify(recorded));
    await talk.clock.advance(spokenMs('What can I do for you?') + 1_000);
    assert.equal((await talk.control('POST', '/speak', { words: 'I want a person' })).body.heard, true);
    await talk.clock.advance(20_000);
    const [ended] = endings();
    assert.ok(ended?.ok, JSON.stringify(ended));
    const [about, text = ''] = ended.recording?.split('|') ?? [];
    assert.equal(about, talk.callId);
    const { recordingLocation, recordingAccessToken } = JSON.parse(text);
    const authorization = `Bearer ${recordingAccessToken}`;
    assert.equal((await fetch(recordingLocation, { headers: { authorization } })).status, 200);
  });

  it('is told that nobody said anything', async () => {
    const order = { initialSilence: 1, maxSilence: 2, longest: 5, stopTones: [] };
    assert.ok((await media.recordResponse({ ...request, ...order, address: null })).ok);
    await talk.clock.advance(20_000);
    const [ended] = endings();
    assert.deepEqual([ended?.ok, ended?.result?.subcode, ended?.recording], [false, 8510, undefined]);
  });

  it('presses keys and says that it records', async () => {
    const sent = await media.sendDtmfTones({ ...request, tones: ['tone1', 'pound'] });
    assert.ok(sent.ok && !sent.value.ended, JSON.stringify(sent));
    await talk.clock.advance(5_000);
    assert.deepEqual([endings()[0]?.context, endings()[0]?.ok], ['call/7', true]);
    for (const status of ['recording', 'notRecording'] as const) {
      assert.deepEqual(await media.updateRecordingStatus({ ...request, status }), { ok: true, value: null });
    }
  });

  it('tells a refusal as one', async () => {
    const context = 'x'.repeat(257);
    const refused = await media.subscribeToTone({ ...request, context });
    assert.ok(!refused.ok);
    assert.equal(refused.failure.status, 400);
  });

  it('never asks for more prompts than Graph takes', async () => {
    const addresses = Array.from({ length: 21 }, () => 'https://bot.example/1.wav');
    await assert.rejects(media.playPrompt({ ...request, addresses }), /20 prompts/);
  });
});

describe('Rollcall’s own leg in Graph', () => {
  let stage: Stage;
  let graph: Graph;
  let media: GraphMedia;
  let request: { tenantId: string; callId: string; context: string };
  let adele: string;

  beforeEach(async () => {
    stage = await startStage();
    const { path, meeting } = await inMeeting(stage);
    const person = stage.simulator.world.person('Adele Vance');
    assert.ok(person);
    adele = stage.simulator.world.join(meeting.room, person).participantId;
    graph = graphOf(stage);
    media = createGraphMedia(graph);
    request = { tenantId, callId: path.split('/').at(-1) ?? '', context: 'call/7' };
    await stage.clock.advance(1_000);
  });
  afterEach(() => stage.close());

  it('mutes and unmutes itself', async () => {
    assert.deepEqual(await media.mute(request), { ok: true, value: null });
    assert.deepEqual(await media.unmute(request), { ok: true, value: null });
  });

  it('adds the large gallery', async () => {
    const added = await media.addLargeGalleryView(request);
    assert.ok(added.ok && !added.value.ended && added.value.operationId, JSON.stringify(added));
  });

  it('is told that a screen is shared only where the media is its own', async () => {
    const { context: _context, ...where } = request;
    const shared = await media.changeScreenSharingRole({ ...where, role: 'sharer' });
    assert.ok(!shared.ok);
    assert.equal(shared.failure.status, 400);
  });

  it('puts one participant on hold and takes them back', async () => {
    const held = await media.startHoldMusic({ ...request, participantId: adele, address: null });
    assert.ok(held.ok && !held.value.ended, JSON.stringify(held));
    await stage.clock.advance(1_000);
    const address = 'https://bot.example/music.wav';
    assert.ok(!(await media.startHoldMusic({ ...request, participantId: adele, address })).ok);
    assert.ok((await media.stopHoldMusic({ ...request, participantId: adele })).ok);
  });

  it('says who hears whom', async () => {
    const routing = createAudioRouting(graph, request.callId);
    const me = (
      await graph.request<{ myParticipantId: string }>({
        method: 'GET',
        path: `/communications/calls/${request.callId}`,
      })
    ).body.myParticipantId;
    const group = { id: 'coach', routingMode: 'oneToOne' as const, sources: [me], receivers: [adele] };
    assert.deepEqual(await routing.create(group), { ok: true, value: group });
    const wider = { ...group, routingMode: 'multicast' as const, receivers: [adele, me] };
    assert.deepEqual(await routing.change(wider), { ok: true, value: wider });
    assert.deepEqual(await routing.list(), { ok: true, value: [wider] });
    assert.deepEqual(await routing.remove('coach'), { ok: true, value: null });
    assert.deepEqual(await routing.list(), { ok: true, value: [] });
    const gone = await routing.remove('coach');
    assert.ok(!gone.ok && gone.failure.status === 404);
  });
});
