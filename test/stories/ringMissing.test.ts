import assert from 'node:assert/strict';
import { behaves, bodiesTo, fault, liveLegs, rungByCalls, until } from './callSteps.ts';
import { person, type Story, startStory, wordsOf } from './harness.ts';
import { legs, type Phone, phoneOf } from './phone.ts';
import { act, answerOf, ask, auditOf, button, buttonOf, graphMeeting, second } from './steps.ts';

describe('ringing those who are missing from a meeting', () => {
  let story: Story;
  let chat: string;
  let meetingId: string;
  afterEach(() => story.close());

  /** Megan is in her meeting, these were invited and are not there; how each takes it is set by then. */
  async function begin(invited: string[], options: Parameters<typeof startStory>[0] = {}) {
    story = await startStory(options);
    chat = await story.group('Megan', ...invited);
    const names = invited.map((name) => person(name).name).join(', ');
    await ask(story, chat, 'Megan', `meet now Budget review with ${names}`);
    const card = await story.cardWith(chat, 'Meeting: Budget review');
    await story.press(chat, 'Megan', card.id, 'bringIn', button(card.card, 'bringIn'));
    await story.advance(3 * second);
    meetingId = (await graphMeeting(story, 'Budget review')).id;
    await act(story, meetingId, 'Megan', 'join', { muted: false });
    await story.advance(4 * second);
  }
  const live = () => story.cardWith(chat, 'Rollcall in Budget review');
  const took = async (name: string) =>
    new RegExp(`${person(name).name}\\*\\* · ([^"]+)`).exec(wordsOf((await live()).card))?.[1];
  async function ring(times = 1): Promise<string> {
    const { id, card } = await live();
    await story.press(chat, 'Megan', id, 'ringMissing', button(card, 'ringMissing'));
    const question = await story.cardWith(chat, 'which meeting has started');
    const data = button(question.card, 'ringNamed');
    const press = () => story.press(chat, 'Megan', question.id, 'ringNamed', data);
    await Promise.all(Array.from({ length: times }, press));
    return wordsOf(question.card);
  }
  /** The phone of somebody who was rung. */
  async function phoneFor(name: string): Promise<Phone> {
    const all = await story.control<{ id: string; targets: unknown }[]>('GET', '/calls');
    const leg = all.findLast(({ targets }) => JSON.stringify(targets).includes(person(name).id));
    return phoneOf(story, leg?.id ?? assert.fail(`${name} is not rung`));
  }
  const here = async () => (await graphMeeting(story, 'Budget review')).people.map(({ name }) => name);

  it('asks first with every name, and then tells each what to press', async () => {
    await begin(['Adele', 'Pat', 'Lee']);
    const { id, card } = await live();
    const asked = await story.press(chat, 'Megan', id, 'ringMissing', button(card, 'ringMissing'));
    assert.match(answerOf(asked), /Nobody is rung before you answer/);
    assert.equal(rungByCalls(story).length, 0);
    assert.match(await ring(), /Ring Adele Vance, Pat Gomez and Lee Gu\?/);
    const phone = await phoneFor('Adele');
    await phone.until('Budget review has started.');
    const said = await phone.heard();
    assert.equal(said.match(/Press 1 to join/g)?.length, 1, said);
    assert.match(said, /Press 1 to join, 2 if you are late, 3 if you can't come\./);
  });

  it('moves who presses 1 into the meeting by that very call, and shows 2 and 3 on the card', async () => {
    await begin(['Adele', 'Pat', 'Lee']);
    await ring(2);
    assert.deepEqual(
      rungByCalls(story),
      ['Adele', 'Pat', 'Lee'].map((name) => person(name).id),
    );
    const [adele, pat, lee] = [await phoneFor('Adele'), await phoneFor('Pat'), await phoneFor('Lee')];
    for (const phone of [adele, pat, lee]) await phone.until('has started');
    assert.equal(await took('Adele'), 'ringing');
    await adele.press('1');
    await pat.press('2');
    await lee.press('3');
    await adele.until('connecting you to the meeting');
    await pat.until('tell them that you are late');
    await lee.until("tell them that you can't come");
    await story.advance(15 * second);
    assert.deepEqual(
      [await took('Adele'), await took('Pat'), await took('Lee')],
      ['joined', 'comes late', "can't come"],
    );
    assert.deepEqual((await here()).filter((name) => name !== 'Rollcall').sort(), [
      'Adele Vance',
      'Megan Bowen',
    ]);
    const [move, ...more] = bodiesTo(story, /participants\/invite$/);
    assert.deepEqual(more, []);
    assert.match(JSON.stringify(move), new RegExp(`"replacesCallId":"${adele.id}"`, 'i'));
    assert.equal((await liveLegs(story)).length, 1, 'only the meeting goes on');
    const audit = (await auditOf(story)).filter(({ verb }) => verb === 'ringMissing');
    assert.equal(audit.length, 1);
  });

  it('says so when somebody pressed 1 and could not be moved', async () => {
    await begin(['Adele']);
    await fault(story, '500', 'participants/invite');
    await ring();
    const adele = await phoneFor('Adele');
    await adele.until('has started');
    await adele.press('1');
    await story.advance(100 * second);
    assert.equal(await took('Adele'), 'wanted to join, which failed');
    assert.equal((await liveLegs(story)).length, 1, 'nobody is left on a dead line');
  });

  it('does not take a voicemail, a decline or a busy line for an answer', async () => {
    await begin(['Adele', 'Pat', 'Lee', 'Diego']);
    await behaves(story, 'Adele', 'voicemail');
    await behaves(story, 'Pat', 'declines');
    await behaves(story, 'Lee', 'busy');
    await behaves(story, 'Diego', 'unreachable');
    await ring();
    await story.advance(110 * second);
    assert.deepEqual(
      [await took('Adele'), await took('Pat'), await took('Lee'), await took('Diego')],
      ["didn't answer", 'declined', 'is busy', "can't be reached"],
    );
    assert.equal((await liveLegs(story)).length, 1);
  });

  it('counts only 1, 2 and 3: another key is told so, and who hangs up has not answered', async () => {
    await begin(['Adele', 'Pat']);
    await ring();
    const [adele, pat] = [await phoneFor('Adele'), await phoneFor('Pat')];
    await adele.until('has started');
    await pat.until('has started');
    await adele.press('7');
    await pat.hangUp();
    await story.advance(5 * second);
    assert.deepEqual([await took('Adele'), await took('Pat')], ['ringing', "didn't answer"]);
    await adele.press('3');
    await story.advance(8 * second);
    assert.equal(await took('Adele'), "can't come");
  });

  it('rings nobody who came meanwhile, and lets who is rung go when the meeting ends', async () => {
    await begin(['Adele', 'Pat']);
    const { id, card } = await live();
    await story.press(chat, 'Megan', id, 'ringMissing', button(card, 'ringMissing'));
    await act(story, meetingId, 'Adele', 'join');
    await story.advance(3 * second);
    const question = await story.cardWith(chat, 'which meeting has started');
    await behaves(story, 'Pat', 'byHand');
    await story.press(chat, 'Megan', question.id, 'ringNamed', button(question.card, 'ringNamed'));
    assert.deepEqual(rungByCalls(story), [person('Pat').id]);
    await story.control('POST', `/meetings/${encodeURIComponent(meetingId)}/end`, {});
    await story.advance(10 * second);
    assert.deepEqual(await liveLegs(story), []);
  });

  it('rings nobody who would rather not be rung, or was rung often; and says so', async () => {
    await begin(['Adele', 'Pat', 'Lee'], { env: { RINGS_PER_PERSON_PER_HOUR: '1' } });
    await ask(story, chat, 'Lee', 'rings off');
    await behaves(story, 'Adele', 'declines');
    await behaves(story, 'Pat', 'declines');
    assert.match(await ring(), /Ring Adele Vance and Pat Gomez\?.*Lee Gu would rather not be rung/);
    await story.advance(10 * second);
    assert.equal(rungByCalls(story).length, 2);
    const { id, card } = await live();
    const again = await story.press(chat, 'Megan', id, 'ringMissing', button(card, 'ringMissing'));
    assert.match(answerOf(again), /rather not be rung|rung often/);
    assert.equal(rungByCalls(story).length, 2);
  });

  it('is for organizers and presenters, and only while somebody is missing', async () => {
    await begin(['Adele', 'Pat']);
    const { id, card } = await live();
    const data = button(card, 'ringMissing');
    const stranger = await story.press(chat, 'Nestor', id, 'ringMissing', data);
    assert.match(answerOf(stranger), /Only organizers and presenters can ring/);
    for (const name of ['Adele', 'Pat']) await act(story, meetingId, name, 'join');
    await story.advance(5 * second);
    assert.equal(buttonOf((await live()).card, 'ringMissing'), null);
    assert.match(
      answerOf(await story.press(chat, 'Megan', id, 'ringMissing', data)),
      /Nobody who can be rung/,
    );
  });

  it('rings nobody again after Rollcall was stopped in the middle, and takes the answers all the same', async () => {
    await begin(['Adele', 'Pat']);
    await behaves(story, 'Pat', 'byHand');
    await ring();
    const adele = await phoneFor('Adele');
    await adele.until('has started');
    await story.restart();
    await story.advance(5 * second);
    assert.equal(rungByCalls(story).length, 2);
    await adele.press('1');
    await story.control('POST', `/people/${person('Pat').id}/answer`, {});
    const pat = await phoneFor('Pat');
    await pat.until('has started');
    await story.restart();
    await pat.press('2');
    await until(story, async () => (await took('Pat')) === 'comes late', 'Pat pressed 2');
    assert.equal(await took('Adele'), 'joined');
    assert.equal((await legs(story)).length, 3, 'the meeting, and one call each');
  });
});
