import assert from 'node:assert/strict';
import { choicesAt } from '../../src/ivr/walk.ts';
import { agent, all, keysOnly, Line } from './walk.fixtures.ts';
import { book, line, words } from './walkBook.fixtures.ts';

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
