import assert from 'node:assert/strict';
import { type Story, startStory, wordsOf } from './harness.ts';
import { dial } from './phone.ts';
import { answerOf, ask, button, buttonOf, second } from './steps.ts';

describe('the front desk in its chat', () => {
  let story: Story;
  let chat: string;
  beforeEach(async () => {
    story = await startStory();
    chat = await story.group('Megan', 'Adele', 'Patti');
    assert.match(await ask(story, chat, 'Patti', 'frontdesk here'), /This chat takes the calls from now on/);
  });
  afterEach(() => story.close());

  const queue = () => story.cardWith(chat, 'Front desk');
  const press = async (who: string, data: object) =>
    answerOf(await story.press(chat, who, (await queue()).id, 'deskCall', data));
  const missedLines = async () =>
    (await story.messages(chat)).filter(({ card }) => wordsOf(card).includes('Missed call from'));

  it('shows a call that waits, and gives it to whoever presses first', async () => {
    assert.match(wordsOf((await queue()).card), /Nobody is waiting/);
    const phone = await dial(story, 'Patti');
    await story.advance(2 * second);
    const { card } = await queue();
    assert.match(wordsOf(card), /Patti.* has been calling since.*or the menu answers/);
    const { callId } = button(card, 'deskCall');
    assert.match(await press('Megan', { callId, choice: 'take' }), /comes to you now/);
    assert.match(
      await press('Adele', { callId, choice: 'menu' }),
      /Megan Bowen was first and takes that call/,
    );
    assert.match(JSON.stringify((await phone.leg()).handover), /redirect/i);
    await story.advance(4 * second);
    assert.match(wordsOf((await queue()).card), /Nobody is waiting.*Megan Bowen took the call/s);
    assert.equal((await missedLines()).length, 0);
    await story.advance(90 * second);
    assert.doesNotMatch(wordsOf((await queue()).card), /Megan Bowen/);
  });

  it('lets the menu answer what nobody takes', async () => {
    await dial(story, 'Patti');
    await story.advance(10 * second);
    const { card } = await queue();
    assert.equal(buttonOf(card, 'deskCall'), null);
    assert.match(wordsOf(card), /the menu answers/);
  });

  it('has one line for a call that was missed, with which it is called back once', async () => {
    const phone = await dial(story, 'Patti');
    await story.advance(2 * second);
    await phone.hangUp();
    await story.advance(6 * second);
    const [line, ...more] = await missedLines();
    assert.ok(line);
    assert.deepEqual(more, []);
    const data = button(line.card, 'callBack');
    const back = (who: string) => story.press(chat, who, line.id, 'callBack', data).then(answerOf);
    assert.match(await back('Megan'), /Ringing/);
    assert.match(await back('Adele'), /Megan Bowen was first/);
    await story.advance(8 * second);
    assert.match(wordsOf((await story.cardWith(chat, 'Call with Patti')).card), /"value":"in the call"/);
  });

  it('moves to another chat, and names callers in the old one no more', async () => {
    const other = await story.group('Patti', 'Lee');
    await ask(story, other, 'Patti', 'frontdesk here');
    await story.advance(3 * second);
    assert.match(wordsOf((await queue()).card), /Another chat takes the calls now/);
    await dial(story, 'Patti');
    await story.advance(2 * second);
    const { card, id } = await story.cardWith(other, 'has been calling since');
    const data = button(card, 'deskCall');
    assert.match(
      answerOf(await story.press(chat, 'Megan', (await queue()).id, 'deskCall', data)),
      /Only the chat/,
    );
    assert.match(answerOf(await story.press(other, 'Lee', id, 'deskCall', data)), /comes to you now/);
  });

  it('turns away whom an admin has blocked', async () => {
    assert.match(await ask(story, chat, 'Megan', 'block Lee'), /Only admins/);
    assert.match(await ask(story, chat, 'Patti', 'block Lee'), /Lee Gu can no longer call/);
    const phone = await dial(story, 'Lee');
    await story.advance(second);
    assert.equal((await phone.leg()).state, 'terminated');
    await ask(story, chat, 'Patti', 'unblock Lee');
    const again = await dial(story, 'Lee');
    await story.advance(second);
    assert.notEqual((await again.leg()).state, 'terminated');
  });
});
