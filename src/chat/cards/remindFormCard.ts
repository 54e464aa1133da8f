import type { Text } from '../../locales/text.ts';
import type { Person } from '../../people/person.ts';
import { longestText } from '../../reminders/check.ts';
import type { Recurrence } from '../../reminders/reminder.ts';
import { button } from './button.ts';
import { type Card, card, type Element } from './card.ts';
import { box, heading, line, quiet } from './elements.ts';
import { escaped, plain } from './escape.ts';
import { choice, columns, dateAndTime } from './inputs.ts';
import { namesOf, titleOf } from './names.ts';
import { oftenOf } from './often.ts';
import { peoplePicker } from './peoplePicker.ts';
import { reminderText } from './reminderFacts.ts';

/** How often, as the form names it: `weekly` and `monthly` take the day of the date, `weekly:1,4` its own. */
const usual = ['never', 'daily', 'weekdays', 'weekly', 'monthly'] as const;

interface When {
  /** YYYY-MM-DD and HH:MM in the zone below; null: not filled in. */
  date: string | null;
  time: string | null;
  zone: string;
  /** A whole sentence on what to put right; ready for Markdown. */
  problem: string | null;
}

export interface RemindFormView extends When {
  formId: string;
  people: readonly Person[];
  /** Everyone in a meeting, in place of people. */
  everyone: { meetingId: string; subject: string; count: number } | null;
  /** Numbers can be called. */
  phones: boolean;
  phone: string | null;
  text: string;
  every: Recurrence | null;
  how: 'ring' | 'chat';
  /** A file that is played in place of the text. */
  recording: string | null;
}

/** The code of a recurrence in the form, and in what a question carries until it is answered. */
export function everyCode(every: Recurrence | null): string {
  if (!every) return 'never';
  if (every.kind === 'weekly') return `weekly:${every.days.join(',')}`;
  return every.kind === 'monthly' ? `monthly:${every.day}` : every.kind;
}

/** The form of a reminder, filled with what was understood, the problem on top. */
export function remindFormCard(text: Text, view: RemindFormView): Card {
  const title = text('card.remindForm.title');
  const every = everyCode(view.every);
  const often = usual.some((each) => each === every) ? usual : [...usual, every];
  const body: Element[] = [
    ...top(title, view.problem),
    ...whom(text, view),
    {
      ...{ type: 'Input.Text', id: 'said', label: text('card.remindForm.text'), isMultiline: true },
      ...{ placeholder: text('card.remindForm.example'), maxLength: longestText },
      ...(view.text ? { value: plain(view.text, longestText) } : {}),
    },
    dateAndTime(text, view),
    quiet(text('card.form.zone', { zone: view.zone })),
    columns([
      choice('every', text('card.remindForm.often'), often, every, (value) =>
        value === every && view.every ? oftenOf(text, view.every) : text(`card.remindForm.every.${value}`),
      ),
      choice('how', text('card.reminder.how'), ['ring', 'chat'], view.how, (value) =>
        text(`card.reminder.${value}`),
      ),
    ]),
    ...(view.recording ? [quiet(text('card.remindForm.plays', { name: escaped(view.recording, 100) }))] : []),
  ];
  const { everyone, recording, formId } = view;
  const data = {
    formId,
    ...(everyone && { meetingId: everyone.meetingId }),
    ...(recording && { recording }),
  };
  const set = button('scheduleReminder', text('card.remindForm.set'), data, { inputs: 'auto' });
  return card(title, body, [set]);
}

/** The form for another time of a reminder, or of all of its batch. */
export function reminderTimeCard(
  text: Text,
  view: When & { batchId: string | null; reminderId: string; text: string },
): Card {
  const title = text('card.remindForm.reschedule');
  const body: Element[] = [
    ...[...top(title, view.problem), reminderText(view.text), dateAndTime(text, view)],
    quiet(text('card.form.zone', { zone: view.zone })),
  ];
  const data = view.batchId === null ? { reminderId: view.reminderId } : { batchId: view.batchId };
  return card(title, body, [
    button('rescheduleReminder', text('card.reminder.reschedule'), data, { inputs: 'auto' }),
  ]);
}

const top = (title: string, problem: string | null): Element[] => [
  heading(title),
  ...(problem ? [box([line(problem)])] : []),
];

function whom(text: Text, { everyone, people, phones, phone }: RemindFormView): Element[] {
  if (everyone) {
    const subject = titleOf(text, everyone.subject);
    return [line(text('card.remindForm.everyone', { subject, count: everyone.count }))];
  }
  const picker = peoplePicker(text, 'people', text('card.remindForm.whom'), people, people);
  const names = people.map(({ name }) => name);
  const understood =
    people.length > 0 ? [quiet(text('card.form.understood', { names: namesOf(text, names) }))] : [];
  if (!phones) return [picker, ...understood];
  const number: Element = {
    ...{ type: 'Input.Text', id: 'phone', label: text('card.callForm.phone'), maxLength: 40 },
    ...{ placeholder: '+49 30 1234567', ...(phone ? { value: plain(phone, 40) } : {}) },
  };
  return [picker, ...understood, number];
}
