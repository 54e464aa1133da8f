/** Callers of the help desk as it is delivered, by key and by voice, in four languages. */
import assert from 'node:assert/strict';
import { type Language, languages } from '../../src/ivr/language.ts';
import type { Say } from '../../src/ivr/menu.ts';
import { choicesAt } from '../../src/ivr/walk.ts';
import { spoken } from '../../src/locales/spoken.ts';
import { agent, all, keysOnly, Line, sample } from './walk.fixtures.ts';

const book = sample();
const says: Record<
  Language,
  { greeting: RegExp; hours: RegExp; failed: RegExp; nobody: RegExp; bye: RegExp; person: string }
> = {
  en: {
    greeting: /^says: Welcome/,
    hours: /Monday to Friday/,
    failed: /can't find out/,
    nobody: /Nobody is free/,
    bye: /Goodbye/,
    person: 'I want to talk to a person',
  },
  ru: {
    greeting: /^says: Здравствуйте/,
    hours: /с понедельника/,
    failed: /не удаётся/,
    nobody: /заняты/,
    bye: /До свидания/,
    person: 'я хочу поговорить с человеком',
  },
  'zh-CN': {
    greeting: /^says: 您好/,
    hours: /周一至周五/,
    failed: /暂时无法/,
    nobody: /没有空闲/,
    bye: /再见/,
    person: '我想找人工服务',
  },
  'pt-BR': {
    greeting: /^says: Bem-vindo/,
    hours: /segunda a sexta/,
    failed: /não consigo/,
    nobody: /ninguém/,
    bye: /Até logo/,
    person: 'quero falar com uma pessoa',
  },
};

for (const language of languages) {
  const expected = says[language];
  const own = spoken[language].words;
  const call = (can = keysOnly, menu = 'helpdesk') => new Line(book, menu, can, language);

  describe(`the help desk in ${language}`, () => {
    it('greets, tells the hours and says goodbye', () => {
      const line = call();
      assert.match(line.now[0] ?? '', expected.greeting);
      assert.match(line.press('tone1').now[1] ?? '', expected.hours);
      assert.match(line.spoken().now[0] ?? '', /9.*0/);
      line.spoken().waited().spoken().waited();
      assert.match(line.now[0] ?? '', expected.bye);
      assert.deepEqual(line.spoken().now, ['hangUp']);
    });

    it('looks up the state of the services, or says that it cannot', () => {
      const line = call().press('tone2').spoken();
      assert.deepEqual(line.now, [`looks up https://status.contoso.example/spoken in ${language}, 3000 ms`]);
      assert.match(line.lookedUp(null).now[0] ?? '', expected.failed);
    });

    it('hands a caller who presses 0 to Adele, and takes a note when she does not answer', () => {
      const line = call().press('tone0').spoken();
      assert.deepEqual(line.now, [`transfers to ${agent}, 30 s`]);
      assert.match(line.missed().now[0] ?? '', expected.nobody);
      assert.deepEqual(line.spoken().now, ['reports callback', `says: ${own.callNoted}`]);
    });

    it('hands a caller who asks for a person to Adele too', () => {
      const line = call(all);
      const choices = choicesAt(book, line.at.walk)?.choices ?? [];
      const choice = choices.findIndex(({ phrases }) => phrases.includes(expected.person));
      assert.deepEqual(line.heard({ kind: 'choice', choice }).spoken().now, [`transfers to ${agent}, 30 s`]);
      assert.ok(choices.every(({ phrases }) => phrases.length >= 4));
    });

    it('takes a message after hours, with notice', () => {
      const line = call(all, 'afterHours').press('tone1');
      assert.deepEqual(line.now, ['quiet', `says: ${own.notice}`]);
      assert.match(line.spoken().now[0] ?? '', /^listens for a message, 90 s: ./);
      assert.deepEqual(line.heard({ kind: 'recorded' }).spoken().now, ['hangUp']);
      assert.ok(line.story.includes(`says: ${own.messageTaken}`));
    });

    it('is spoken in no other language', () => {
      const line = call().press('tone1').spoken().press('tone0').spoken().missed().spoken().spoken();
      const said = line.steps.flatMap((step): Say[] => ('say' in step ? step.say : []));
      assert.ok(said.length > 5);
      for (const say of said) assert.ok('language' in say && say.language === language);
    });
  });
}
