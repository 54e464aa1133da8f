import type { Text } from '../../locales/text.ts';
import { button } from './button.ts';
import { type Card, card, type Element } from './card.ts';
import { box, heading, line, quiet } from './elements.ts';
import { titleOf } from './names.ts';
import { peoplePicker } from './peoplePicker.ts';

/** To whom a call is handed over, or who is added to it. */
export function personFormCard(
  text: Text,
  view: {
    verb: 'transferCall' | 'addPeople';
    callId: string;
    formId: string;
    subject: string;
    /** A whole sentence on what to put right; ready for Markdown. */
    problem: string | null;
  },
): Card {
  const { verb, callId, formId } = view;
  const title = text(`card.personForm.${verb}.title`);
  const body: Element[] = [heading(title), quiet(titleOf(text, view.subject))];
  if (view.problem) body.push(box([line(view.problem)]));
  body.push(
    peoplePicker(text, 'people', text(`card.personForm.${verb}.whom`), [], []),
    quiet(text(`card.personForm.${verb}.note`)),
  );
  const send = button(verb, text(`card.personForm.${verb}.send`), { callId, formId }, { inputs: 'auto' });
  return card(title, body, [send]);
}
