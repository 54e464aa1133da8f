import type { Text } from '../../locales/text.ts';
import type { Person } from '../../people/person.ts';
import { button } from './button.ts';
import { type Card, card, type Element } from './card.ts';
import { heading, line, quiet } from './elements.ts';
import { namesOf, titleOf } from './names.ts';

/** Who can be rung with one press: each is a call of its own. */
export const mostRung = 20;

/**
 * The question before the missing are rung, every name of them listed; those who are left out, in a sentence of its own.
 */
export function ringMissingCard(
  text: Text,
  view: {
    callId: string;
    formId: string;
    subject: string;
    people: readonly Person[];
    leftOut: string | null;
    more: number;
  },
): Card {
  const names = view.people.map(({ name }) => name);
  const question = text('card.ringMissing.question', {
    names: namesOf(text, names, mostRung),
    count: names.length,
  });
  const body: Element[] = [heading(titleOf(text, view.subject)), line(question)];
  body.push(quiet(text('card.ringMissing.how')));
  if (view.leftOut) body.push(quiet(view.leftOut));
  if (view.more > 0) body.push(quiet(text('card.ringMissing.more', { count: view.more })));
  const data = {
    callId: view.callId,
    formId: view.formId,
    people: view.people.map(({ id }) => id).join(','),
  };
  return card(question, body, [
    button('ringNamed', text('card.ringMissing.ring', { count: names.length }), data),
  ]);
}
