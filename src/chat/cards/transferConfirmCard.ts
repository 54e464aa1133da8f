import type { Text } from '../../locales/text.ts';
import type { Person } from '../../people/person.ts';
import { button } from './button.ts';
import { type Card, card } from './card.ts';
import { heading, line } from './elements.ts';
import { nameOf, titleOf } from './names.ts';

/** The question before somebody is handed over, with both names. */
export function transferConfirmCard(
  text: Text,
  view: { callId: string; formId: string; subject: string; who: string; to: Person },
): Card {
  const names = { who: nameOf(text, view.who), to: nameOf(text, view.to.name) };
  const question = text('card.transferConfirm.question', names);
  const { callId, formId } = view;
  return card(
    question,
    [heading(titleOf(text, view.subject)), line(question)],
    [
      button('transferCall', text('card.transferConfirm.yes'), {
        ...{ callId, formId, people: view.to.id, confirmed: true },
      }),
      button('transferForm', text('card.transferConfirm.other'), { callId }),
    ],
  );
}
