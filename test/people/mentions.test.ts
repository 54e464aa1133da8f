import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mentionMark as mark } from '../../src/lib/mentionMark.ts';
import { readMentions } from '../../src/people/mentions.ts';

const botId = '11111111-1111-4111-8111-111111111111';
const mention = (name: string, id: string, aadObjectId?: string) => ({
  type: 'mention',
  text: `<at>${name}</at>`,
  mentioned: { id, name, aadObjectId },
});
const bot = mention('Rollcall', `28:${botId}`);
const adele = mention('Adele Vance', '29:adele', 'AAAAAAAA-0000-4000-8000-000000000001');
const alex = mention('Alex Wilber', '29:alex');

describe('readMentions', () => {
  it('drops the bot’s own mentions, however many', () => {
    const said = readMentions(
      { text: '<at>Rollcall</at> meet <at>Rollcall</at> now', entities: [bot] },
      botId,
    );
    assert.deepEqual(said, { text: 'meet now', people: [] });
  });

  it('knows the bot by the recipient as well', () => {
    const text = '<at>Rollcall</at>&nbsp;help';
    const entities = [mention('Rollcall', 'some-bot')];
    assert.equal(readMentions({ text, entities, recipient: { id: 'some-bot' } }, botId).text, 'help');
  });

  it('gives the people in the order of the text and marks their places', () => {
    const text = '<at>Rollcall</at> meet with <at>Alex Wilber</at> and <at>Adele Vance</at> tomorrow';
    const said = readMentions({ text, entities: [adele, bot, alex] }, botId);
    assert.equal(said.text, `meet with ${mark} and ${mark} tomorrow`);
    assert.deepEqual(said.people, [
      { id: '29:alex', mri: '29:alex', name: 'Alex Wilber' },
      { id: 'aaaaaaaa-0000-4000-8000-000000000001', mri: '29:adele', name: 'Adele Vance' },
    ]);
  });

  it('names a person mentioned twice once', () => {
    const text = '<at>Alex Wilber</at> <at>Alex Wilber</at> mute';
    const said = readMentions({ text, entities: [alex, alex] }, botId);
    assert.equal(said.people.length, 1);
    assert.ok(!said.text.includes('Alex'));
  });

  it('reads HTML entities once and drops tags', () => {
    const text = '<p>R&amp;D&nbsp;&lt;b&gt; &#8211; &amp;lt;</p>';
    assert.equal(readMentions({ text }, botId).text, 'R&D <b> – &lt;');
  });

  it('bears with missing and malformed entities', () => {
    for (const entities of [
      undefined,
      null,
      'x',
      [null, 3, { type: 'mention' }, { type: 'mention', mentioned: {} }],
    ])
      assert.deepEqual(readMentions({ text: 'help', entities }, botId), { text: 'help', people: [] });
    assert.deepEqual(readMentions({}, botId), { text: '', people: [] });
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), fc.anything(), (text, entities) => {
        readMentions({ text, entities }, botId);
      }),
    );
  });
});
