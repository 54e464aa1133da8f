/** What Rollcall says in its own name: on calls that it places, and to callers who wait for an agent. Pure. */
import { consultMenu, holdMenu, remindMenu, ringMissingMenu, sayMenu } from '../ivr/builtIn.ts';
import { type Language, languageOf } from '../ivr/language.ts';
import type { Menu } from '../ivr/menu.ts';
import type { Draft } from './draft.ts';
import type { Purpose } from './placed.ts';
import { beginTalk } from './talk.ts';

/** What a placed call is for, said as soon as somebody has picked up; people who talk with each other hear nothing. */
export function sayWhatFor(draft: Draft, purpose: Purpose) {
  const language = languageOf(draft.call.locale, 'en');
  const menu = menuFor(purpose, language);
  if (menu) beginTalk(draft, menu.name, menu, language);
}

/** "One moment, please", for so many seconds, to a caller whom an agent may take. */
export function sayOneMoment(draft: Draft, seconds: number) {
  const language = languageOf(draft.call.locale, 'en');
  const menu = holdMenu(seconds, language);
  beginTalk(draft, menu.name, menu, language);
}

function menuFor(purpose: Purpose, language: Language): Menu | null {
  switch (purpose.kind) {
    case 'talk':
      return null;
    case 'say':
      return sayMenu(purpose.text, language);
    case 'ringMissing':
      return ringMissingMenu(purpose.sentence, language);
    case 'consult':
      return consultMenu(purpose.caller, language);
    case 'remind':
      return remindMenu(purpose, language);
  }
}
