import type { Text } from '../../locales/text.ts';
import { button } from './button.ts';
import { type Card, card, type Element } from './card.ts';
import { facts, heading, quiet, strong } from './elements.ts';
import { meetingTime } from './meetingTime.ts';
import { namesOf, titleOf } from './names.ts';
import type { DraftView } from './views.ts';

const mostNames = 12;

/** Asked before many people, or people outside the organization, are invited: nothing has been sent yet. */
export function draftCard(text: Text, { meeting }: DraftView): Card {
  const count = meeting.invited.length;
  const outside = meeting.invited.filter((person) => person.outside);
  const listed: [string, string][] = [
    [text('card.meeting.when'), meetingTime(text, meeting)],
    [
      text('card.draft.invites', { count }),
      namesOf(
        text,
        meeting.invited.map((person) => person.name),
        mostNames,
      ),
    ],
  ];
  if (outside.length > 0) {
    const names = outside.map((person) => person.name);
    listed.push([text('card.draft.outside'), namesOf(text, names, mostNames)]);
  }
  const body: Element[] = [
    heading(titleOf(text, meeting.subject)),
    strong(text('card.draft.state')),
    facts(listed),
    quiet(text('card.draft.next')),
  ];
  return card(text('card.draft.summary', { subject: titleOf(text, meeting.subject) }), body, [
    button('sendDraft', text('card.draft.send', { count }), { meetingId: meeting.id }),
    button('changeDraft', text('card.draft.change'), { meetingId: meeting.id }),
  ]);
}
