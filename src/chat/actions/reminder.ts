import { Refusal } from '../../lib/errors.ts';
import { understandForm } from '../../meetings/when.ts';
import { isOpen, isOwn, type Reminder } from '../../reminders/reminder.ts';
import type { Answer } from '../answer.ts';
import { audited } from '../audited.ts';
import { reminderTimeCard } from '../cards/remindFormCard.ts';
import { myReminders } from '../myReminders.ts';
import { whenRefusal } from '../remindProblem.ts';
import { dueOf, type Guess, guessAt } from '../remindWhen.ts';
import { say } from '../say.ts';
import type { Services } from '../services.ts';
import { spend } from '../spend.ts';
import type { Turn } from '../turn.ts';
import type { VerbData } from '../verbs.ts';

/** The reminder of a pressed button, where the presser may change it: whoever set it, and admins. */
async function changeable(turn: Turn, reminder: Reminder | null, services: Services): Promise<Reminder> {
  if (!reminder || reminder.tenantId !== turn.tenantId) throw new Refusal('error.remind.gone');
  await services.access.require('changeReminder', turn, { meeting: null, call: null, reminder });
  return reminder;
}

const changeableById = async (turn: Turn, id: string, services: Services): Promise<Reminder> =>
  changeable(turn, await services.reminders.get(id), services);

/** What is done to a reminder for others is written down. */
const asDeed = <T>(
  turn: Turn,
  verb: 'cancelReminder' | 'rescheduleReminder',
  reminder: Reminder,
  services: Services,
  work: () => Promise<T>,
): Promise<T> =>
  isOwn(reminder) ? work() : audited(turn, verb, { id: reminder.id, invited: [reminder.to] }, services, work);

/** Cancels a reminder; the card asked for a confirmation. Pressed again it is cancelled still. */
export async function cancelReminder(
  turn: Turn,
  { reminderId }: VerbData<'cancelReminder'>,
  services: Services,
): Promise<Answer> {
  const reminder = await changeableById(turn, reminderId, services);
  await cancel(turn, reminder, services);
  return { notice: services.text(turn.locale)('remind.cancelled') };
}

async function cancel(turn: Turn, reminder: Reminder, services: Services): Promise<void> {
  if (reminder.state === 'cancelled') return;
  await asDeed(turn, 'cancelReminder', reminder, services, () =>
    services.reminders.cancel(reminder.id, services.clock.now()),
  );
  services.liveCards.flush();
}

/** Cancels all of a batch that are open. */
export async function cancelReminders(
  turn: Turn,
  { batchId }: VerbData<'cancelReminders'>,
  services: Services,
): Promise<Answer> {
  const first = await changeable(turn, await services.reminders.firstOf(batchId), services);
  const count = await audited(
    turn,
    'cancelReminder',
    { id: batchId, invited: [first.to] },
    services,
    () => services.reminders.cancelBatch(batchId, services.clock.now()),
    (cancelled) => (cancelled === 0 ? 'alreadyThere' : null),
  );
  services.liveCards.flush();
  return { notice: services.text(turn.locale)('remind.cancelledAll', { count }) };
}

/** One reminder, or one of a batch all of which is to be moved. */
type Moved = { reminder: Reminder; batchId: string | null };

async function toMove(
  turn: Turn,
  { reminderId = '', batchId }: VerbData<'rescheduleReminderForm'>,
  services: Services,
): Promise<Moved> {
  const { get, firstOf } = services.reminders;
  const reminder = await changeable(turn, await (batchId ? firstOf(batchId) : get(reminderId)), services);
  return { reminder, batchId: batchId ?? null };
}

/** Posts the form that asks for another time, the old one filled in. */
export async function rescheduleReminderForm(
  turn: Turn,
  data: VerbData<'rescheduleReminderForm'>,
  services: Services,
): Promise<Answer> {
  const moved = await toMove(turn, data, services);
  const { reminder, batchId } = moved;
  if (batchId === null && !isOpen(reminder)) throw new Refusal('error.remind.over');
  const card = timeCard(turn, moved, guessAt(reminder.due, turn.zone), null, services);
  await services.reply(turn, { card });
  return { notice: services.text(turn.locale)('meeting.formPosted') };
}

function timeCard(
  turn: Turn,
  { reminder, batchId }: Moved,
  guess: Guess,
  problem: Refusal | null,
  services: Services,
) {
  const text = services.text(turn.locale);
  return reminderTimeCard(text, {
    ...{ batchId, reminderId: reminder.id, text: reminder.text, ...guess, zone: turn.zone },
    problem: problem && say(text, problem.key, problem.values),
  });
}

/** Another time for a reminder, or for all of a batch that are open; what is wrong with it comes back on the form. */
export async function rescheduleReminder(
  turn: Turn,
  data: VerbData<'rescheduleReminder'>,
  services: Services,
): Promise<Answer> {
  const moved = await toMove(turn, data, services);
  const text = services.text(turn.locale);
  const now = services.clock.now();
  const filled = { date: data.date ?? null, time: data.time ?? null };
  try {
    const due = dueOf(understandForm(data, { now, zone: turn.zone, locale: turn.locale }), now);
    if (!('at' in due)) throw whenRefusal(due, turn, services);
    if (due.at === moved.reminder.due) return { notice: text('remind.sameTime') };
    await move(turn, moved, due.at, services);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { card: timeCard(turn, moved, filled, error, services) };
  }
  services.liveCards.flush();
  await spend(turn, text('card.remindForm.done'), text('remind.moved'), services);
  return { notice: text('remind.moved') };
}

async function move(
  turn: Turn,
  { reminder, batchId }: Moved,
  due: number,
  services: Services,
): Promise<void> {
  const { reminders, clock } = services;
  if (batchId === null) {
    const one = () => reminders.reschedule(reminder.id, due, clock.now());
    await asDeed(turn, 'rescheduleReminder', reminder, services, one);
    return;
  }
  await audited(turn, 'rescheduleReminder', { id: batchId, invited: [reminder.to] }, services, async () => {
    const count = await reminders.rescheduleBatch(batchId, due, clock.now());
    if (count === 0) throw new Refusal('error.remind.over');
  });
}

/** The reader pressed on the written reminder: got it, again in 10 minutes, or no more by others. */
export async function answerReminder(
  turn: Turn,
  { reminderId, answer }: VerbData<'answerReminder'>,
  services: Services,
): Promise<Answer> {
  await services.reminders.answered(reminderId, turn.who, answer, services.clock.now());
  services.liveCards.flush();
  return { notice: services.text(turn.locale)(`remind.answered.${answer}`) };
}

/** Cancels one of the list, which stays, without it. */
export async function cancelListed(
  turn: Turn,
  { reminderId }: VerbData<'cancelListed'>,
  services: Services,
): Promise<Answer> {
  await cancel(turn, await changeableById(turn, reminderId, services), services);
  return { card: await myReminders(turn, services) };
}

/** No reminders by others any more, those that are set for the presser included; the list asked for a confirmation. */
export async function stopReminders(
  turn: Turn,
  _data: VerbData<'stopReminders'>,
  services: Services,
): Promise<Answer> {
  await services.reminders.setPreferences(turn.who, { remindersOff: true }, services.clock.now());
  services.liveCards.flush();
  return { card: await myReminders(turn, services) };
}
