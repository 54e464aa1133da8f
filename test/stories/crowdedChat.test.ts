import assert from 'node:assert/strict';
import { person, type Story, startStory, wordsOf } from './harness.ts';
import { second } from './steps.ts';

/** Teams takes 8 messages of a bot in two seconds in one chat, typing indicators among them. */
describe('a chat in which many speak at once', () => {
  let story: Story;
  before(async () => {
    story = await startStory();
  });
  after(() => story.close());

  const speak = (chat: string, from: string, count: number) =>
    Promise.all(
      Array.from({ length: count }, () =>
        story.control('POST', `/conversations/${encodeURIComponent(chat)}/messages`, {
          from: person(from).id,
          text: 'leave',
        }),
      ),
    );
  const answers = async (chat: string) =>
    (await story.messages(chat)).filter(({ from }) => from === 'bot').length;
  const open = async () =>
    (await story.database.db.selectFrom('inbound').selectAll().where('handled_at', 'is', null).execute())
      .length;

  it('is answered throughout', async () => {
    const chat = await story.personal('Megan');
    const since = story.clock.now();
    await speak(chat, 'Megan', 24);
    await story.settle();
    assert.deepEqual([await answers(chat), await open()], [24, 0]);
    assert.ok(story.clock.now() - since < 12 * second, 'as fast as Teams takes it');
  });

  it('is welcomed all the same, once, by a Rollcall that was added meanwhile', async () => {
    const chat = await story.personal('Lee');
    await speak(chat, 'Lee', 24);
    const path = `/conversations/${encodeURIComponent(chat)}/install`;
    await story.control('POST', path, { from: person('Lee').id });
    await story.settle();
    const welcomes = (await story.messages(chat)).filter(({ card }) =>
      wordsOf(card).includes('Rollcall is here'),
    );
    assert.deepEqual([welcomes.length, await open()], [1, 0]);
  });

  it('is answered throughout where they come in sixes', async () => {
    const chat = await story.personal('Adele');
    for (let batch = 1; batch <= 3; batch += 1) {
      await speak(chat, 'Adele', 6);
      await story.settle();
      assert.deepEqual([await answers(chat), await open()], [batch * 6, 0]);
      await story.advance(5 * second);
    }
  });
});
