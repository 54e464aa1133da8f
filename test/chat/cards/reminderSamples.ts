/** Every card of reminders in every state, by name. */
import type { Card } from '../../../src/chat/cards/card.ts';
import { choosePersonCard } from '../../../src/chat/cards/choosePersonCard.ts';
import { remindConfirmCard } from '../../../src/chat/cards/remindConfirmCard.ts';
import { remindedCard } from '../../../src/chat/cards/remindedCard.ts';
import { reminderBatchCard } from '../../../src/chat/cards/reminderBatchCard.ts';
import { reminderCard } from '../../../src/chat/cards/reminderCard.ts';
import { remindersCard } from '../../../src/chat/cards/remindersCard.ts';
import {
  type RemindFormView,
  reminderTimeCard,
  remindFormCard,
} from '../../../src/chat/cards/remindFormCard.ts';
import { derivedId } from '../../../src/lib/ids.ts';
import { begun } from '../../../src/reminders/check.ts';
import type { Reminder, ReminderReason, ReminderState } from '../../../src/reminders/reminder.ts';
import { crowd, now, text } from './samples.ts';

const id = (name: string) => derivedId('sample', name);
const minute = 60_000;
const megan = { id: id('Megan Bowen'), name: 'Megan Bowen' };
const adele = { id: id('Adele Vance'), name: 'Adele Vance' };

export const reminder = (more: Partial<Reminder> = {}): Reminder => ({
  ...begun(
    {
      ...{ id: id('reminder'), tenantId: id('tenant'), by: megan, to: { ...adele, kind: 'user' } },
      ...{ text: 'Your appointment is at 3pm', how: 'ring', due: now + 60 * minute, zone: 'Europe/Berlin' },
      ...{ every: null, conversationId: 'c', locale: 'en', batchId: null, meetingId: null },
    },
    now,
  ),
  ...more,
});

const own: Partial<Reminder> = { to: { ...megan, kind: 'user' }, text: 'Call the *bank*' };
const weekly: Partial<Reminder> = { every: { kind: 'weekly', days: [1, 4] } };
const over = { wakeAt: null } as const;

const states: Record<ReminderState, Partial<Reminder>> = {
  scheduled: {},
  waiting: { attempts: 1 },
  ringing: { attempts: 1 },
  snoozed: { wakeAt: now + 10 * minute },
  heard: over,
  written: { attempts: 3, reason: 'noAnswer', ...over },
  failed: { attempts: 3, reason: 'noChat', ...over },
  cancelled: over,
  stopped: over,
};
const reasons: Record<ReminderReason, ReminderState> = {
  ...{ presence: 'scheduled', quietHours: 'scheduled', noAnswer: 'scheduled', busy: 'scheduled' },
  ...{ declined: 'scheduled', unreachable: 'scheduled', teamsSilent: 'scheduled', notAllowed: 'written' },
  ...{ notConfirmed: 'written', noLine: 'written', late: 'written', ringsOff: 'written' },
  ...{ oftenRung: 'written', noChat: 'failed', broken: 'failed' },
};
const stateNames = Object.keys(states) as ReminderState[];
const inState = (state: ReminderState, more: Partial<Reminder> = {}) =>
  reminder({ ...states[state], state, ...more });

const line = { paused: true, teamsAway: false };

const form: RemindFormView = {
  ...{ formId: id('form'), people: [megan], everyone: null, phones: false, phone: null, text: '' },
  ...{ date: null, time: null, zone: 'Europe/Berlin', every: null, how: 'ring', problem: null },
  recording: null,
};
const list = {
  ...{ personId: megan.id, elsewhere: 0, remindersOff: false, ringsOff: false, quiet: null },
  formId: id('form'),
};

export const reminderCards: [string, Card][] = [
  ...stateNames.flatMap((state): [string, Card][] => [
    [`reminder: ${state}`, reminderCard(text, inState(state), line)],
    [`reminder of one's own: ${state}`, reminderCard(text, inState(state, own), line)],
    [
      `reminder that comes again: ${state}`,
      reminderCard(text, inState(state, { ...weekly, wakeAt: now }), line),
    ],
    [`written reminder: ${state}`, remindedCard(text, inState(state))],
    [`written reminder of one's own: ${state}`, remindedCard(text, inState(state, { ...own, ...weekly }))],
  ]),
  ...Object.entries(reasons).flatMap(([reason, state]): [string, Card][] => {
    const because = { state, reason: reason as ReminderReason, attempts: 1 };
    return [
      [`reminder: because ${reason}`, reminderCard(text, reminder(because), line)],
      [`written reminder: because ${reason}`, remindedCard(text, reminder({ ...because, state: 'written' }))],
    ];
  }),
  [
    'reminder: as long as one gets, to a number',
    reminderCard(
      text,
      reminder({
        text: '*'.repeat(600),
        to: { id: '+4930123456', name: '+4930123456', kind: 'phone' },
        every: { kind: 'monthly', day: 31 },
      }),
      line,
    ),
  ],
  ...stateNames.map((state): [string, Card] => [
    `reminders: all ${state}`,
    reminderBatchCard(text, {
      batchId: id('batch'),
      first: reminder(),
      counts: [{ state, count: 12 }],
      some: [inState(state)],
      line,
    }),
  ]),
  [
    'reminders: one in each state',
    reminderBatchCard(text, {
      batchId: id('batch'),
      first: reminder({ text: '"Budget review" starts in 10 minutes.', how: 'chat' }),
      counts: stateNames.map((state, index) => ({ state, count: index + 1 })),
      some: stateNames.slice(0, 8).map((state) => inState(state)),
      line,
    }),
  ],
  [
    'ring many?',
    remindConfirmCard(text, {
      ...{ text: 'Bring slides', due: now, every: { kind: 'weekdays' } },
      names: crowd(250).map(({ name }) => name),
      leftOut: text('remind.outsiders', { count: 2 }),
      data: {
        ...{ formId: id('form'), said: 'Bring slides', due: now, every: 'weekdays' },
        people: crowd(50)
          .map(({ personId }) => personId)
          .join(','),
      },
    }),
  ],
  ['remind form: empty', remindFormCard(text, form)],
  [
    'remind form: filled',
    remindFormCard(text, {
      ...form,
      people: crowd(50).map(({ personId, name }) => ({ id: personId ?? '', name })),
      ...{ phones: true, phone: '030 1', text: 'x'.repeat(600), date: '2026-11-27', time: '10:00' },
      ...{ every: { kind: 'weekly', days: [1, 4] }, how: 'chat' },
      problem: text('error.remind.passed', { was: 'Friday 10:00', next: 'Friday, 2026-11-27, 10:00' }),
    }),
  ],
  [
    'remind form: everyone',
    remindFormCard(text, {
      ...form,
      ...{ everyone: { meetingId: id('meeting'), subject: 'Budget review', count: 12 }, how: 'chat' },
      ...{ text: '"Budget review" starts in 10 minutes.', problem: text('error.whenNoTime') },
    }),
  ],
  [
    'another time',
    reminderTimeCard(text, {
      ...{
        batchId: null,
        reminderId: id('reminder'),
        text: 'Your appointment is at 3pm',
        zone: 'Europe/Berlin',
      },
      ...{ date: '2026-11-20', time: '16:21', problem: text('error.remind.past') },
    }),
  ],
  ['my reminders: none', remindersCard(text, { ...list, reminders: [] })],
  [
    'my reminders',
    remindersCard(text, {
      ...list,
      reminders: [
        ...[inState('scheduled'), inState('snoozed', own), inState('ringing', weekly)],
        inState('scheduled', { by: adele, to: { ...megan, kind: 'user' }, every: { kind: 'daily' } }),
      ],
      ...{ elsewhere: 2, remindersOff: true, ringsOff: true },
      quiet: { from: '22:00', to: '07:00', zone: 'Europe/Berlin' },
    }),
  ],
  [
    'my reminders: many',
    remindersCard(text, {
      ...list,
      reminders: Array.from({ length: 100 }, () => inState('scheduled', { text: '*'.repeat(600) })),
    }),
  ],
  [
    'which reminded',
    choosePersonCard(text, {
      pick: {
        remind: { formId: id('form'), people: adele.id, said: 'x'.repeat(600), due: now, how: 'ring' },
      },
      name: 'Alex',
      people: Array.from({ length: 8 }, (_, index) => ({ id: id(`alex ${index}`), name: `Alex ${index}` })),
    }),
  ],
];
