import type { Text } from '../../locales/text.ts';
import { button } from './button.ts';
import { type Card, card, type Element } from './card.ts';
import { box, heading, line, quiet } from './elements.ts';
import { plain } from './escape.ts';
import { choice, columns, dateAndTime } from './inputs.ts';
import { namesOf } from './names.ts';
import { peoplePicker } from './peoplePicker.ts';
import type { MeetingFormView } from './views.ts';

const durations = [15, 30, 45, 60, 90, 120, 180, 240] as const;
const usualDuration = 30;
const lobbies = ['organizer', 'organization', 'organizationAndFederated', 'everyone'] as const;
const presenters = ['everyone', 'organization', 'organizer'] as const;
/** A subject longer than this is refused by the form itself; Outlook's own limit is 255. */
const longestSubject = 255;

/**
 * The form for a new meeting or another time, filled with what was understood, the problem on top. Its inputs are
 * named as scheduleMeeting and rescheduleMeeting in verbs.ts name them.
 */
export function meetingFormCard(text: Text, view: MeetingFormView): Card {
  const title = text(`card.form.${view.mode}.title`);
  const body: Element[] = [heading(title)];
  if (view.problem) body.push(box([line(view.problem)]));
  if (view.mode === 'new') body.push(subject(text, view));
  body.push(...when(text, view), quiet(text('card.form.zone', { zone: view.zone })));
  if (view.mode === 'reschedule') {
    const action = button(
      'rescheduleMeeting',
      text('card.form.reschedule.send'),
      { meetingId: view.id },
      { inputs: 'auto' },
    );
    return card(title, body, [action]);
  }
  body.push(peoplePicker(text, 'people', text('card.form.people'), view.people, view.people));
  // Not every client shows the names of those chosen beforehand.
  if (view.people.length > 0) {
    const names = view.people.map((person) => person.name);
    body.push(quiet(text('card.form.understood', { names: namesOf(text, names) })));
  }
  body.push(
    columns([
      choice('lobby', text('card.form.lobby'), lobbies, view.lobby, (value) =>
        text(`card.form.lobbies.${value}`),
      ),
      choice('presenters', text('card.form.presenters'), presenters, view.presenters, (value) =>
        text(`card.form.presenting.${value}`),
      ),
    ]),
  );
  const action = button(
    'scheduleMeeting',
    text('card.form.new.send'),
    { formId: view.id },
    { inputs: 'auto' },
  );
  return card(title, body, [action]);
}

const subject = (text: Text, view: MeetingFormView): Element => ({
  type: 'Input.Text',
  id: 'subject',
  label: text('card.form.subject'),
  placeholder: text('card.form.subjectExample'),
  maxLength: longestSubject,
  ...(view.subject ? { value: plain(view.subject, longestSubject) } : {}),
});

function when(text: Text, view: MeetingFormView): Element[] {
  const minutes = [...new Set([...durations, ...(view.duration ? [view.duration] : [])])].sort(
    (a, b) => a - b,
  );
  return [
    dateAndTime(text, view),
    choice(
      'duration',
      text('card.form.duration'),
      minutes.map(String),
      String(view.duration ?? usualDuration),
      (value) => text('card.form.minutes', { count: Number(value) }),
    ),
  ];
}
