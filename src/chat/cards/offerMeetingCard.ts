import type { Text } from '../../locales/text.ts';
import { button } from './button.ts';
import { type Card, card } from './card.ts';
import { heading, line, quiet } from './elements.ts';
import { namesOf } from './names.ts';

/** As many names as the question lists. */
const mostNames = 20;

/** More people than can be rung at once: a meeting with them, in one press. Numbers cannot be invited to one. */
export function offerMeetingCard(
  text: Text,
  view: { formId: string; callees: readonly { id: string; name: string; kind: 'user' | 'phone' }[] },
): Card {
  const people = view.callees.filter(({ kind }) => kind === 'user');
  const names = people.map(({ name }) => name);
  const title = text('card.offerMeeting.title');
  const question = text('card.offerMeeting.question', {
    names: namesOf(text, names, mostNames),
    count: names.length,
  });
  const data = { formId: view.formId, people: people.map(({ id }) => id).join(',') };
  const phones = view.callees.length > people.length ? [quiet(text('card.offerMeeting.phones'))] : [];
  return card(
    title,
    [heading(title), line(question), ...phones],
    [button('meetInstead', text('card.offerMeeting.start'), data)],
  );
}
