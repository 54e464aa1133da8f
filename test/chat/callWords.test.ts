import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readCallWords } from '../../src/chat/callWords.ts';
import { mentionMark } from '../../src/lib/mentionMark.ts';

const mention = (name: string) => ({ id: name.toLowerCase(), mri: `29:${name}`, name });
/** As a message comes: "@Adele" is a mention. */
const read = (said: string) =>
  readCallWords(
    said.replace(/@\w+/g, mentionMark),
    [...said.matchAll(/@(\w+)/g)].map(([, name = '']) => mention(name)),
  );

describe('what follows "call"', () => {
  const names = (said: string) => {
    const { names: typed, mentions } = read(said);
    return [...mentions.map(({ name }) => `@${name}`), ...typed];
  };

  it('is people, mentioned or typed', () => {
    assert.deepEqual(names('@Adele @Alex'), ['@Adele', '@Alex']);
    assert.deepEqual(names('Adele and Lee Gu, @Alex'), ['@Alex', 'Adele', 'Lee Gu']);
    assert.deepEqual(names('@Adele Lee'), ['@Adele', 'Lee']);
    assert.equal(read('@Adele').say, null);
  });

  it('is numbers in any writing', () => {
    assert.deepEqual(read('+49 30 123456').phones, ['+4930123456']);
    assert.deepEqual(read('+49 (0)30 12-34/56, @Adele').phones, ['+4930123456']);
    assert.deepEqual(read('+4930123456 +4930123457').phones, ['+4930123456', '+4930123457']);
  });

  it('is a number that is none: without its country, too short, too long', () => {
    for (const wrong of ['030 123456', '0049 30 123456', '+49', '+0123456789', '+1234567890123456'])
      assert.deepEqual(read(wrong).wrongPhones, [wrong]);
  });

  it('ends with what is to be said, in any quotes or none', () => {
    for (const said of [
      '@Adele say "It moved to 4pm"',
      '@Adele say It moved to 4pm',
      '@Adele say: “It moved to 4pm”',
      '@Adele, SAY „It moved to 4pm“',
    ]) {
      assert.equal(read(said).say, 'It moved to 4pm');
      assert.deepEqual(names(said), ['@Adele']);
    }
    assert.equal(read('@Adele say').say, '');
    assert.equal(read('Essay Sayed').say, null);
  });

  it('calls nobody who is mentioned in what is to be said', () => {
    const words = read('@Adele say "@Alex is late, ask @Lee"');
    assert.deepEqual(
      words.mentions.map(({ name }) => name),
      ['Adele'],
    );
    assert.equal(words.say, 'Alex is late, ask Lee');
  });

  it('is read whatever is written', () => {
    fc.assert(
      fc.property(fc.string(), (said) => {
        const words = readCallWords(said, []);
        for (const phone of words.phones) assert.match(phone, /^\+[1-9]\d{6,14}$/);
      }),
    );
  });
});
