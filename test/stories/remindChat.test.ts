import assert from 'node:assert/strict';
import { person, type Story, startStory, wordsOf } from './harness.ts';
import { answerOf, ask, auditOf, button, inputOf, minute, second } from './steps.ts';

describe('reminders in the chat', () => {
  let story: Story;
  let chat: string;
  let adeles: string;
  before(async () => {
    story = await startStory({ now: Date.parse('2026-11-23T09:59:56Z') });
    chat = await story.group('Megan', 'Adele', 'Lee');
    adeles = await story.personal('Adele');
    await ask(story, adeles, 'Adele', 'help');
  });
  after(() => story.close());

  const press = async (words: string, verb: string, data: object = {}, who = 'Megan') => {
    const { id, card } = await story.cardWith(chat, words);
    const answer = answerOf(await story.press(chat, who, id, verb, { ...button(card, verb), ...data }));
    await story.advance(2.5 * second);
    return answer;
  };
  /** The card of a reminder, which alone tells when it is. */
  const shows = async (words: string): Promise<string> =>
    wordsOf(
      (await story.messages(chat)).findLast(
        ({ card }) => /FactSet/.test(wordsOf(card)) && wordsOf(card).includes(words),
      )?.card,
    );

  it('are set with the form, moved, listed and cancelled from the list', async () => {
    await ask(story, chat, 'Megan', 'remind');
    const form = await story.cardWith(chat, 'Set a reminder');
    assert.equal(inputOf(form.card, 'people'), person('Megan').id);
    const filled = {
      people: person('Adele').id,
      said: 'Water the plants',
      date: '2026-11-24',
      time: '10:00',
    };
    const said = await press('Set a reminder', 'scheduleReminder', {
      ...filled,
      every: 'weekly',
      how: 'ring',
    });
    assert.match(said, /Set\. The card shows how it goes/);
    assert.match(
      await shows('Water the plants'),
      /Reminder for Adele Vance.*Scheduled.*11-24T.*every Tuesday/,
    );
    await press('Water the plants', 'rescheduleReminderForm');
    const moved = { date: '2026-12-01', time: '11:30' };
    assert.match(await press('Another time for this', 'rescheduleReminder', moved), /Moved/);
    assert.match(await shows('Water the plants'), /2026-12-01T\d\d:30/);
    assert.match(await ask(story, chat, 'Adele', 'reminders'), /From Megan Bowen\*\*: Water the plants/);
    assert.match(await ask(story, chat, 'Megan', 'reminders'), /For Adele Vance\*\*: Water the plants/);
    assert.match(await press('For Adele Vance', 'cancelListed'), /Nothing is set by you or for you/);
    assert.match(await shows('Reminder for Adele Vance'), /Cancelled/);
    const verbs = (await auditOf(story)).map(({ verb }) => verb).filter((verb) => /Reminder$/.test(verb));
    assert.deepEqual(verbs, ['scheduleReminder', 'rescheduleReminder', 'cancelReminder']);
  });

  it('reach everyone in a meeting in writing, and are rung only after a question', async () => {
    await ask(story, chat, 'Megan', 'meet Budget review in 1 hour with Adele and Lee');
    await ask(story, chat, 'Megan', 'remind everyone in Budget review 50 minutes before');
    assert.match(await shows('Reminder for 3 people'), /Scheduled.*starts in 50 minutes.*Cancel all/);
    assert.match(
      await ask(
        story,
        chat,
        'Megan',
        'remind ring everyone in Budget review 5 minutes before "Bring slides"',
      ),
      /Ring 3 people\?/,
    );
    await press('Reminder for 3 people', 'rescheduleReminderForm');
    const later = new Date(story.clock.now() + 12 * minute).toISOString();
    const moved = { date: later.slice(0, 10), time: later.slice(11, 16) };
    assert.match(await press('Another time for this', 'rescheduleReminder', moved), /Moved/);
    assert.match(await shows('Reminder for 3 people'), /Adele Vance\*\*: Scheduled/);
    await story.clock.advance(12 * minute);
    await story.advance(3 * second);
    const written = await story.cardWith(adeles, 'starts in 50 minutes');
    await story.press(adeles, 'Adele', written.id, 'answerReminder', {
      ...button(written.card, 'answerReminder'),
      answer: 'heard',
    });
    await story.advance(3 * second);
    assert.match(wordsOf((await story.cardWith(adeles, 'starts in 50 minutes')).card), /Got it\./);
    assert.match(await shows('Reminder for 3 people'), /"1".*"heard"/);
  });
});
