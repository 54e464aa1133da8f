import assert from 'node:assert/strict';
import { behaves, bodiesTo, callPeople, fault, liveLegs, sideOf, until } from './callSteps.ts';
import { person, type Story, startStory, wordsOf } from './harness.ts';
import { legs, phoneOf } from './phone.ts';
import { answerOf, button, second } from './steps.ts';

/** A message long enough for everything that happens meanwhile. */
const long = `say "${'Please hold the line, I have more to say. '.repeat(12)}"`;

describe('a call between two that takes a turn', () => {
  let story: Story;
  let chat: string;
  beforeEach(async () => {
    story = await startStory();
    chat = await story.group('Megan', 'Adele', 'Lee', 'Pat', 'Patti');
  });
  afterEach(() => story.close());

  const live = async () =>
    (await story.messages(chat)).findLast(({ card }) => wordsOf(card).includes('"FactSet"'));
  const words = async () => wordsOf((await live())?.card);
  const press = async (title: string, verb: string, data: object = {}, who = 'Megan') => {
    const { id, card } = await story.cardWith(chat, title);
    return answerOf(await story.press(chat, who, id, verb, { ...button(card, verb), ...data }));
  };
  const pressLive = async (verb: string, who = 'Megan') => {
    const { id, card } = (await live()) ?? assert.fail('no card of the call');
    return answerOf(await story.press(chat, who, id, verb, button(card, verb)));
  };
  async function talkTo(name: string) {
    await callPeople(story, chat, 'Megan', [name], long);
    await until(story, async () => /In the call since/.test(await words()), 'the call was not answered');
    const leg = (await legs(story)).at(-1);
    return phoneOf(story, leg?.id ?? '');
  }
  const handOver = async (to: string) => {
    await pressLive('transferForm');
    const form = await story.cardWith(chat, 'Hand the call over');
    const data = { ...button(form.card, 'transferCall'), people: person(to).id };
    const question = await story.press(chat, 'Megan', form.id, 'transferCall', data);
    assert.match(answerOf(question), new RegExp(`Hand Adele Vance over to ${person(to).name}\\?`));
    const yes = button(question.body?.value, 'transferCall');
    return Promise.all(
      [1, 2].map(() => story.press(chat, 'Megan', form.id, 'transferCall', { ...data, ...yes })),
    );
  };

  it('goes on when whoever it was handed to does not answer, and says so', async () => {
    await behaves(story, 'Lee', 'neverAnswers');
    const phone = await talkTo('Adele');
    await handOver('Lee');
    await story.advance(20 * second);
    assert.match(await words(), /Megan Bowen is handing the call over to Lee Gu/);
    // All was said by then: hanging up waits for Lee.
    await story.advance(30 * second);
    assert.notEqual((await phone.leg()).state, 'terminated');
    await story.advance(40 * second);
    assert.match(await words(), /Lee Gu didn't answer/);
    assert.equal(bodiesTo(story, /\/transfer$/).length, 1, 'two presses, one transfer');
    assert.match(await words(), /spoke the whole message and hung up/);
    assert.deepEqual(await liveLegs(story), []);
  });

  it('is over when it was handed to somebody', async () => {
    const phone = await talkTo('Adele');
    await handOver('Lee');
    await story.advance(15 * second);
    assert.match(await words(), /The call was handed over/);
    assert.match(await words(), /Megan Bowen handed the call over to Lee Gu/);
    assert.match(JSON.stringify((await phone.leg()).handover), new RegExp(person('Lee').id));
    assert.deepEqual(await liveLegs(story), []);
  });

  it('is handed to nobody who is in it, and by nobody else', async () => {
    await talkTo('Adele');
    assert.match(await pressLive('transferForm', 'Pat'), /Only who had the call placed/);
    await pressLive('transferForm');
    const same = await press('Hand the call over', 'transferCall', { people: person('Adele').id });
    assert.match(same, /Adele Vance is in the call already/);
    assert.equal(bodiesTo(story, /\/transfer$/).length, 0);
  });

  it('becomes a group when a third is added, and says what can be known of that', async () => {
    const phone = await talkTo('Adele');
    await pressLive('addForm');
    const form = await story.cardWith(chat, 'Add somebody to the call');
    const data = { ...button(form.card, 'addPeople'), people: person('Pat').id };
    await Promise.all([1, 2].map(() => story.press(chat, 'Megan', form.id, 'addPeople', data)));
    await story.advance(8 * second);
    assert.match(await words(), /this is a group call now\. Teams may not tell Rollcall everyone/);
    assert.match(await words(), /Also there: Pat Gomez/);
    assert.equal(sideOf((await live())?.card, 'Adele'), 'in the call');
    assert.equal(bodiesTo(story, /participants\/invite$/).length, 1, 'rung once');
    await phone.hangUp();
    await story.advance(10 * second);
    assert.equal(sideOf((await live())?.card, 'Adele'), 'left');
  });

  it('says why Teams dropped it where Rollcall may not be in group calls', async () => {
    const phone = await talkTo('Adele');
    const { permissions } = await story.control<{ permissions: string[] }>('GET', '/permissions');
    const single = permissions.filter((one) => !/Calls\.(InitiateGroup|JoinGroup)/.test(one));
    await story.control('PUT', '/permissions', { permissions: single });
    await story.control('POST', `/calls/${phone.id}/add`, { person: person('Pat').id });
    await story.advance(5 * second);
    assert.match(await words(), /Rollcall may not be in group calls, so Teams dropped it/);
    assert.match(await words(), /Calls\.InitiateGroupCall\.All/);
    assert.deepEqual(await liveLegs(story), []);
  });

  it('hangs up for who placed it, whatever is being said, and not for others', async () => {
    const phone = await talkTo('Adele');
    assert.match(await pressLive('leaveCall', 'Pat'), /Only/);
    assert.equal((await phone.leg()).state, 'established');
    assert.match(await pressLive('leaveCall'), /hanging up/);
    assert.equal((await phone.leg()).state, 'terminated');
    await story.advance(3 * second);
    assert.match(await words(), /hung up before the message was spoken/);
  });

  it('hangs up while it still rings, and rings no longer', async () => {
    await behaves(story, 'Adele', 'byHand');
    await callPeople(story, chat, 'Megan', ['Adele'], long);
    await pressLive('leaveCall');
    await story.advance(5 * second);
    assert.deepEqual(await story.control('GET', '/rings'), []);
    assert.match(await words(), /The call is over/);
    assert.deepEqual(await liveLegs(story), []);
  });

  it('rings once and tells how it went although Graph lost its answer', async () => {
    await fault(story, 'answerLost', 'POST /communications/calls', { count: 1 });
    await callPeople(story, chat, 'Megan', ['Adele'], 'say "Short"');
    await story.advance(30 * second);
    assert.equal((await legs(story)).length, 1);
    assert.match(await words(), /spoke the whole message/);
  });
});
