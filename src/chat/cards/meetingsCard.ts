import type { Text } from '../../locales/text.ts';
import { button } from './button.ts';
import { type Card, card, type Element } from './card.ts';
import { heading, line, quiet } from './elements.ts';
import { meetingTime } from './meetingTime.ts';
import { nameOf, titleOf } from './names.ts';
import type { MeetingsView } from './views.ts';

/** Links of more meetings than this would crowd the card. */
const mostMeetings = 10;

/** The reader's next meetings, each with its time and a link to join: links, for a card has only six buttons. */
export function meetingsCard(text: Text, view: MeetingsView): Card {
  const shown = view.meetings.slice(0, mostMeetings);
  const more = view.more + view.meetings.length - shown.length;
  const title = text('card.meetings.title');
  const body: Element[] = [heading(title)];
  if (shown.length === 0) body.push(line(text('card.meetings.none')));
  for (const meeting of shown) {
    const by = text(meeting.live ? 'card.meetings.live' : 'card.meetings.by', {
      who: nameOf(text, meeting.organizer),
    });
    body.push({
      type: 'ColumnSet',
      separator: true,
      spacing: 'Medium',
      columns: [
        {
          type: 'Column',
          width: 'stretch',
          items: [line(`**${titleOf(text, meeting.subject)}**`), line(meetingTime(text, meeting)), quiet(by)],
        },
        {
          type: 'Column',
          width: 'auto',
          verticalContentAlignment: 'Center',
          items: meeting.joinUrl ? [line(`[${text('card.join')}](${target(meeting.joinUrl)})`)] : [],
        },
      ],
    });
  }
  if (more > 0) body.push(quiet(text('card.meetings.more', { count: more })));
  return card(title, body, [button('meetingForm', text('card.plan'), { formId: view.formId })]);
}

/** A URL inside a Markdown link: what would end the link is percent-encoded. */
const target = (url: string): string =>
  url.replace(/[()<>\\\s]/g, (mark) => `%${mark.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`);
