import type { Text } from '../../locales/text.ts';
import { button } from './button.ts';
import { type Card, card, type Element } from './card.ts';
import { heading, line, quiet } from './elements.ts';
import { namesOf, titleOf } from './names.ts';
import type { RosterConfirmView } from './views.ts';

/** Those removed are named as far as a card can; of those muted a few names say enough. */
const mostNames = { removeChosen: 12, muteOthers: 5 } as const;

/**
 * The second step of "Mute others" and "Remove": the question with the names it is about, a button that says what
 * it does, and the way back. Without inputs: what was chosen is carried by the buttons and looked up again.
 */
export function rosterConfirmCard(text: Text, view: RosterConfirmView): Card {
  const names = view.people.map((person) => person.name);
  const values = { count: names.length, names: namesOf(text, names, mostNames[view.verb]) };
  const question = text(`card.confirm.${view.verb}.question`, values);
  const body: Element[] = [heading(titleOf(text, view.subject)), line(question)];
  if (view.spared.length > 0) {
    const spared = namesOf(text, view.spared);
    body.push(quiet(text('card.confirm.spared', { names: spared, count: view.spared.length })));
  }
  const chosen = view.verb === 'removeChosen' ? view.people.map((person) => person.id) : view.chosen;
  const data = {
    callId: view.callId,
    show: view.show,
    ...(view.letters ? { letters: view.letters } : {}),
    chosen: chosen.join(','),
  };
  return card(question, body, [
    button(view.verb, text(`card.confirm.${view.verb}.yes`, values), { ...data, confirmed: true }),
    button('refreshRoster', text('card.confirm.back'), data),
  ]);
}
