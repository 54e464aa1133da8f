import assert from 'node:assert/strict';
import { pacingStore } from '../../src/store/outgoing.ts';
import { callPeople, fault, liveLegs, noFaults, rungByCalls, until } from './callSteps.ts';
import { person, type Story, startStory, wordsOf } from './harness.ts';
import { ask, roomWith, second } from './steps.ts';

const patti = person('Patti');

describe('outgoing calls', () => {
  let story: Story;
  let chat: string;
  afterEach(() => story.close());
  const begin = async (env: object = {}) => {
    story = await startStory({ env });
    chat = await story.group('Megan', 'Adele', 'Lee');
  };
  const card = async (words: string) => wordsOf((await story.cardWith(chat, words)).card);
  const pacing = () => pacingStore(story.database.db);

  it('wait while they are paused, and ring once when they are let go', async () => {
    await begin();
    const admin = await story.personal('Patti');
    assert.match(await ask(story, chat, 'Megan', 'pause'), /Only admins pause and resume/);
    assert.match(await ask(story, admin, 'Patti', '/pause'), /Outgoing calls are paused.*No call waits/s);
    const said = await callPeople(story, chat, 'Megan', ['Adele']);
    assert.match(said, /Waiting: outgoing calls are paused/);
    assert.doesNotMatch(said, /is calling you/);
    await story.advance(5 * second);
    assert.deepEqual(rungByCalls(story), []);
    assert.match(await ask(story, admin, 'Patti', '/pause'), /since .*, by Patti Fernandez.*1 call waits/s);
    assert.match(await ask(story, admin, 'Patti', '/resume'), /go on. 1 call that waited is rung now/);
    await story.advance(5 * second);
    assert.equal((await liveLegs(story)).length, 1);
    assert.doesNotMatch(await card('Call with Adele'), /Waiting/);
  });

  it('wait for a free line, and say so when there is none in time, or none this month', async () => {
    await begin({ CALLS_AT_ONCE: '1', CALLS_PER_MONTH: '2' });
    await callPeople(story, chat, 'Megan', ['Adele']);
    assert.match(await callPeople(story, chat, 'Megan', ['Lee']), /Waiting for a free line/);
    await story.advance(32 * second);
    assert.match(await card('Call with Lee'), /No line was free in time/);
    await ask(story, chat, 'Megan', 'leave');
    await story.advance(3 * second);
    await callPeople(story, chat, 'Megan', ['Lee']);
    await story.advance(3 * second);
    assert.equal((await liveLegs(story)).length, 1);
    assert.match(await callPeople(story, chat, 'Megan', ['Adele']), /This month's calls are used up/);
    assert.equal(rungByCalls(story).length, 4);
  });

  it('and those under way tell that Teams does not answer, until it does; nothing is sent twice', async () => {
    await begin();
    const other = await story.group('Megan', 'Adele');
    const room = await roomWith(story, other, 'Dark', 'Megan', 'Adele');
    const live = async () => wordsOf((await room.live()).card);
    const away = /Teams isn't answering right now; Rollcall keeps trying/;
    await pacing().pause(patti, story.clock.now());
    await callPeople(story, chat, 'Megan', ['Lee']);
    await fault(story, '503', '/communications/calls');
    for (let n = 0; n < 2; n += 1) await ask(story, other, 'Megan', 'mute Adele');
    await until(story, async () => away.test(await live()), 'the card of the meeting says so');
    await pacing().resume(patti, story.clock.now());
    await story.advance(3 * second);
    assert.match(await card('Call with Lee'), away);
    assert.doesNotMatch(await card('Call with Lee'), /Waiting/);
    const ready = await fetch(`http://127.0.0.1:${story.config.PORT}/readyz`);
    assert.equal(ready.status, 200);
    assert.match(await ready.text(), /ready, but Microsoft Graph does not answer since/);
    assert.match(await ask(story, other, 'Megan', 'mute Adele'), /Teams isn't answering right now\. Nothing/);
    await noFaults(story);
    await story.advance(30 * second);
    for (const words of [await live(), await card('Call with Lee')]) assert.doesNotMatch(words, away);
    assert.equal(rungByCalls(story).length, 2);
  });
});
