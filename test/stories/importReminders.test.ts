/** A file of reminders dropped in the chat: checked row by row, confirmed, scheduled, and what came of them. */
import assert from 'node:assert/strict';
import { cast } from '../../src/simulator/people.ts';
import { type Story, startStory, wordsOf } from './harness.ts';
import { answerOf, auditOf, button, buttonOf, heard, second } from './steps.ts';

const now = Date.parse('2026-11-18T10:30:00Z');

describe('reminders from a file', () => {
  let story: Story;
  let chat: string;
  before(async () => {
    story = await startStory({ now });
    chat = await story.personal('Megan');
  });
  after(() => story.close());

  const drop = (text: string, more: object = {}) =>
    story.say(chat, 'Megan', '', { files: [{ name: 'team.csv', text }], timezone: 'Europe/Berlin', ...more });
  const card = async () => story.cardWith(chat, 'Reminders from team.csv');
  const press = async (verb: string, from = 'Megan') => {
    const { id, card: shown } = await card();
    return answerOf(await story.press(chat, from, id, verb, button(shown, verb)));
  };
  const kept = async () =>
    Number((await story.database.db.selectFrom('import_rows').select('line').execute()).length);

  it('are checked line by line, scheduled once confirmed, and followed on the card', async () => {
    const [, adele, pat, alex] = cast.filter(({ kind }) => kind === 'user');
    const lines = [
      '\ufeffPerson;Message;When;Every;How',
      `${adele?.name};"Your appointment; bring the form";18.11.2026 11:32;;ring`,
      `${pat?.userPrincipalName};"Say ""hello""";today 11:32;;chat`,
      'me;Lunch;2026-11-18T11:32:00+01:00;;ring',
      ...Array.from(
        { length: 20 },
        (_, at) => `${alex?.userPrincipalName};Standup ${at};tomorrow 9:00;weekdays;ring`,
      ),
      'Nobody Known;Hi;tomorrow 9:00;;',
      `${adele?.name};Too late;2020-01-01 10:00;;`,
      `${adele?.name};${'x'.repeat(700)};tomorrow 9:00;;`,
      `${adele?.name};When?;some day;;`,
      `${adele?.name};"Unmatched"quote;tomorrow 9:00;;`,
      `${adele?.name};Standup;tomorrow 9:00;every other day;`,
      `${pat?.name};"Say ""hello""";18.11.2026 11:32;;chat`,
    ];
    const before = await story.control<{ path: string }[]>('GET', '/traffic');
    const said = await drop(lines.join('\r\n'));
    const shown = wordsOf((await card()).card);
    assert.equal(said.length, 1);
    assert.match(shown, /23 reminders are ready. 7 lines can't be used/);
    assert.match(shown, /Line 25: nobody called Nobody Known was found/);
    assert.match(shown, /Line 26: .*has passed/);
    assert.match(shown, /Line 27: That has 700 characters/);
    assert.match(shown, /Line 28: .*some day.* could not be read as a time/);
    assert.match(shown, /Line 29: its quotation marks don't match/);
    assert.match(shown, /Line 30: .*every other day/);
    assert.match(shown, /Line 31: it says the same as line 3/);
    assert.match(shown, /Line 2: \*\*Adele Vance\*\*/);
    const asked = (await story.control<{ path: string }[]>('GET', '/traffic')).slice(before.length);
    assert.ok(
      asked.filter(({ path }) => path?.includes('users')).length <= 6,
      'people are looked up together',
    );
    assert.equal(await kept(), 23);

    assert.match(await press('confirmImport'), /Scheduling 23 reminders/);
    await story.advance(3 * second);
    assert.match(wordsOf((await card()).card), /23 reminders are scheduled. 7 lines/);
    assert.equal(await kept(), 0);
    const { reminders } = {
      reminders: await story.database.db.selectFrom('reminders').select('id').execute(),
    };
    assert.equal(reminders.length, 23);
    assert.equal(buttonOf((await card()).card, 'confirmImport'), null);
    const deeds = (await auditOf(story)).filter(({ verb }) => verb === 'confirmImport');
    assert.deepEqual(
      deeds.map(({ targets }) => targets[0]?.outcome),
      ['done'],
    );
  });

  it('are called off together', async () => {
    const { id, card: shown } = await card();
    const answer = await story.press(chat, 'Megan', id, 'cancelReminders', button(shown, 'cancelReminders'));
    assert.match(answerOf(answer), /23/);
    await story.advance(3 * second);
    assert.match(wordsOf((await card()).card), /"23".*off/s);
  });

  it('are forgotten when they are cancelled', async () => {
    const line = 'who,text,when\nme,Lunch,20 Nov 2026 12:00';
    await drop(line);
    assert.match(await press('cancelImport'), /Nothing was scheduled/);
    await story.advance(3 * second);
    assert.match(wordsOf((await card()).card), /Cancelled/);
    assert.equal(await kept(), 0);
  });

  it('are refused as a whole in one clear word', async () => {
    const many = `who,text,when\n${'me,Hi,tomorrow 3pm\n'.repeat(5_000)}`;
    assert.match(heard(await drop(many)), /more than 1000 reminders, which is the limit/);
    const workbook = Buffer.from([0x50, 0x4b, 3, 4]).toString('base64');
    const file = { name: 'team.xlsx', content: workbook };
    assert.match(
      heard(await story.say(chat, 'Megan', '', { files: [file] })),
      /Excel workbook. Save it as CSV/,
    );
    const large = { name: 'large.csv', text: 'x'.repeat(1_000_001) };
    assert.match(heard(await story.say(chat, 'Megan', '', { files: [large] })), /over a megabyte/);
    story.simulator.faults.add({ kind: '503', route: 'files/download', count: 1 });
    // Teams takes seven messages in a second.
    await story.advance(2 * second);
    assert.match(heard(await drop('who,text,when')), /no longer gives out that file/);
    assert.match(heard(await story.say(chat, 'Megan', 'import')), /Drop a CSV file in this chat/);
    const group = await story.group('Megan', 'Adele');
    assert.match(heard(await story.say(group, 'Megan', 'import')), /only in a chat with it alone/);
  });
});
