import type { Text } from '../../locales/text.ts';
import type { Person } from '../../people/person.ts';
import { button } from './button.ts';
import { type Card, card, type Element } from './card.ts';
import { box, heading, line, quiet } from './elements.ts';
import { plain } from './escape.ts';
import { peoplePicker } from './peoplePicker.ts';

export interface CallFormView {
  formId: string;
  /** Chosen already. */
  people: readonly Person[];
  phone: string | null;
  say: string | null;
  /** Numbers can be called. */
  phones: boolean;
  /** A whole sentence on what to put right, from the texts; ready for Markdown. */
  problem: string | null;
}

/** "Whom to call?": people, a number where that can be called, and what to say to one of them. */
export function callFormCard(text: Text, view: CallFormView): Card {
  const title = text('card.callForm.title');
  const body: Element[] = [heading(title)];
  if (view.problem) body.push(box([line(view.problem)]));
  body.push(peoplePicker(text, 'people', text('card.form.people'), view.people, view.people));
  if (view.phones) body.push(input('phone', text('card.callForm.phone'), '+49 30 1234567', view.phone, 40));
  body.push(
    input('say', text('card.callForm.say'), text('card.callForm.sayExample'), view.say, 600),
    quiet(text('card.callForm.how')),
  );
  const call = button('placeCall', text('card.callForm.call'), { formId: view.formId }, { inputs: 'auto' });
  return card(title, body, [call]);
}

const input = (
  id: 'phone' | 'say',
  label: string,
  placeholder: string,
  value: string | null,
  maxLength: number,
): Element => ({
  type: 'Input.Text',
  id,
  label,
  placeholder,
  maxLength,
  ...(value ? { value: plain(value, maxLength) } : {}),
});
