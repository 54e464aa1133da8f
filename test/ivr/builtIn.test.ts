import assert from 'node:assert/strict';
import { consultMenu, holdMenu, remindMenu, ringMissingMenu, sayMenu } from '../../src/ivr/builtIn.ts';
import { languageOf, languages } from '../../src/ivr/language.ts';
import type { Menu } from '../../src/ivr/menu.ts';
import { keyOf, menuKeys } from '../../src/ivr/tone.ts';
import { spoken } from '../../src/locales/spoken.ts';
import { Line, withMenu } from './walk.fixtures.ts';

const lineOf = (menu: Menu) => new Line(withMenu(menu), menu.name);

describe('the menus of Rollcall’s own', () => {
  it('speak a text, report that it was said, and hang up', () => {
    const line = lineOf(sayMenu('The meeting moved to 4pm', 'en'));
    assert.deepEqual(line.spoken().story, ['says: The meeting moved to 4pm', 'reports said', 'hangUp']);
  });

  it('report nothing as said that could not be played', () => {
    const line = lineOf(sayMenu('The meeting moved to 4pm', 'en')).spoken(false);
    assert.deepEqual(line.now, [`says: ${spoken.en.words.apology}`]);
    assert.deepEqual(line.spoken().now, ['hangUp']);
  });

  const { ringMissing, consult, hold, words } = spoken.en;
  const ring = () => lineOf(ringMissingMenu('Budget review has started.', 'en'));

  it('ask who is missing, in so many words', () => {
    assert.deepEqual(ring().now, [
      "says: Budget review has started. Press 1 to join, 2 if you are late, 3 if you can't come.",
    ]);
    assert.deepEqual(ring().press('tone2').spoken().story.slice(1), [
      'quiet',
      'reports late',
      `says: ${ringMissing.late}`,
      'hangUp',
    ]);
    assert.deepEqual(ring().press('tone3').now, ['quiet', 'reports cannot', `says: ${ringMissing.cannot}`]);
  });

  it('keep whoever joins on the line until they are moved, and apologize where that fails', () => {
    const line = ring().press('tone1');
    assert.deepEqual(line.now, ['quiet', 'reports join', `says: ${ringMissing.join}`]);
    assert.deepEqual(line.spoken(false).now, ['waits 60000 ms']);
    assert.deepEqual(line.waited().spoken().story.slice(-2), [`says: ${words.apology}`, 'hangUp']);
  });

  it('count nothing but keys 1, 2 and 3 as an answer', () => {
    const silent = ring().spoken().waited().spoken().waited();
    assert.equal(silent.at.walk.doing, 'over');
    const wrong = ring().press('tone5', 'star', 'tone9');
    assert.equal(wrong.at.walk.doing, 'over');
    for (const line of [silent, wrong]) assert.ok(!line.story.some((step) => step.startsWith('reports')));
  });

  it('ask an agent, for whom silence refuses', () => {
    const ask = (caller = 'Lee Gu') => lineOf(consultMenu(caller, 'en'));
    assert.deepEqual(ask().now, ['says: Call from Lee Gu. Press 1 to take it, 2 to refuse.']);
    assert.deepEqual(ask('$& {{caller}}').now, [
      'says: Call from $& {{caller}}. Press 1 to take it, 2 to refuse.',
    ]);
    assert.deepEqual(ask(' ').now, [`says: ${consult.askUnnamed}`]);
    assert.deepEqual(ask().press('tone1').now, ['quiet', 'reports take', `says: ${consult.take}`]);
    assert.deepEqual(ask().press('tone2').now, ['quiet', 'reports refuse', `says: ${consult.refuse}`]);
    assert.deepEqual(ask().spoken().waited().spoken().waited().now, ['reports refuse', 'hangUp']);
  });

  it('speak a reminder twice, and count nothing but keys 1, 2 and 3 as an answer', () => {
    const { keys, heard, stop } = spoken.en.remind;
    const remind = (text: string, from: string) => lineOf(remindMenu({ text, from }, 'en'));
    const said = `says: Reminder from Megan Bowen: Call $& {{from}}. ${keys}`;
    const line = remind('Call $& {{from}}', 'Megan Bowen');
    assert.deepEqual(line.now, [said]);
    const silent = line.spoken().waited();
    assert.deepEqual(silent.now, [said]);
    silent.spoken().waited();
    assert.equal(silent.at.walk.doing, 'over');
    assert.ok(!silent.story.some((step) => step.startsWith('reports')));
    assert.deepEqual(remind('Is it 3pm?', ' ').now, [`says: Your reminder: Is it 3pm? ${keys}`]);
    const own = remind('Lunch.', '').press('tone1').spoken();
    assert.deepEqual(own.story.slice(1), ['quiet', 'reports heard', `says: ${heard}`, 'hangUp']);
    const recording = 'lunch.wav';
    const recorded = lineOf(remindMenu({ text: 'Lunch', recording, from: 'Megan Bowen' }, 'en'));
    assert.deepEqual(recorded.now, [`says: Reminder from Megan Bowen: | lunch.wav | ${keys}`]);
    assert.deepEqual(recorded.press('tone1').now.slice(0, 2), ['quiet', 'reports heard']);
    assert.deepEqual(remind('Lunch', '').press('tone3').now, ['quiet', 'reports stop', `says: ${stop}`]);
  });

  it('ask a caller for patience, and not for ever', () => {
    const line = lineOf(holdMenu(30, 'en'));
    assert.deepEqual(line.spoken().waited().spoken().story, [
      ...[`says: ${hold.wait}`, 'waits 30000 ms', `says: ${words.apology}`, 'hangUp'],
    ]);
  });
});

describe('keys and languages', () => {
  it('are those of a phone', () => {
    assert.equal(menuKeys.length, 12);
    assert.equal(keyOf('pound'), '#');
    assert.equal(keyOf('tone7'), '7');
    assert.equal(keyOf('d'), null);
  });

  it('are found for what a source names', () => {
    const tags = ['en-US', 'pt-PT', 'zh-Hans-CN', 'RU', 'zh_TW', 'de-DE', '', null];
    assert.deepEqual(
      tags.map((tag) => languageOf(tag, 'ru')),
      ['en', 'pt-BR', 'zh-CN', 'ru', 'zh-CN', 'ru', 'ru', 'ru'],
    );
  });
});

describe('the spoken texts', () => {
  type Tree = { [key: string]: string | Tree };
  const flat = (tree: Tree, path = ''): [string, string][] =>
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string' ? [[path + key, value]] : flat(value, `${path}${key}.`),
    );
  const places = (text: string) => text.match(/\{\{\w+\}\}/g) ?? [];
  const english = flat(spoken.en);

  for (const language of languages) {
    it(`are all there in ${language}, with the same places for names and the same keys`, () => {
      const own = flat(spoken[language]);
      assert.deepEqual(
        own.map(([key]) => key),
        english.map(([key]) => key),
      );
      for (const [at, [key, text]] of own.entries()) {
        const model = english[at]?.[1] ?? '';
        assert.ok(text.trim(), key);
        assert.deepEqual(places(text), places(model), key);
        assert.deepEqual(text.match(/\d/g), model.match(/\d/g), key);
        assert.ok(language === 'en' || text !== model, key);
      }
    });
  }
});
