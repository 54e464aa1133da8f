import assert from 'node:assert/strict';
import { allowConnections } from './databaseAway.ts';
import { type Story, startStory, unhandled, wordsOf } from './harness.ts';
import { act, heard, roomWith, sayAndConfirm, second } from './steps.ts';
import { bearer, joins, post } from './wire.ts';

describe('a database that is gone for a while', () => {
  let story: Story;
  let chat: string;
  let rejections: number;

  beforeEach(async () => {
    rejections = unhandled.length;
    story = await startStory();
    chat = await story.group('Megan', 'Adele', 'Pat');
  });
  afterEach(async () => {
    await allowConnections(story, true);
    await story.close();
    assert.equal(unhandled.length, rejections, 'a rejection that nobody handled');
  });

  it('answers news with 503 and people with words, changes nothing, and settles everything later', async () => {
    const { live, graph, callId } = await roomWith(story, chat, 'Budget review', 'Megan', 'Adele');
    await story.advance(10 * second);
    const before = (await story.messages(chat)).length;
    await allowConnections(story, false);

    const token = await bearer(story, 'calls');
    const [call] = await story.control<{ id: string }[]>('GET', '/calls');
    const ended = {
      '@odata.type': '#microsoft.graph.commsNotifications',
      value: [{ changeType: 'updated', resourceUrl: `/communications/calls/${call?.id}`, resourceData: {} }],
    };
    assert.equal(await post(story, `/api/calls/${callId}`, ended, token), 503);

    const said = await story.say(chat, 'Megan', 'mute all');
    assert.match(heard(said), /can't save anything right now. Nothing was changed/);
    const pressed = await story.press(chat, 'Megan', (await live()).id, 'leaveCall', { callId });
    assert.equal(pressed.status, 200);
    assert.match(wordsOf(pressed.body?.value), /can't save anything right now/);
    const help = await story.say(chat, 'Megan', 'help');
    assert.equal(help.length, 1, 'help, or why not');

    await act(story, graph.id, 'Pat', 'join');
    await story.advance(5 * second);
    const health = await fetch(`http://127.0.0.1:${story.config.PORT}/healthz`);
    const ready = await fetch(`http://127.0.0.1:${story.config.PORT}/readyz`);
    assert.deepEqual([health.status, ready.status], [200, 503]);
    // Graph gives a notification up after a few attempts: only asking will tell that Pat came.
    await story.advance(30 * second);

    await allowConnections(story, true);
    await story.advance(15 * second);
    assert.match(wordsOf((await live()).card), /3 here/);
    assert.equal((await story.messages(chat)).slice(before).filter(({ card }) => card).length, 0);
    await sayAndConfirm(story, chat, 'Megan', 'mute all');
    await story.advance(5 * second);
    assert.match(wordsOf((await live()).card), /muted (Adele Vance and Pat Gomez|Pat Gomez and Adele Vance)/);
    assert.equal(joins(story).length, 1);
  }).timeout(60_000);

  it('with a call that ends meanwhile: the card tells so later', async () => {
    const { live, graph } = await roomWith(story, chat, 'Budget review', 'Megan');
    await allowConnections(story, false);
    await story.control('POST', `/meetings/${encodeURIComponent(graph.id)}/end`, {});
    await story.advance(40 * second);
    await allowConnections(story, true);
    await story.advance(15 * second);
    assert.match(wordsOf((await live()).card), /Teams no longer knows this call|The meeting was ended/);
  }).timeout(60_000);

  it('when only its connections break, nobody notices', async () => {
    const { live, graph } = await roomWith(story, chat, 'Budget review', 'Megan');
    await allowConnections(story, false);
    await allowConnections(story, true);
    await act(story, graph.id, 'Pat', 'join');
    await story.advance(5 * second);
    assert.match(wordsOf((await live()).card), /2 here/);
    assert.match(await sayAndConfirm(story, chat, 'Megan', 'mute all'), /Mut/);
  }).timeout(60_000);
});
