import assert from 'node:assert/strict';
import { spoken } from '../../src/locales/spoken.ts';
import { agent, all, bookOf, keysOnly, Line } from './walk.fixtures.ts';
import { book, line, other, second, words } from './walkBook.fixtures.ts';

describe('a walk to a person', () => {
  it('asks the person first where the menu says so, and follows its path when nobody answers', () => {
    const at = line().press('tone5');
    assert.deepEqual(at.now, ['quiet', 'says: Ringing']);
    assert.deepEqual(at.spoken(false).now, [`transfers to ${other}, asking first, 20 s`]);
    assert.deepEqual(at.press('tone1').now, []);
    assert.deepEqual(at.missed().now, ['says: Told']);
  });

  it('rings the fallback person where there is no path, and notes the call when nobody is free', () => {
    const at = line().press('tone6');
    assert.deepEqual(at.now, ['quiet', `transfers to ${other}, 30 s`]);
    assert.deepEqual(at.missed().now, [`says: ${words.toPerson}`]);
    const alone = new Line(book, 'second').press('tone1').missed();
    assert.deepEqual(alone.now, ['reports callback', `says: ${words.nobodyFree}`]);
  });

  it('never transfers callers to themselves', () => {
    const self = line(keysOnly, other.toUpperCase());
    assert.deepEqual(self.press('tone5').now, ['quiet', 'says: Told']);
    const fallback = line(keysOnly, agent).press('tone7');
    assert.deepEqual(fallback.now, ['quiet', 'reports callback', `says: ${words.nobodyFree}`]);
  });
});

describe('a walk that takes messages', () => {
  it('gives notice, records, thanks and hangs up, where messages are kept', () => {
    const at = line(all).press('tone3');
    assert.deepEqual(at.now, ['quiet', `says: ${words.notice}`]);
    assert.deepEqual(at.press('pound').now, []);
    assert.deepEqual(at.spoken().now, ['listens for a message, 30 s: Speak']);
    assert.deepEqual(at.heard({ kind: 'recorded' }).now, [`says: ${words.messageTaken}`]);
    assert.deepEqual(at.spoken().now, ['hangUp']);
  });

  it('records nothing after a notice that could not be heard', () => {
    const at = line(all).press('tone3').spoken(false);
    assert.deepEqual(at.now, ['reports callback', `says: ${words.callNoted}`]);
  });

  it('notes the call where nothing was said, nobody understands or nothing may be kept', () => {
    const noted = ['reports callback', `says: ${words.callNoted}`];
    for (const kind of ['silence', 'unavailable'] as const)
      assert.deepEqual(line(all).press('tone3').spoken().heard({ kind }).now, noted);
    assert.deepEqual(line().press('tone3').now, ['quiet', ...noted]);
    assert.deepEqual(line({ ...all, keepMessages: false }).press('tone3').now, ['quiet', ...noted]);
  });

  it('asks a question only where the answer may be kept', () => {
    const at = line(all).press('tone4').spoken();
    assert.deepEqual(at.now, ['listens for a answer, 10 s: Why']);
    assert.deepEqual(at.heard({ kind: 'recorded' }).now, ['says: Told']);
    assert.deepEqual(line(all).press('tone4').spoken().heard({ kind: 'silence' }).now, ['says: Bye']);
    assert.deepEqual(line(all).press('tone4').spoken(false).now, ['says: Bye']);
    assert.deepEqual(line().press('tone4').now, ['quiet', 'says: Bye']);
  });
});

describe('a walk that looks something up', () => {
  const asked = () => line().press('tone2').spoken();

  it('speaks the answer in the caller’s language and goes on', () => {
    assert.deepEqual(asked().now, ['looks up https://x.example/s in en, 2000 ms']);
    assert.deepEqual(asked().lookedUp(' All is well. ').now, ['says: All is well.']);
    assert.deepEqual(asked().lookedUp('All is well.').spoken().now, ['says: Bye']);
  });

  it('says so when there is no answer, or the answer cannot be spoken', () => {
    assert.deepEqual(asked().lookedUp(null).now, ['says: Unknown']);
    assert.deepEqual(asked().lookedUp('  ').now, ['says: Unknown']);
    const unheard = asked().lookedUp('x').spoken(false);
    assert.deepEqual(unheard.now, ['says: Unknown']);
    assert.deepEqual(unheard.spoken(false).now, [`says: ${words.toPerson}`]);
  });
});

describe('a walk whose prompts cannot be played', () => {
  it('tries once more, waits for a key once, then goes to the person', () => {
    const at = line().spoken(false);
    assert.deepEqual(at.now, ['says: Top']);
    assert.deepEqual(at.spoken(false).now, ['waits 5000 ms']);
    assert.deepEqual(at.waited().now, [`says: ${words.toPerson}`]);
    assert.deepEqual(at.spoken(false).now, [`transfers to ${agent}, 30 s`]);
    assert.deepEqual(line().spoken(false).spoken(false).press('tone1').now, ['says: Told']);
  });

  it('goes on as ever when the second attempt can be heard', () => {
    const at = line().spoken(false).spoken();
    assert.deepEqual(at.now, ['waits 5000 ms']);
    assert.doesNotMatch(at.waited().now.join(), new RegExp(words.toPerson));
  });

  it('apologizes and hangs up where there is no person', () => {
    const at = new Line(book, 'second').spoken(false).spoken(false).waited();
    assert.deepEqual(at.now, [`says: ${words.apology}`]);
    assert.deepEqual(at.spoken(false).now, ['hangUp']);
  });
});

describe('a walk through a book that was read anew', () => {
  it('begins the menu again where its node is gone, or does something else now', () => {
    const start = bookOf({
      first: 'languages: en\nstart: new\nnodes: { new: { prompt: { en: New }, hangUp: true } }',
    });
    for (const at of [line().press('tone1'), line().press('tone5')]) {
      at.book = start;
      assert.deepEqual(at.spoken().now, ['says: New']);
    }
    const pressed = line();
    pressed.book = start;
    assert.deepEqual(pressed.press('tone1').now, ['quiet', 'says: New']);
    const waiting = line().spoken();
    waiting.book = bookOf({
      first: 'languages: en\nstart: top\nnodes: { top: { prompt: { en: Now }, hangUp: true } }',
    });
    assert.deepEqual(waiting.waited().now, ['says: Now']);
  });

  it('apologizes where the whole menu is gone, or never was', () => {
    const at = line().spoken();
    at.book = bookOf({ second });
    assert.deepEqual(at.waited().now, [`says: ${words.apology}`]);
    assert.deepEqual(at.spoken().now, ['hangUp']);
    for (const name of ['nothing', 'constructor', '__proto__'])
      assert.deepEqual(new Line(book, name, keysOnly, 'ru').now, [`says: ${spoken.ru.words.apology}`]);
  });
});
