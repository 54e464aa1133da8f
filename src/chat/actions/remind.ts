import { Refusal } from '../../lib/errors.ts';
import { newId } from '../../lib/ids.ts';
import { civilOf } from '../../meetings/civil.ts';
import { understandForm } from '../../meetings/when.ts';
import { readPhone } from '../../people/phone.ts';
import type { Recurrence } from '../../reminders/reminder.ts';
import type { Answer } from '../answer.ts';
import { type Every, firstOf } from '../everyWords.ts';
import { idsIn } from '../idsIn.ts';
import { everyoneIn, recipientsOf } from '../recipients.ts';
import { type Filled, reminderForm, remindOrForm } from '../remindForm.ts';
import { type Due, dueOf } from '../remindWhen.ts';
import type { Services } from '../services.ts';
import { spend } from '../spend.ts';
import { knownMeeting } from '../subject.ts';
import type { Turn } from '../turn.ts';
import type { VerbData } from '../verbs.ts';

type Data = VerbData<'scheduleReminder'>;

/** How long a question may stand before what was "now" has passed; milliseconds. */
const patience = 10 * 60_000;

/** Posts an empty form, for the presser themselves unless they choose somebody else. */
export async function remindForm(
  turn: Turn,
  data: VerbData<'remindForm'>,
  services: Services,
): Promise<Answer> {
  const { id, name } = turn.who;
  const empty: Filled = {
    ...{ formId: data.formId ?? newId(), to: [{ id, name, kind: 'user' }], meeting: null, outsiders: 0 },
    ...{ text: '', due: { why: 'none', guess: { date: null, time: null } }, every: null, how: 'ring' },
    ...{ recording: null, confirmed: false, phone: null },
  };
  await services.reply(turn, { card: reminderForm(turn, empty, null, services) });
  return { notice: services.text(turn.locale)('meeting.formPosted') };
}

/** A filled-in form. What is wrong comes back on the form, with everything else still filled in. */
export const scheduleReminder = (turn: Turn, data: Data, services: Services): Promise<Answer> =>
  schedule(turn, data, false, services);

/** "Ring 12 people?" answered: by a call, or in writing. */
export const confirmBatch = (turn: Turn, data: Data, services: Services): Promise<Answer> =>
  schedule(turn, data, true, services);

/** "Which Alex?" answered: the reminder is set for that one, and those who were clear. */
export const chooseReminded = (
  turn: Turn,
  { personId, ...data }: VerbData<'chooseReminded'>,
  services: Services,
): Promise<Answer> => {
  const people = [...idsIn(data.people), personId].join(',');
  return schedule(turn, { ...data, people }, false, services);
};

async function schedule(turn: Turn, data: Data, confirmed: boolean, services: Services): Promise<Answer> {
  const { filled, problem } = await filledBy(turn, data, services);
  const done = await remindOrForm(turn, { ...filled, confirmed }, problem, services);
  if ('card' in done) return { card: done.card };
  const text = services.text(turn.locale);
  const said = [text('remind.set'), done.leftOut ?? ''].join(' ').trim();
  await spend(turn, text('card.remindForm.done'), said, services);
  return { notice: said };
}

async function filledBy(
  turn: Turn,
  data: Data,
  services: Services,
): Promise<{ filled: Filled; problem: Refusal | null }> {
  const whom = await whomOf(turn, data, services);
  const { due, every } = whenOf(turn, data, services.clock.now());
  return {
    filled: {
      ...{ formId: data.formId, to: whom.to, meeting: whom.meeting, outsiders: whom.outsiders, due, every },
      ...{ text: data.said?.trim() ?? '', how: data.how ?? 'ring', confirmed: false },
      phone: data.phone?.trim() || null,
      recording: data.recording ?? null,
    },
    problem: whom.problem,
  };
}

/** Looked up anew, whatever the card said they are. */
async function whomOf(turn: Turn, data: Data, services: Services) {
  if (data.meetingId) {
    const meeting = await knownMeeting(data.meetingId, services);
    await services.access.require('remindEveryone', turn, { meeting, call: null });
    return { ...everyoneIn(meeting), meeting, problem: null };
  }
  const phone = data.phone?.trim();
  const read = phone ? readPhone(phone) : null;
  const found = await recipientsOf(
    turn,
    {
      ids: idsIn(data.people),
      phones: read?.number ? [read.number] : [],
      wrongPhones: phone && !read?.number ? [phone] : [],
    },
    services,
  );
  return { to: found.to, meeting: null, outsiders: 0, problem: found.problem };
}

/** @throws Refusal for a recurrence that no card has */
function whenOf(turn: Turn, data: Data, now: number): { due: Due; every: Recurrence | null } {
  const { zone, locale } = turn;
  const asked = data.due !== undefined && data.due > now - patience ? Math.max(data.due, now) : data.due;
  const due =
    asked === undefined
      ? dueOf(understandForm({ date: data.date, time: data.time }, { now, zone, locale }), now)
      : { at: asked };
  const every = everyOf(data.every ?? 'never');
  if (!every) return { due, every: null };
  const from = 'at' in due ? due.at : now;
  const found = firstOf(every, civilOf(from, zone), from, zone);
  return { due: 'at' in due ? { at: found.first } : due, every: found.every };
}

/** What the form or a question says of how often; see `everyCode`. @throws Refusal for anything else */
function everyOf(code: string): Every | null {
  const [, kind = '', list] = /^(never|daily|weekdays|weekly|monthly)(?::([\d,]{1,20}))?$/.exec(code) ?? [];
  const numbers = (list ?? '').split(',').filter(Boolean).map(Number);
  const within = (most: number) => numbers.every((number) => number >= 1 && number <= most);
  switch (kind) {
    case 'never':
      return null;
    case 'daily':
    case 'weekdays':
      return { kind };
    case 'weekly':
      if (within(7)) return { kind, days: [...new Set(numbers)].sort((one, other) => one - other) };
      break;
    case 'monthly':
      if (within(31)) return { kind, day: numbers[0] ?? null };
      break;
  }
  throw new Refusal('error.actionBroken');
}
