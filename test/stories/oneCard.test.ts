import assert from 'node:assert/strict';
import { type Story, startStory, wordsOf } from './harness.ts';
import { ask, auditOf, graphMeeting, roomWith, second } from './steps.ts';

describe('one live card of a call in a chat', () => {
  let story: Story;
  before(async () => {
    story = await startStory();
  });
  after(() => story.close());

  const showing = async (chat: string, words: string) =>
    (await story.messages(chat)).filter(({ card }) => wordsOf(card).includes(words));

  it('however often Bring Rollcall in is pressed, and by whom; only who did it is written down', async () => {
    const chat = await story.group('Megan', 'Adele');
    const room = await roomWith(story, chat, 'Pressed', 'Megan');
    for (const name of ['Megan', 'Adele', 'Megan'])
      await story.press(chat, name, room.card, 'bringIn', { meetingId: room.meetingId });
    await story.advance(4 * second);
    assert.equal((await showing(chat, 'Rollcall in Pressed')).length, 1);
    assert.equal((await auditOf(story)).filter(({ verb }) => verb === 'bringIn').length, 1);
  });

  it('which comes down for somebody who types, and stays the only one', async () => {
    const chat = await story.group('Megan', 'Adele');
    await roomWith(story, chat, 'Typed', 'Megan');
    const { joinWebUrl } = await graphMeeting(story, 'Typed');
    for (let time = 0; time < 2; time += 1) {
      await ask(story, chat, 'Megan', `join ${joinWebUrl}`);
      await story.advance(6 * second);
      const [last, ...others] = (await showing(chat, 'Rollcall in Typed')).reverse();
      assert.equal(others.length, 0);
      assert.equal(last?.id, (await story.messages(chat)).at(-1)?.id);
    }
    assert.equal((await showing(chat, 'further down')).length, 2);
    await ask(story, chat, 'Megan', `meeting ${joinWebUrl}`);
    await story.advance(6 * second);
    assert.equal((await showing(chat, 'Meeting: Typed')).length, 1);
  });
});
