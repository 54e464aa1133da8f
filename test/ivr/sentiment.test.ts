import assert from 'node:assert/strict';
import type { Language } from '../../src/ivr/language.ts';
import { isAngry } from '../../src/ivr/sentiment.ts';

const said: Record<Language, { angry: string[]; calm: string[] }> = {
  en: {
    angry: ['I hate this stupid machine', 'I am really angry, this is awful', 'Your service is horrible'],
    calm: [
      'I want to talk to a person',
      'I have a problem with my bill',
      'My password does not work',
      'Thank you',
    ],
  },
  ru: {
    angry: ['Это ужасно, я ненавижу эту машину', 'Я очень зол, это отвратительно', 'Идиоты'],
    calm: ['Я хочу поговорить с человеком', 'У меня проблема со счётом', 'Я забыл пароль', 'Спасибо'],
  },
  'zh-CN': {
    angry: ['你们的服务太差了', '气死我了', '我要投诉'],
    calm: ['我想和人说话', '我忘记密码了', '谢谢'],
  },
  'pt-BR': {
    angry: ['Estou com muita raiva, isso é horrível', 'Que absurdo', 'Serviço péssimo'],
    calm: ['Quero falar com uma pessoa', 'Tenho um problema com a conta', 'Perdi meu cartão', 'Obrigado'],
  },
};

describe('who is angry', () => {
  for (const [language, { angry, calm }] of Object.entries(said) as [Language, (typeof said)['en']][]) {
    it(`in ${language}`, async () => {
      for (const text of angry) assert.equal(await isAngry(text, language), true, text);
      for (const text of calm) assert.equal(await isAngry(text, language), false, text);
    });
  }
});
