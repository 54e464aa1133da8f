import assert from 'node:assert/strict';
import { speechRate, writeWav } from '../../src/ivr/wav.ts';
import { person, type Story, startStory, wordsOf } from './harness.ts';
import { configFolder } from './menus.ts';
import { legs, type Phone, phoneOf } from './phone.ts';
import { ask, button, minute, second } from './steps.ts';

describe('reminders that ring', () => {
  let story: Story;
  let megans: string;
  let adeles: string;
  let rung: number;
  before(async () => {
    const env = {
      CONFIG_DIR: configFolder({ 'prompts/window.wav': Buffer.from(writeWav(new Int16Array(speechRate))) }),
      REMINDER_ATTEMPTS: '2',
      REMINDER_SPACING_MINUTES: '1',
      REMINDER_LATE_MINUTES: '15',
      RINGS_PER_PERSON_PER_HOUR: '20',
    };
    story = await startStory({ env, now: Date.parse('2026-11-23T09:59:56Z') });
    megans = await story.personal('Megan');
    adeles = await story.personal('Adele');
    await ask(story, adeles, 'Adele', 'help');
  });
  beforeEach(async () => {
    rung = (await legs(story)).length;
  });
  after(() => story.close());

  const behaves = (name: string, behaviour: string) =>
    story.control('PATCH', `/people/${encodeURIComponent(person(name).id)}`, { behaviour });
  const remind = (what: string) => ask(story, megans, 'Megan', `remind ${what}`);
  /** The sender's card of what is to be said. */
  const shows = async (text: string) => {
    // A chat's cards follow one by one.
    await passes(10 * second);
    return wordsOf((await story.cardWith(megans, text)).card);
  };
  /** Moves the time until the next reminder rings, so much later or a little after that. */
  const ringing = async (after: number): Promise<Phone> => {
    const before = (await legs(story)).length;
    await later(after);
    for (let waited = 0; waited < 90 * second; waited += 5 * second) {
      const all = await legs(story);
      if (all.length > before) return phoneOf(story, all.at(-1)?.id ?? '');
      await later(5 * second);
    }
    throw new Error('Nobody was rung');
  };
  const passes = async (ms: number) => {
    for (let left = ms; left > 0; left -= 5 * second) await later(5 * second);
  };
  /** In one step, where nothing is under way. */
  const later = async (ms: number) => {
    await story.clock.advance(ms);
    await story.settle();
  };

  it('ring until key 1, and again ten minutes after key 2', async () => {
    assert.match(await remind(`${person('Adele').name} "Visit the dentist" in 2 minutes`), /Scheduled/);
    const first = await ringing(50 * second);
    await first.until('Reminder from Megan Bowen: Visit the dentist. Press 1');
    assert.match(await shows('Visit the dentist'), /Ringing/);
    await first.press('2');
    await first.until('again in ten minutes');
    assert.match(await shows('Visit the dentist'), /Snoozed|Again/);
    await later(9 * minute);
    const again = await ringing(50 * second);
    await again.until('Press 1');
    await again.press('1');
    await again.until('Thank you');
    assert.match(await shows('Visit the dentist'), /Heard/);
    assert.equal((await legs(story)).length, rung + 2);
  });

  it('wait for whoever presents to be done, and play a recording where one is named', async () => {
    const shown = (availability: string) =>
      story.control('PATCH', `/people/${encodeURIComponent(person('Adele').id)}`, {
        presence: { availability },
      });
    await shown('DoNotDisturb');
    await remind(`${person('Adele').name} "Close the window" in 2 minutes with recording window.wav`);
    await later(2 * minute);
    assert.match(await shows('Close the window'), /should not be disturbed/);
    assert.equal((await legs(story)).length, rung);
    await shown('Available');
    const phone = await ringing(30 * second);
    await phone.until('Press 1');
    const heard = (await phone.line()).heard.map(({ words }) => words);
    assert.deepEqual(heard.slice(0, 2), ['Reminder from Megan Bowen:', null]);
    await phone.press('1');
    await phone.until('Thank you');
  });

  it('of whom only voicemail and a busy line answered are written, once, and answered on that card', async () => {
    await behaves('Adele', 'voicemail');
    await remind(`${person('Adele').name} "Water the plants" in 2 minutes`);
    await ringing(50 * second);
    await passes(minute);
    await behaves('Adele', 'busy');
    await passes(1.5 * minute);
    assert.equal((await legs(story)).length, rung + 2);
    const written = await story.cardWith(adeles, 'Water the plants');
    await story.press(adeles, 'Adele', written.id, 'answerReminder', {
      ...button(written.card, 'answerReminder'),
      answer: 'heard',
    });
    assert.match(await shows('Water the plants'), /Heard/);
    await later(5 * minute);
    assert.equal((await legs(story)).length, rung + 2);
    assert.equal(
      (await story.messages(adeles)).filter(({ card }) => wordsOf(card).includes('Water the plants')).length,
      1,
    );
    await behaves('Adele', 'joins');
  });

  it('that were missed ring late while that is of use, and are written after that', async () => {
    await remind(`${person('Adele').name} "Feed the cat" in 5 minutes`);
    await remind(`${person('Adele').name} "Bring the cake" in 25 minutes`);
    await story.stop();
    await story.clock.advance(30 * minute);
    await story.start();
    await story.advance(5 * second);
    assert.equal((await legs(story)).length, rung + 1);
    assert.match(await shows('Feed the cat'), /[Ww]ritten|chat/);
    assert.ok(await story.cardWith(adeles, 'Feed the cat'));
    const [phone] = (await legs(story)).slice(-1).map(({ id }) => phoneOf(story, id));
    await phone?.until('Bring the cake. Press 1');
    await phone?.press('1');
  });

  it('stop by key 3, those that wait too, and are refused from then on', async () => {
    await remind(`${person('Adele').name} "Read the news" in 2 minutes`);
    await remind(`${person('Adele').name} "Wash the car" in 5 hours`);
    const phone = await ringing(50 * second);
    await phone.until('Press 1');
    await phone.press('3');
    await phone.until('no more reminders');
    assert.match(await shows('Read the news'), /[Ss]topped|no reminders|no more/);
    assert.match(await shows('Wash the car'), /[Ss]topped|no reminders|no more/);
    assert.match(await remind(`${person('Adele').name} "Mow the lawn" in 1 hour`), /wants no reminders/);
  });
});
