import assert from 'node:assert/strict';
import {
  behaves,
  bodiesTo,
  callPeople,
  fault,
  liveLegs,
  noFaults,
  rungByCalls,
  sideOf,
} from './callSteps.ts';
import { person, type Story, startStory, wordsOf } from './harness.ts';
import { legs, phoneOf } from './phone.ts';
import { answerOf, ask, button, graphMeeting, heard, minute, roomWith, second } from './steps.ts';

/** The simulator's resource account. */
const instance = 'c0a80000-7e57-4c0d-a000-00000000a991';

describe('calling people from a chat', () => {
  let story: Story;
  let chat: string;
  beforeEach(async () => {
    story = await startStory();
    chat = await story.group('Megan', 'Adele', 'Alex W', 'Lee', 'Pat', 'Patti');
  });
  afterEach(() => story.close());

  const card = async (words: string) => (await story.cardWith(chat, words)).card;
  const cards = async (words: string) =>
    (await story.messages(chat)).filter((one) => wordsOf(one.card).includes(words));
  const ids = (...names: string[]) => names.map((name) => person(name).id).sort();

  it('rings who asked and all of them, from ringing to who is there, and tells each who is calling', async () => {
    const adele = await story.personal('Adele');
    await story.say(adele, 'Adele', 'help');
    await behaves(story, 'Alex W', 'byHand');
    const said = await callPeople(story, chat, 'Megan', ['Adele', 'Alex W']);
    assert.match(said, /Megan Bowen is calling you through Rollcall/);
    assert.match(
      heard((await story.messages(adele)).slice(-1)),
      /Megan Bowen is calling you through Rollcall/,
    );
    await story.advance(4 * second);
    const live = await card('Call with Adele Vance, Alex Wilber');
    assert.deepEqual(
      ['Megan', 'Adele', 'Alex W'].map((name) => sideOf(live, name)),
      ['in the call', 'in the call', 'ringing'],
    );
    await story.control('POST', `/people/${person('Alex W').id}/answer`, {});
    await story.advance(4 * second);
    assert.equal(sideOf(await card('Call with'), 'Alex W'), 'in the call');
    assert.deepEqual(rungByCalls(story).sort(), ids('Megan', 'Adele', 'Alex W'));
    assert.equal((await legs(story)).length, 1, 'one group call');
  });

  it('does not say of a group who declined, since Graph does not: they did not answer', async () => {
    await behaves(story, 'Adele', 'declines');
    await behaves(story, 'Lee', 'busy');
    await callPeople(story, chat, 'Megan', ['Adele', 'Lee', 'Pat']);
    await story.advance(61 * second);
    const live = await card('Call with');
    assert.deepEqual(
      ['Megan', 'Adele', 'Lee', 'Pat'].map((name) => sideOf(live, name)),
      ['in the call', "didn't answer", "didn't answer", 'in the call'],
    );
    const [leg] = await legs(story);
    for (const name of ['Megan', 'Pat'])
      await story.control('POST', `/calls/${leg?.id}/hangUp`, { person: person(name).id });
    await story.advance(20 * second);
    assert.match(wordsOf(await card('Call with')), /The call is over/);
    assert.deepEqual(await liveLegs(story), []);
  });

  it('speaks to one, hangs up, and says that all of it was spoken', async () => {
    await callPeople(story, chat, 'Megan', ['Adele'], 'say "The meeting moved to 4pm"');
    const [leg] = await legs(story);
    assert.ok(leg);
    const phone = phoneOf(story, leg.id);
    await phone.until('The meeting moved to 4pm');
    assert.deepEqual(rungByCalls(story), ids('Adele'), 'nobody but Adele');
    await story.advance(10 * second);
    const over = wordsOf(await card('Message for Adele Vance'));
    assert.match(over, /Rollcall spoke the whole message and hung up/);
    assert.deepEqual(await liveLegs(story), []);
  });

  it('does not claim so of a message that could not be spoken', async () => {
    await fault(story, '500', 'playPrompt');
    await callPeople(story, chat, 'Megan', ['Adele'], 'say "The meeting moved to 4pm"');
    await story.advance(30 * second);
    const over = wordsOf(await card('Message for Adele Vance'));
    assert.match(over, /The call is over/);
    assert.match(over, /hung up before the message was spoken/);
    assert.deepEqual(await liveLegs(story), []);
    await noFaults(story);
  });

  it('nor one that was hung up on', async () => {
    await callPeople(story, chat, 'Megan', ['Adele'], `say "${'This is a very long message. '.repeat(10)}"`);
    await story.advance(3 * second);
    const [leg] = await legs(story);
    await phoneOf(story, leg?.id ?? '').hangUp();
    await story.advance(5 * second);
    assert.match(wordsOf(await card('Message for')), /The other side hung up/);
    assert.doesNotMatch(wordsOf(await card('Message for')), /whole message/);
  });

  it('offers more than five as a meeting, in one press', async () => {
    const names = ['Adele', 'Alex W', 'Lee', 'Pat', 'Patti'];
    await callPeople(story, chat, 'Megan', names);
    assert.equal((await legs(story)).length, 0, 'nobody is rung yet');
    const offer = await story.cardWith(chat, 'Start a meeting instead?');
    for (const name of names) assert.ok(wordsOf(offer.card).includes(person(name).name));
    const data = button(offer.card, 'meetInstead');
    await story.press(chat, 'Megan', offer.id, 'meetInstead', data);
    await story.press(chat, 'Megan', offer.id, 'meetInstead', data);
    await story.advance(4 * second);
    const meetings = await story.control<{ subject: string; invited: unknown[] }[]>('GET', '/meetings');
    assert.equal(meetings.length, 1);
    assert.match(heard(await story.messages(chat)), /bringIn/);
  });

  it('rings once for a message that came twice and for a form pressed twice', async () => {
    const twice = { activityId: '1700000000001' };
    await callPeople(story, chat, 'Megan', ['Adele'], '', twice);
    await callPeople(story, chat, 'Megan', ['Adele'], '', twice);
    await story.advance(3 * second);
    assert.equal((await legs(story)).length, 1);
    assert.equal((await cards('Call with Adele')).length, 1);

    await ask(story, chat, 'Megan', 'call');
    const form = await story.cardWith(chat, 'Whom to call?');
    const data = { ...button(form.card, 'placeCall'), people: person('Lee').id };
    await Promise.all([1, 2].map(() => story.press(chat, 'Megan', form.id, 'placeCall', data)));
    await story.advance(3 * second);
    assert.equal((await legs(story)).length, 2);
    assert.deepEqual(rungByCalls(story).slice(2).sort(), ids('Megan', 'Lee'));
  });

  it('asks with a form when nobody is named, and keeps what was right on a wrong one', async () => {
    await ask(story, chat, 'Megan', 'call');
    const form = await story.cardWith(chat, 'Whom to call?');
    const data = button(form.card, 'placeCall');
    const empty = await story.press(chat, 'Megan', form.id, 'placeCall', data);
    assert.match(answerOf(empty), /Nobody was named/);
    const many = { ...data, people: ids('Adele', 'Lee').join(','), say: 'Come' };
    const wrong = await story.press(chat, 'Megan', form.id, 'placeCall', many);
    assert.match(answerOf(wrong), /speaks to one person at a time/);
    assert.ok(answerOf(wrong).includes(person('Adele').id) && answerOf(wrong).includes('Come'));
    assert.equal((await legs(story)).length, 0);
  });

  it('joins the meeting of its chat', async () => {
    const { joinWebUrl } = await story.control<{ joinWebUrl: string }>('POST', '/meetings', {
      organizer: person('Megan').id,
      subject: 'Weekly',
    });
    assert.ok(joinWebUrl);
    const meeting = await graphMeeting(story, 'Weekly');
    const own = await story.meetingChat(meeting.id, 'Megan', 'Adele');
    await ask(story, own, 'Megan', 'call');
    await story.advance(3 * second);
    const [leg, ...others] = await legs(story);
    assert.equal(others.length, 0);
    assert.equal(leg?.state, 'established');
    assert.match(wordsOf((await story.cardWith(own, 'Rollcall in Weekly')).card), /Nobody|here/);
  });

  it('rings no number without a resource account, and no number that is none', async () => {
    assert.match(await ask(story, chat, 'Megan', 'call +49 30 1234567'), /can't call phone numbers here yet/);
    assert.match(await ask(story, chat, 'Megan', 'call +49'), /no whole phone number/);
    assert.equal((await legs(story)).length, 0);
  });

  it('explains what is not granted', async () => {
    const { permissions } = await story.control<{ permissions: string[] }>('GET', '/permissions');
    const without = permissions.filter((one) => !one.startsWith('Calls.Initiate'));
    await story.control('PUT', '/permissions', { permissions: without });
    await callPeople(story, chat, 'Megan', ['Adele', 'Lee']);
    await story.advance(6 * second);
    const over = wordsOf(await card('Call with'));
    assert.match(over, /isn't allowed to call people yet. Ask your admin/);
    assert.deepEqual(await liveLegs(story), []);
  });
});

describe('calling numbers and people, with what is configured for it', () => {
  let story: Story;
  let chat: string;
  afterEach(() => story.close());

  async function begin(env: object) {
    story = await startStory({ env });
    chat = await story.group('Megan', 'Adele', 'Lee', 'Pat');
  }

  it('rings a number through the resource account', async () => {
    await begin({ APPLICATION_INSTANCE_ID: instance });
    await ask(story, chat, 'Megan', 'call +49 30 1234567 say "The meeting moved to 4pm"');
    await story.advance(3 * second);
    const [leg] = await legs(story);
    await phoneOf(story, leg?.id ?? '').until('The meeting moved to 4pm');
    const [asked] = bodiesTo(story, /^POST \/communications\/calls$/);
    assert.ok(JSON.stringify(asked?.source).includes(instance), 'it calls as the resource account');
    assert.match(JSON.stringify(asked?.targets), /"phone".*\+49301234567/);
    const form = ask(story, chat, 'Megan', 'call');
    assert.match(await form, /Or a phone number/);
  });

  it('keeps to the wishes of those who are called, invited or missing', async () => {
    await begin({});
    await ask(story, chat, 'Lee', 'rings off');
    assert.match(await callPeople(story, chat, 'Megan', ['Lee']), /Lee Gu would rather not be rung/);
    const both = await callPeople(story, chat, 'Megan', ['Lee', 'Adele']);
    assert.match(both, /Lee Gu would rather not be rung/);
    await story.advance(3 * second);
    assert.deepEqual(new Set(rungByCalls(story)), new Set([person('Adele').id, person('Megan').id]));
    await ask(story, chat, 'Megan', 'leave');
    await roomWith(story, chat, 'Limits', 'Megan');
    assert.match(await ask(story, chat, 'Megan', 'invite Lee Gu'), /Lee Gu would rather not be rung/);
    assert.deepEqual(bodiesTo(story, /participants\/invite$/), []);
    await ask(story, chat, 'Lee', 'rings on');
    assert.match(await ask(story, chat, 'Megan', 'invite Lee Gu'), /Invit/);
    assert.equal(bodiesTo(story, /participants\/invite$/).length, 1);
  });

  it('rings nobody more often than the limits say, by calls and invitations together', async () => {
    await begin({ RINGS_PER_PERSON_PER_HOUR: '2', RINGS_PER_SENDER_PER_HOUR: '3' });
    await roomWith(story, chat, 'Limits', 'Megan');
    await callPeople(story, chat, 'Megan', ['Adele'], 'say "One"');
    await story.advance(minute);
    await ask(story, chat, 'Megan', 'invite Adele');
    await story.advance(minute);
    const third = await callPeople(story, chat, 'Megan', ['Adele'], 'say "Three"');
    assert.match(third, /Adele Vance was rung often within this hour/);
    await callPeople(story, chat, 'Megan', ['Lee'], 'say "Four"');
    const much = await callPeople(story, chat, 'Megan', ['Pat'], 'say "Five"');
    assert.match(much, /You had many people rung within this hour/);
    assert.deepEqual(rungByCalls(story), [person('Adele').id, person('Lee').id]);
    await story.clock.advance(61 * minute);
    await story.settle();
    assert.match(await callPeople(story, chat, 'Megan', ['Adele'], 'say "Six"'), /Message for Adele/);
    assert.equal(rungByCalls(story).length, 3);
  });
});
