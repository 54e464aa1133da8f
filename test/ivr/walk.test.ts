import assert from 'node:assert/strict';
import { choicesAt } from '../../src/ivr/walk.ts';
import { spoken } from '../../src/locales/spoken.ts';
import { agent, all, bookOf, keysOnly, Line } from './walk.fixtures.ts';

const other = 'c0a80000-7e57-4c0d-a000-000000000005';
const { words } = spoken.en;

const text = `
languages: [en, ru]
start: top
fallback: ${agent}
nodes:
  top:
    prompt: { en: Top, ru: Начало }
    choices:
      - { key: 1, next: told, phrases: { en: [hours], ru: [часы] } }
      - { key: 2, next: seek, phrases: { en: [status], ru: [состояние] } }
      - { key: 3, next: note }
      - { key: 4, next: question }
      - { key: 5, next: colleague }
      - { key: 6, next: bare }
      - { key: 7, next: person }
      - { key: 8, next: { menu: second } }
      - { key: 0, next: before }
      - { key: "*", next: hangUp }
    negatives: { en: [nothing], ru: [ничего] }
    seconds: 5
    silence: { retries: 1, prompt: { en: Hello, ru: Алло }, next: told }
    wrong: { retries: 1, prompt: { en: Wrong key, ru: Не та клавиша }, next: hangUp }
  told: { prompt: { en: Told, ru: Сказано }, next: end }
  before: { prompt: { en: First, ru: Сначала }, next: top }
  end: { prompt: { en: Bye, ru: Пока }, hangUp: true }
  seek:
    prompt: { en: Moment, ru: Минуту }
    lookUp:
      { url: "https://x.example/s", timeoutSeconds: 2, failed: { en: Unknown, ru: Неизвестно }, next: end }
  note: { prompt: { en: Speak, ru: Говорите }, takeMessage: { seconds: 30 } }
  question:
    { prompt: { en: Why, ru: Зачем }, recordAnswer: { seconds: 10, next: told, otherwise: end } }
  colleague:
    { prompt: { en: Ringing, ru: Звоню }, transfer: { to: ${other}, consult: true, seconds: 20, otherwise: told } }
  bare: { transfer: { to: ${other} } }
`;
const second = `
languages: [en, ru]
start: only
nodes:
  only:
    prompt: { en: Second, ru: Второе }
    choices: [{ key: 1, next: person2, phrases: { en: [one], ru: [один] } }]
  person2: { transfer: { to: ${other} } }
`;
const book = bookOf({ first: text, second });
const line = (can = keysOnly, callerId: string | null = null) => new Line(book, 'first', can, 'en', callerId);

describe('a walk by keys', () => {
  it('speaks, then waits for a key', () => {
    assert.deepEqual(line().now, ['says: Top']);
    assert.deepEqual(line().spoken().now, ['waits 5000 ms']);
  });

  it('lets a key into the prompt: quiet first, then what it chose', () => {
    assert.deepEqual(line().press('tone1').now, ['quiet', 'says: Told']);
    assert.deepEqual(line().spoken().press('tone1').now, ['says: Told']);
  });

  it('ignores what is over: older steps, other kinds, tones of no phone', () => {
    const at = line().spoken();
    const before = structuredClone(at.at.walk);
    for (const event of [
      { kind: 'spoken', step: 1, ok: true },
      { kind: 'spoken', step: 2, ok: true },
      { kind: 'waited', step: 1 },
      { kind: 'heard', step: 2, heard: { kind: 'angry' } },
      { kind: 'tone', tone: 'flash' },
      { kind: 'tone', tone: 'a' },
    ] as const) {
      assert.deepEqual(at.tell(event).now, []);
      assert.deepEqual(at.at.walk, before);
    }
  });

  it('asks again after silence as often as it may, then goes on', () => {
    const at = line().spoken().waited();
    assert.deepEqual(at.now, ['says: Hello | Top']);
    assert.deepEqual(at.spoken().waited().now, ['says: Told']);
  });

  it('asks again after a wrong key as often as it may, then goes on', () => {
    const at = line().press('tone9');
    assert.deepEqual(at.now, ['quiet', 'says: Wrong key | Top']);
    assert.deepEqual(at.press('tone9').now, ['quiet', 'hangUp']);
  });

  it('takes a key into a text for the question behind it, where it means something', () => {
    const at = line().spoken().press('tone0');
    assert.deepEqual(at.now, ['says: First']);
    assert.deepEqual(at.press('tone9').now, []);
    assert.deepEqual(at.press('tone1').now, ['quiet', 'says: Told']);
  });

  it('skips a text with # and hears no other key meanwhile', () => {
    const at = line().press('tone1');
    assert.deepEqual(at.press('tone1').now, []);
    assert.deepEqual(at.press('pound').now, ['quiet', 'says: Bye']);
  });

  it('hangs up after its last words, heard or not', () => {
    assert.deepEqual(line().press('tone1').spoken().spoken().now, ['hangUp']);
    const over = line().press('star');
    assert.deepEqual(over.now, ['quiet', 'hangUp']);
    assert.deepEqual(over.spoken().press('tone1').now, []);
  });

  it('goes to another menu', () => {
    assert.deepEqual(line().press('tone8').now, ['quiet', 'says: Second']);
  });

  it('speaks the first language of a menu that lacks the caller’s', () => {
    const at = new Line(book, 'first', keysOnly, 'pt-BR');
    assert.deepEqual(at.now, ['says: Top']);
    assert.deepEqual(new Line(book, 'first', keysOnly, 'ru').now, ['says: Начало']);
  });
});

describe('a walk by voice', () => {
  const hear = { ...all, keepMessages: false };

  it('records right after the prompt, and says what may be chosen', () => {
    const at = line(hear);
    assert.deepEqual(at.now, ['listens for a choice, 5 s: Top']);
    const choices = choicesAt(book, at.at.walk);
    assert.deepEqual(choices?.choices.slice(0, 3), [
      { phrases: ['hours'] },
      { phrases: ['status'] },
      { phrases: [] },
    ]);
    assert.deepEqual(choices?.negatives, ['nothing']);
    assert.equal(choicesAt(book, line().at.walk), null);
  });

  it('follows a choice, and a key at any time', () => {
    assert.deepEqual(line(hear).heard({ kind: 'choice', choice: 0 }).now, ['says: Told']);
    assert.deepEqual(line(hear).press('tone1').now, ['quiet', 'says: Told']);
  });

  it('asks again what it did not understand, and the second time hands the caller to a person', () => {
    const at = line(hear).heard({ kind: 'notUnderstood' });
    assert.deepEqual(at.now, [`says: ${words.notUnderstood}`]);
    assert.deepEqual(at.spoken().now, ['listens for a choice, 5 s: Top']);
    assert.deepEqual(at.heard({ kind: 'choice', choice: 99 }).now, [`says: ${words.toPerson}`]);
    assert.deepEqual(at.press('tone1').now, []);
    assert.deepEqual(at.spoken().now, [`transfers to ${agent}, 30 s`]);
    assert.deepEqual(at.missed().now, ['reports callback', `says: ${words.nobodyFree}`]);
    assert.deepEqual(at.spoken(false).now, ['hangUp']);
  });

  it('hands an angry caller to a person at once, where moods are looked at', () => {
    assert.deepEqual(line(hear).heard({ kind: 'angry' }).now, [`says: ${words.toPerson}`]);
    const off = line({ ...hear, sentiment: false }).heard({ kind: 'angry' });
    assert.deepEqual(off.now, [`says: ${words.notUnderstood}`]);
  });

  it('goes on by keys where a menu names no person', () => {
    const at = new Line(book, 'second', hear).heard({ kind: 'angry' });
    assert.deepEqual(at.now, [`says: ${words.useKeys} | Second`]);
  });

  it('goes on by keys for the rest of the walk once nobody understands', () => {
    const at = line(hear).heard({ kind: 'unavailable' });
    assert.deepEqual(at.now, [`says: ${words.useKeys} | Top`]);
    assert.deepEqual(at.spoken().now, ['waits 5000 ms']);
    assert.deepEqual(at.press('tone8').now, ['says: Second']);
  });

  it('counts silence as silence', () => {
    const at = line(hear).heard({ kind: 'silence' });
    assert.deepEqual(at.now, ['says: Hello']);
    assert.deepEqual(at.spoken(false).now, ['listens for a choice, 5 s: Top']);
    assert.deepEqual(at.heard({ kind: 'silence' }).now, ['says: Told']);
  });
});

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
