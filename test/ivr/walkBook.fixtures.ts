/** Two menus in two languages with a node of each kind, and callers in the first of them. */
import { spoken } from '../../src/locales/spoken.ts';
import { agent, bookOf, keysOnly, Line } from './walk.fixtures.ts';

export const other = 'c0a80000-7e57-4c0d-a000-000000000005';
export const { words } = spoken.en;

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
export const second = `
languages: [en, ru]
start: only
nodes:
  only:
    prompt: { en: Second, ru: Второе }
    choices: [{ key: 1, next: person2, phrases: { en: [one], ru: [один] } }]
  person2: { transfer: { to: ${other} } }
`;
export const book = bookOf({ first: text, second });
export const line = (can = keysOnly, callerId: string | null = null) =>
  new Line(book, 'first', can, 'en', callerId);
