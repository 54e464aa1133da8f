import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type Language, languages } from '../../src/ivr/language.ts';
import { readMenus } from '../../src/ivr/menuFile.ts';
import { person, type Story, startStory } from './harness.ts';
import { configFolder, keysAlone } from './menus.ts';
import { dial, type Phone, spoken } from './phone.ts';
import { second } from './steps.ts';

/** The help desk of the sample, but for the address that it looks things up at: nobody is there. */
const file = readFileSync('config/menus/helpdesk.yaml', 'utf8').replace(
  /url: .*/,
  'url: https://localhost:9/',
);
const read = readMenus([{ name: 'helpdesk.yaml', text: file }], { prompt: () => 'is not there' });
assert.ok('book' in read);
const { nodes } = read.book.menus.helpdesk ?? { nodes: {} };

/** Every text below a part of a menu that is spoken in a language. */
function textsIn(part: unknown, language: Language): string[] {
  if (!part || typeof part !== 'object') return [];
  const say = part as { text?: string; language?: string };
  if (typeof say.text === 'string') return say.language === language ? [say.text] : [];
  return Object.values(part).flatMap((each) => textsIn(each, language));
}

const strings = (part: unknown): string[] =>
  typeof part === 'string' ? [part] : Object.values(part as object).flatMap(strings);

const prompt = (node: string, language: Language) =>
  textsIn(Reflect.get(nodes, node).prompt, language)[0] ?? '';
const own = (language: Language) => (spoken(language) as unknown as { words: Record<string, string> }).words;

/** How callers of each language are announced, and something to say for each choice that is no phrase of the file. */
const callers: Record<Language, { tag: string; person: string; hours: string; angry: string }> = {
  en: {
    tag: 'en-US',
    person: 'I want to talk to a person',
    hours: 'can you tell me when you are open',
    angry: 'you stupid machine',
  },
  ru: {
    tag: 'ru-RU',
    person: 'Я хочу поговорить с человеком',
    hours: 'скажите когда вы работаете',
    angry: 'вы идиоты',
  },
  'zh-CN': { tag: 'zh-CN', person: '我要和人说话', hours: '请问你们几点上班', angry: '你们太差了' },
  'pt-BR': {
    tag: 'pt-BR',
    person: 'quero falar com uma pessoa',
    hours: 'por favor, que horas vocês abrem',
    angry: 'isso é uma palhaçada',
  },
};

async function answer(phone: Phone, words: string) {
  await phone.untilListening();
  assert.ok(await phone.say(words));
}

const transferredTo = async (phone: Phone) =>
  ((await phone.leg()).handover as { with?: string } | null)?.with;

for (const language of languages)
  describe(`the help desk in ${language}`, () => {
    const { tag, ...says } = callers[language];
    const known = new Set([...textsIn(nodes, language), ...strings(spoken(language))]);
    let story: Story;
    const call = () => dial(story, 'Megan', { languageId: tag });
    const onlyThisLanguage = async (phone: Phone) => {
      for (const { words } of (await phone.line()).heard)
        if (words !== null) assert.ok(known.has(words), `in another language: ${words}`);
    };
    before(async () => {
      const CONFIG_DIR = configFolder({ 'menus/helpdesk.yaml': file });
      story = await startStory({ env: { CONFIG_DIR, SENTIMENT: 'true' } });
    });
    after(() => story.close());

    it('tells its hours and hands over to a person, by voice', async () => {
      const phone = await call();
      await answer(phone, says.hours);
      await phone.until(prompt('hours', language), 10 * second);
      await answer(phone, says.person);
      await phone.until(prompt('agent', language), 10 * second);
      await story.advance(10 * second);
      assert.equal(await transferredTo(phone), person('Adele').id);
      await onlyThisLanguage(phone);
    });

    it('hands over who is angry, and who is not understood twice', async () => {
      const angry = await call();
      await answer(angry, says.angry);
      await angry.until(own(language).toPerson ?? '', 10 * second);
      await onlyThisLanguage(angry);
      await angry.hangUp();
      const other = await call();
      await answer(other, 'xyzzy plugh');
      await other.until(own(language).notUnderstood ?? '', 10 * second);
      await answer(other, 'xyzzy plugh');
      await other.until(own(language).toPerson ?? '', 10 * second);
      await story.advance(10 * second);
      assert.equal(await transferredTo(other), person('Adele').id);
      await onlyThisLanguage(other);
    });

    it('walks everything by keys, and notes the call where nobody is free', async () => {
      await story.control('PATCH', `/people/${person('Adele').id}`, { behaviour: 'declines' });
      const phone = await call();
      await phone.until(prompt('greeting', language));
      await phone.press('7');
      await phone.until(textsIn(Reflect.get(nodes, 'greeting').wrong, language)[0] ?? '');
      await phone.press('1');
      await phone.until(prompt('hours', language));
      await phone.until(prompt('more', language));
      await phone.press('9');
      await phone.press('2');
      await phone.until(prompt('status', language));
      await phone.until(textsIn(Reflect.get(nodes, 'status').failed, language)[0] ?? '');
      await phone.press('#');
      await phone.press('0');
      await phone.until(prompt('agent', language));
      await phone.until(prompt('nobody', language));
      await phone.until(own(language).callNoted ?? '');
      await story.advance(15 * second);
      assert.equal((await phone.leg()).state, 'terminated');
      await onlyThisLanguage(phone);
    });
  });

describe('callers of other languages', () => {
  it('hear the language that is configured, and Portuguese and Chinese of any kind their own', async () => {
    const story = await startStory({ env: { ...keysAlone.env, DEFAULT_LANGUAGE: 'ru' } });
    try {
      for (const [tag, language] of [
        ['fr-FR', 'ru'],
        ['pt-PT', 'pt-BR'],
        ['zh-Hant-TW', 'zh-CN'],
        ['', 'ru'],
      ] as const) {
        const phone = await dial(story, 'Megan', { languageId: tag });
        await phone.until(prompt('greeting', language));
        await phone.hangUp();
      }
    } finally {
      await story.close();
    }
  });
});
