/** What can be walked on one line: the menus in force, and one made for this call alone. Pure. */
import { apologyMenuName } from '../ivr/builtIn.ts';
import type { Menu, MenuBook } from '../ivr/menu.ts';
import type { Draft } from './draft.ts';
import type { Talk } from './talkState.ts';

/** The book in force, with the menu that was made for this call. */
export function bookOf({ call, rules }: Draft): MenuBook {
  const inline = call.talk?.inline;
  return inline ? { ...rules.book, menus: { ...rules.book.menus, [inline.name]: inline } } : rules.book;
}

/**
 * When all else fails: an apology, then the person whom the menu names for that, or the end.
 * @returns a menu for this call alone
 */
export function apologyMenu(book: MenuBook, { menu, inline, language }: Talk): Menu {
  const failing = inline?.name === menu ? inline : book.menus[menu];
  const fallback = failing?.fallback ?? null;
  const text = book.words[language].apology;
  const prompt = { [language]: { text, language } };
  const next = fallback === null ? 'hangUp' : 'person';
  return {
    name: apologyMenuName,
    languages: [language],
    start: 'sorry',
    nodes: { sorry: { kind: 'speak', prompt, report: null, next } },
    fallback,
  };
}
