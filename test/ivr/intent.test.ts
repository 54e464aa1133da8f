import assert from 'node:assert/strict';
import { createIntents } from '../../src/ivr/intent.ts';
import type { Language } from '../../src/ivr/language.ts';

/** Hours, password, a person: and what callers say for each, or for none of them. */
const menus: Record<Language, { phrases: string[][]; said: [string, number | null][] }> = {
  en: {
    phrases: [
      ['opening hours', 'when are you open', 'what time do you close'],
      ['reset my password', 'I forgot my password', 'I cannot log in'],
      ['talk to a person', 'speak to an agent', 'human please', 'operator'],
    ],
    said: [
      ['I want to talk to a person', 2],
      ['I want to speak to a human.', 2],
      ['Operator.', 2],
      ['When do you open?', 0],
      ['My password does not work', 1],
      ['What is the weather like today?', null],
      ['banana pancakes', null],
      ['I forgot my umbrella', null],
      ['I want to buy a car', null],
      ['Hello', null],
      ['to', null],
    ],
  },
  ru: {
    phrases: [
      ['часы работы', 'когда вы открыты'],
      ['сбросить пароль', 'я забыл пароль'],
      ['поговорить с человеком', 'соедините с оператором'],
    ],
    said: [
      ['Я хочу поговорить с человеком.', 2],
      ['Хочу поговорить с живым человеком', 2],
      ['Когда вы открываетесь?', 0],
      ['Забыл свой пароль', 1],
      ['Какая сегодня погода?', null],
      ['Блины с бананом', null],
      ['Я хочу купить машину', null],
    ],
  },
  'zh-CN': {
    phrases: [
      ['营业时间', '你们几点开门'],
      ['重置密码', '我忘记密码了'],
      ['人工服务', '我想和真人说话', '转接客服'],
    ],
    said: [
      ['我想和人说话。', 2],
      ['我要跟人工说话', 2],
      ['你们什么时候营业？', 0],
      ['密码忘了', 1],
      ['今天天气怎么样？', null],
      ['香蕉煎饼', null],
      ['我想买车', null],
    ],
  },
  'pt-BR': {
    phrases: [
      ['horário de funcionamento', 'que horas vocês abrem'],
      ['redefinir senha', 'esqueci minha senha'],
      ['falar com uma pessoa', 'falar com um atendente'],
    ],
    said: [
      ['Quero falar com uma pessoa.', 2],
      ['Gostaria de falar com alguém', 2],
      ['A que horas abrem?', 0],
      ['Esqueci a senha', 1],
      ['Como está o tempo hoje?', null],
      ['Panquecas de banana', null],
      ['Quero comprar um carro', null],
    ],
  },
};

const of = (phrases: string[][], negatives: string[] = []) => ({
  choices: phrases.map((list) => ({ phrases: list })),
  negatives,
});

describe('what a caller meant', () => {
  const intents = createIntents();

  for (const [language, { phrases, said }] of Object.entries(menus) as [Language, (typeof menus)['en']][]) {
    it(`in ${language}`, async () => {
      for (const [text, choice] of said) {
        assert.equal(await intents.understand(text, of(phrases), language), choice, text);
      }
    });

    it(`each phrase of a menu in ${language}, whatever its case and its full stop`, async () => {
      for (const [choice, list] of phrases.entries()) {
        for (const phrase of list) {
          const text = `${phrase.toUpperCase()}.`;
          assert.equal(await intents.understand(text, of(phrases), language), choice, phrase);
        }
      }
    });
  }

  it('a phrase made of nothing but small words is a choice all the same', async () => {
    assert.equal(await intents.understand('No.', of([['yes'], ['no']]), 'en'), 1);
    assert.equal(await intents.understand('thank you', of([['thank you'], ['no']]), 'en'), 0);
  });

  it('not what the menu names as sounding like a choice', async () => {
    const phrases = [['talk to a person'], ['opening hours']];
    const text = 'talk to a machine';
    assert.equal(await intents.understand(text, of(phrases), 'en'), 0);
    assert.equal(await intents.understand(text, of(phrases, [text]), 'en'), null);
  });

  it('nothing where there is nothing to choose, or nothing was said', async () => {
    assert.equal(await intents.understand('hello', of([]), 'en'), null);
    assert.equal(await intents.understand('', of([['talk to a person']]), 'en'), null);
  });

  it('of a full menu, trained when it is first asked', async () => {
    const phrases = Array.from({ length: 12 }, (_, choice) =>
      Array.from({ length: 10 }, (__, n) => `topic${choice} word${n} question${choice}${n}`),
    );
    assert.equal(await createIntents().understand('topic7 please', of(phrases), 'en'), 7);
  });
});
