import type { Text } from '../../locales/text.ts';
import { type Card, card } from './card.ts';
import { line, strong } from './elements.ts';
import { titleOf } from './names.ts';

/** What stands where a form or a question stood, once it was answered: nobody presses it a second time. */
export function spentCard(text: Text, view: { title: string; said: string }): Card {
  const title = titleOf(text, view.title);
  return card(title, [strong(title), line(view.said)]);
}

/** One live card of a subject in a chat: what stands above it only points down. */
export const movedCard = (text: Text, title: string): Card =>
  spentCard(text, { title, said: text('card.moved') });
