import assert from 'node:assert/strict';
import { type Story, startStory, wordsOf } from './harness.ts';
import { act, auditOf, button, graphMeeting, minute, roomWith, second } from './steps.ts';
import { asked, joins, notify } from './wire.ts';

describe('two instances on one database, requests coming to them in turns', () => {
  let story: Story;
  let chat: string;

  beforeEach(async () => {
    story = await startStory({ instances: 2 });
    chat = await story.group('Megan', 'Adele', 'Pat');
  });
  afterEach(() => story.close());

  const liveCalls = async () =>
    (await story.control<{ state: string }[]>('GET', '/calls')).filter(({ state }) => state !== 'terminated');

  it('do the main job as one does', async () => {
    const { live, callId, graph } = await roomWith(story, chat, 'Budget review', 'Megan', 'Adele', 'Pat');
    assert.match(wordsOf((await live()).card), /3 here/);
    await story.press(chat, 'Megan', (await live()).id, 'showRoster', { callId });
    const roster = await story.cardWith(chat, '3 here, as of');
    await story.press(chat, 'Megan', roster.id, 'muteOthers', { callId, confirmed: true });
    await story.advance(5 * second);
    assert.match(wordsOf((await live()).card), /muted (Adele Vance and Pat Gomez|Pat Gomez and Adele Vance)/);
    await act(story, graph.id, 'Pat', 'leave');
    await story.advance(5 * second);
    assert.match(wordsOf((await live()).card), /2 here/);
    await story.press(chat, 'Megan', (await live()).id, 'leaveCall', { callId });
    await story.advance(5 * second);
    assert.match(wordsOf((await live()).card), /Rollcall left/);
    assert.deepEqual(await liveCalls(), []);
    assert.equal(asked(story, /\$batch$/).length, 1);
    assert.equal(asked(story, /^DELETE \/communications\/calls\/[^/]+$/).length, 1);
    assert.deepEqual(
      (await auditOf(story)).filter(({ callId: id }) => id).map(({ verb }) => verb),
      ['muteOthers', 'leave'],
    );
  }).timeout(60_000);

  it('join once for two presses at the same moment, and for a redelivered one', async () => {
    await story.say(chat, 'Megan', 'meet now Budget review');
    const card = await story.cardWith(chat, 'Budget review');
    const data = button(card.card, 'bringIn');
    await Promise.all([
      story.press(chat, 'Megan', card.id, 'bringIn', data),
      story.press(chat, 'Adele', card.id, 'bringIn', data),
      story.press(chat, 'Megan', card.id, 'bringIn', data),
    ]);
    await story.advance(5 * second);
    assert.equal(joins(story).length, 1);
    assert.equal((await liveCalls()).length, 1);
  }).timeout(60_000);

  it('make one meeting of a message that is delivered to both', async () => {
    const activityId = '1700000000000';
    await Promise.all([1, 2].map(() => story.say(chat, 'Megan', 'meet now Budget review', { activityId })));
    await story.say(chat, 'Megan', 'meet now Budget review', { activityId });
    const meetings = await story.control<{ subject: string }[]>('GET', '/meetings');
    assert.equal(meetings.filter(({ subject }) => subject === 'Budget review').length, 1);
  }).timeout(60_000);

  it('update a card at most once in two seconds, never in vain, and end on the last state', async () => {
    const { live, graph } = await roomWith(story, chat, 'Budget review', 'Megan');
    const before = (await live()).revisions.length;
    const since = story.clock.now();
    for (let round = 0; round < 10; round += 1) {
      for (const what of ['join', 'leave']) {
        await act(story, graph.id, 'Adele', what);
        await story.advance(500);
      }
    }
    await act(story, graph.id, 'Pat', 'join');
    await story.advance(10 * second);
    const card = await live();
    assert.match(wordsOf(card.card), /2 here/);
    const updates = card.revisions.slice(before);
    const times = updates.map(({ at }) => at).filter((at) => at >= since);
    for (const [index, at] of times.entries()) {
      const earlier = times[index - 1];
      if (earlier !== undefined) assert.ok(at - earlier >= 2_000, `${at - earlier} ms apart`);
    }
    assert.ok(times.length >= 2 && times.length <= 10, `${times.length} updates for 21 changes`);
    await story.advance(30 * second);
    assert.equal((await live()).revisions.length, card.revisions.length, 'nothing new, nothing sent');
  }).timeout(60_000);

  it('fire a timer once: keepAlive, and leaving when alone', async () => {
    const { live, graph } = await roomWith(story, chat, 'Budget review', 'Megan');
    await story.advance(21 * minute);
    assert.equal(asked(story, /keepAlive$/).length, 2);
    await act(story, graph.id, 'Megan', 'leave');
    await story.advance(6 * minute);
    assert.match(wordsOf((await live()).card), /Rollcall left too/);
    assert.equal(asked(story, /^DELETE \/communications\/calls\/[^/]+$/).length, 1);
  }).timeout(60_000);

  it('decide what only one of them was told, in the end the same for both', async () => {
    const { live, callId, graph } = await roomWith(story, chat, 'Budget review', 'Megan');
    const [call] = await story.control<{ id: string }[]>('GET', '/calls');
    const people = ['1', '2', '3', '4'].map((id) => ({ id, info: { identity: {} } }));
    const rosters = people.map((_, count) => ({
      '@odata.type': '#microsoft.graph.commsNotifications',
      value: [
        {
          changeType: 'updated',
          resourceUrl: `/communications/calls/${call?.id}/participants`,
          resourceData: people.slice(0, count),
        },
      ],
    }));
    await Promise.all(rosters.map((body) => notify(story, body, callId)));
    await story.advance(15 * second);
    assert.match(wordsOf((await live()).card), /1 here/);
    assert.equal((await graphMeeting(story, 'Budget review')).id, graph.id);
  }).timeout(60_000);

  it('go on with one when the other has stopped', async () => {
    const { live, graph } = await roomWith(story, chat, 'Budget review', 'Megan');
    await story.stopOne();
    await act(story, graph.id, 'Adele', 'join');
    await act(story, graph.id, 'Pat', 'join');
    await story.advance(30 * second);
    assert.match(wordsOf((await live()).card), /3 here/);
    await story.say(chat, 'Megan', 'leave');
    await story.advance(10 * second);
    assert.match(wordsOf((await live()).card), /Rollcall left/);
  }).timeout(60_000);
});
