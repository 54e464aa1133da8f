import assert from 'node:assert/strict';
import { botId, type Story, startStory, wordsOf } from './harness.ts';
import { act, button, graphMeeting, minute, roomWith, sayAndConfirm, second } from './steps.ts';
import { joins } from './wire.ts';

describe('the lobby', () => {
  let story: Story;
  beforeEach(async () => {
    story = await startStory();
  });
  afterEach(() => story.close());

  const at = (id: string) => `/meetings/${encodeURIComponent(id)}`;

  /** Rollcall is asked into a meeting whose lobby it must wait in. */
  async function waiting() {
    const chat = await story.group('Megan', 'Adele');
    await story.say(chat, 'Megan', 'meet now Budget review');
    const graph = await graphMeeting(story, 'Budget review');
    await story.control('PATCH', at(graph.id), { botWaits: true });
    await act(story, graph.id, 'Megan', 'join');
    const card = await story.cardWith(chat, 'Budget review');
    await story.press(chat, 'Megan', card.id, 'bringIn', button(card.card, 'bringIn'));
    const live = async () => (await story.cardWith(chat, 'Rollcall in Budget review')).card;
    return { chat, graph, card, live };
  }

  it('holds a person: named first, in words, and not counted as here', async () => {
    const chat = await story.group('Megan', 'Adele');
    const { graph, live, callId } = await roomWith(story, chat, 'Budget review', 'Megan', 'Adele');
    await act(story, graph.id, 'Lynne', 'join');
    await story.advance(3 * second);
    const words = wordsOf((await live()).card);
    assert.match(words, /2 here/);
    assert.match(words, /In lobby.*Lynne Robbins/);

    await story.press(chat, 'Megan', (await live()).id, 'showRoster', { callId });
    const roster = wordsOf((await story.cardWith(chat, '2 here, as of')).card);
    assert.match(roster, /Lynne Robbins\*\* · in the lobby/);
    const order = ['Lynne Robbins', 'Adele Vance'].map((name) => roster.indexOf(name));
    assert.ok((order[0] ?? 0) < (order[1] ?? 0), 'who waits stands first');

    await sayAndConfirm(story, chat, 'Megan', 'mute all');
    await story.advance(3 * second);
    assert.doesNotMatch(wordsOf((await live()).card), /muted .*Lynne/);

    await act(story, graph.id, 'Lynne', 'admit');
    await story.advance(3 * second);
    assert.match(wordsOf((await live()).card), /3 here/);
    assert.doesNotMatch(wordsOf((await live()).card), /"In lobby"/);
  }).timeout(60_000);

  it('holds Rollcall: the card asks to admit it, and goes on when somebody does', async () => {
    const { graph, live, card, chat } = await waiting();
    for (const wait of [5, 20, 60]) {
      await story.advance(wait * second);
      assert.match(wordsOf(await live()), /Rollcall is in the lobby/);
      assert.match(wordsOf(await live()), /Admit it/);
      assert.doesNotMatch(wordsOf(await live()), /20 seconds|here, Rollcall/);
    }
    await story.press(chat, 'Adele', card.id, 'bringIn', button(card.card, 'bringIn'));
    assert.equal(joins(story).length, 1, 'asked once, however many ask');
    await story.control('POST', `${at(graph.id)}/people/${botId}/admit`, {});
    // Adele's press has put a second card of the call into the chat: they take turns.
    await story.advance(8 * second);
    assert.match(wordsOf(await live()), /1 here/);
    assert.doesNotMatch(wordsOf(await live()), /is in the lobby/);
  }).timeout(60_000);

  it('holds Rollcall: admitted unheard, it is found out by asking', async () => {
    const { graph, live } = await waiting();
    await story.advance(30 * second);
    await story.control('POST', '/faults', { kind: 'notificationDrop' });
    await story.control('POST', `${at(graph.id)}/people/${botId}/admit`, {});
    await story.advance(20 * second);
    assert.match(wordsOf(await live()), /1 here/);
  }).timeout(60_000);

  it('holds Rollcall too long: the card says so, and it can be brought in again', async () => {
    const { graph, live, card, chat } = await waiting();
    await story.advance(16 * minute);
    assert.match(wordsOf(await live()), /Nobody admitted Rollcall from the lobby/);
    await story.control('PATCH', at(graph.id), { botWaits: false });
    await story.press(chat, 'Megan', card.id, 'bringIn', button(card.card, 'bringIn'));
    await story.advance(5 * second);
    assert.match(wordsOf(await live()), /1 here/);
    assert.equal(joins(story).length, 2);
  }).timeout(60_000);

  it('holds Rollcall, which is asked to leave before it was ever in', async () => {
    const { live, chat } = await waiting();
    await story.advance(10 * second);
    await story.say(chat, 'Megan', 'leave');
    await story.advance(20 * second);
    assert.match(wordsOf(await live()), /Rollcall left/);
    const calls = await story.control<{ state: string }[]>('GET', '/calls');
    assert.deepEqual(
      calls.map(({ state }) => state),
      ['terminated'],
    );
  }).timeout(60_000);
});
