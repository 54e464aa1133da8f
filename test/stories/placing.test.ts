import assert from 'node:assert/strict';
import { person, type Story, startStory, wordsOf } from './harness.ts';
import { legs, phoneOf } from './phone.ts';
import { act, answerOf, ask, button, graphMeeting, roomWith, second } from './steps.ts';

describe('calling from the chat', () => {
  let story: Story;
  let chat: string;
  beforeEach(async () => {
    story = await startStory();
    chat = await story.group('Megan', 'Adele', 'Lee', 'Patti');
  });
  afterEach(() => story.close());

  const behaves = (name: string, behaviour: string) =>
    story.control('PATCH', `/people/${encodeURIComponent(person(name).id)}`, { behaviour });
  const inCall = (name: string) => `"title":"${person(name).name}","value":"in the call"`;
  const press = async (words: string, verb: string, data: object = {}, who = 'Megan') => {
    const { id, card } = await story.cardWith(chat, words);
    return answerOf(await story.press(chat, who, id, verb, { ...button(card, verb), ...data }));
  };
  /** A card of a call, which alone tells of its sides. */
  const live = async (words: string) =>
    wordsOf(
      (await story.messages(chat)).findLast(
        ({ card }) => /FactSet/.test(wordsOf(card)) && wordsOf(card).includes(words),
      )?.card,
    );

  it('rings two together with whoever asks, tells them, and shows who picked up', async () => {
    const said = await ask(story, chat, 'Megan', `call ${person('Adele').name}, ${person('Lee').name}`);
    assert.match(said, /Megan Bowen is calling you through Rollcall/);
    await story.advance(10 * second);
    assert.equal((await legs(story)).length, 1);
    const card = await live('Call with Adele');
    for (const name of ['Megan', 'Adele', 'Lee']) assert.ok(card.includes(inCall(name)), card);
  });

  it('rings those chosen in the form, for two presses once', async () => {
    await ask(story, chat, 'Megan', 'call');
    const form = await story.cardWith(chat, 'Whom to call?');
    const data = { ...button(form.card, 'placeCall'), people: person('Adele').id };
    await Promise.all([1, 2].map(() => story.press(chat, 'Megan', form.id, 'placeCall', data)));
    await story.advance(5 * second);
    assert.equal((await legs(story)).length, 1);
    assert.match(wordsOf((await story.messages(chat)).find(({ id }) => id === form.id)?.card), /Ringing/);
  });

  it('says something to one and hangs up', async () => {
    await ask(story, chat, 'Megan', `call ${person('Adele').name} say "The meeting moved to 4pm"`);
    const [leg] = await legs(story);
    assert.ok(leg);
    const phone = phoneOf(story, leg.id);
    await phone.until('The meeting moved to 4pm');
    await story.advance(30 * second);
    assert.match(await live('Message for Adele'), /The call is over.*Call again/);
  });

  for (const [behaviour, word, sentence] of [
    ['declines', 'declined', /was declined/],
    ['neverAnswers', "didn't answer", /Nobody answered/],
    ['busy', 'busy', /line is busy/],
    ['unreachable', "can't be reached", /could be reached/],
  ] as const) {
    it(`tells that somebody ${behaviour}, and calls again for two presses once`, async () => {
      await behaves('Adele', behaviour);
      await ask(story, chat, 'Megan', `call ${person('Adele').name} say "Hello"`);
      await story.advance(70 * second);
      const card = await live('Message for Adele');
      assert.ok(card.includes(`"title":"Adele Vance","value":"${word}"`), card);
      assert.match(card, sentence);
      await Promise.all([press('Message for Adele', 'callAgain'), press('Message for Adele', 'callAgain')]);
      await story.advance(3 * second);
      assert.equal((await legs(story)).length, 2);
    });
  }

  it('hands the other side over after a question', async () => {
    await ask(
      story,
      chat,
      'Megan',
      `call ${person('Adele').name} say "${'Please hold the line. '.repeat(20)}"`,
    );
    await story.advance(8 * second);
    assert.match(await live('Message for Adele'), /"Rollcall","value":"in the call"/);
    await press('Message for Adele', 'transferForm');
    const question = await press('Hand the call over', 'transferCall', { people: person('Lee').id });
    assert.match(question, /Hand Adele Vance over to Lee Gu\?/);
    await press('Hand the call over', 'transferCall', { people: person('Lee').id, confirmed: true });
    await story.advance(20 * second);
    assert.match(await live('Message for Adele'), /The call was handed over/);
  });

  it('adds somebody, which makes it a group call; not who would rather not be rung', async () => {
    await ask(story, chat, 'Lee', 'rings off');
    await ask(
      story,
      chat,
      'Megan',
      `call ${person('Adele').name} say "${'Please hold the line. '.repeat(20)}"`,
    );
    await story.advance(8 * second);
    await press('Message for Adele', 'addForm', {}, 'Adele');
    const refused = await press('Add somebody', 'addPeople', { people: person('Lee').id }, 'Adele');
    assert.match(refused, /would rather not be rung/);
    await press('Add somebody', 'addPeople', { people: person('Patti').id }, 'Adele');
    await story.advance(10 * second);
    assert.match(await live('Message for Adele'), /this is a group call now.*Patti/);
  });

  it('holds, presses keys, mutes itself and adds the gallery where it is asked to', async () => {
    const { live: card } = await roomWith(story, chat, 'Budget', 'Megan', 'Adele');
    for (const [said, outcome] of [
      ['hold Adele', 'put Adele Vance on hold'],
      ['resume Adele', 'took Adele Vance off hold'],
      ['press 1#', 'had Rollcall press keys'],
      ['mute Rollcall', 'muted Rollcall'],
      ['unmute', 'unmuted Rollcall'],
      ['gallery', 'added the large gallery'],
    ] as const) {
      await ask(story, chat, 'Megan', said);
      await story.advance(6 * second);
      assert.ok(
        wordsOf((await card()).card).includes(`Megan Bowen ${outcome}`),
        wordsOf((await card()).card),
      );
    }
    assert.match(await ask(story, chat, 'Megan', 'share'), /no screen of its own/);
    assert.match(await ask(story, chat, 'Lee', 'press 1'), /Only organizers, presenters/);
  });

  it('rings the missing of a meeting once they were named, and shows how each took it', async () => {
    await behaves('Adele', 'byHand');
    await behaves('Lee', 'declines');
    await ask(story, chat, 'Patti', 'rings off');
    const names = ['Adele', 'Lee', 'Patti'].map((name) => person(name).name).join(', ');
    await ask(story, chat, 'Megan', `meet now Budget with ${names}`);
    await press('Meeting: Budget', 'bringIn');
    await story.advance(3 * second);
    await act(story, (await graphMeeting(story, 'Budget')).id, 'Megan', 'join', { muted: false });
    await story.advance(4 * second);
    const card = () => story.cardWith(chat, 'Rollcall in Budget');
    await press('Rollcall in Budget', 'ringMissing');
    const question = await story.cardWith(chat, 'which meeting has started');
    assert.match(wordsOf(question.card), /Ring Adele Vance and Lee Gu\?.*Patti.* would rather not be rung/);
    const data = button(question.card, 'ringNamed');
    await Promise.all([1, 2].map(() => story.press(chat, 'Megan', question.id, 'ringNamed', data)));
    await story.advance(5 * second);
    assert.equal((await legs(story)).length, 3);
    const answer = async () => wordsOf((await card()).card);
    assert.match(await answer(), /Adele Vance\*\* · ringing.*Lee Gu\*\* · declined/);
    await story.control('POST', `/people/${person('Adele').id}/answer`);
    const rung = (await legs(story)).findLast(({ state }) => state !== 'terminated');
    assert.ok(rung);
    const phone = phoneOf(story, rung.id);
    await phone.until('Press 1 to join');
    await phone.press('2');
    await story.advance(5 * second);
    assert.match(await answer(), /Adele Vance\*\* · comes late/);
  });
});
