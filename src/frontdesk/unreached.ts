/** Menus that nobody can come to: no rule leads there, and no menu that one leads to. Pure. */
import type { MenuBook } from '../ivr/menu.ts';
import { menusAfter } from '../ivr/menuChecks.ts';
import type { FrontDesk, Outcome } from './frontDesk.ts';

/** @returns the names of the menus of the book that no caller can reach */
export function unreached({ rules, blocked }: FrontDesk, { menus }: MenuBook): string[] {
  const reached = new Set<string>();
  const open = [blocked, ...rules.map(({ outcome }) => outcome)].flatMap(menusOf);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const menu = menus[name];
    if (reached.has(name) || !menu) continue;
    reached.add(name);
    open.push(...menusAfter(menu));
  }
  return Object.keys(menus).filter((name) => !reached.has(name));
}

function menusOf(outcome: Outcome): string[] {
  if (outcome.do === 'answer') return 'menu' in outcome ? [outcome.menu] : [];
  if (outcome.do === 'hold') return menusOf(outcome.otherwise);
  if (outcome.do !== 'ask') return [];
  return [...menusOf(outcome.otherwise), ...(outcome.menu === undefined ? [] : [outcome.menu])];
}
