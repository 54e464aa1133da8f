import type { Text } from '../../locales/text.ts';
import { button } from './button.ts';
import { type Action, type Card, card, mostActions } from './card.ts';
import { heading, quiet } from './elements.ts';
import { escaped, plain } from './escape.ts';
import { longestName, nameOf } from './names.ts';
import type { ChoosePersonView } from './views.ts';

/** "Which Alex?", when a name means several people; the answer runs the command again. */
export function choosePersonCard(text: Text, view: ChoosePersonView): Card {
  const title = text('card.choosePerson.title', { name: escaped(view.name, longestName) });
  const shown = view.people.slice(0, mostActions);
  const lines = shown.flatMap((person) =>
    person.detail ? [quiet(`${nameOf(text, person.name)} · ${escaped(person.detail, 60)}`)] : [],
  );
  const more = view.people.length - shown.length;
  return card(
    title,
    [heading(title), ...lines, ...(more > 0 ? [quiet(text('card.choosePerson.more', { count: more }))] : [])],
    shown.map((person) => pick(view, plain(person.name, longestName) || text('name.unknown'), person.id)),
  );
}

function pick({ pick: of, also = [] }: ChoosePersonView, title: string, personId: string): Action {
  if ('remind' in of) return button('chooseReminded', title, { ...of.remind, personId });
  const more = { personId, ...(also.length > 0 && { also: also.join(',') }) };
  return 'callId' in of
    ? button('choosePerson', title, { ...of, ...more })
    : button('chooseCallee', title, { ...of, ...more });
}
