/** The reminders of everybody: set, looked at, changed and answered. */
import { Refusal } from '../lib/errors.ts';
import type { CarryOut } from './carryOut.ts';
import { begun, type ReminderLimits, refusalOf, refusalOfTime } from './check.ts';
import { decideReminder } from './decideReminder.ts';
import type { Happened, Policy } from './happened.ts';
import { isOpen, isOwn, type NewReminder, type Reminder, type ReminderState } from './reminder.ts';
import type { Reminders, Scheduled } from './reminders.ts';
import type { Changed, ReminderRows } from './rows.ts';
import { createTellings } from './tellings.ts';

/** The service, and what calls tell it. */
export interface RemindersWithCalls extends Reminders {
  /** A call that was placed for a reminder came to this; told again it changes nothing. `now` is epoch ms. */
  told(news: { reminderId: string; callId: string; value: string }, now: number): Promise<void>;
}

/** The state of a reminder to which this has happened. */
function comesTo(happened: Happened): ReminderState | null {
  if (happened.kind === 'answered')
    return ({ heard: 'heard', snooze: 'snoozed', stop: 'stopped' } as const)[happened.answer];
  return happened.kind === 'cancelled' ? 'cancelled' : null;
}

/** Decided in one transaction: as many as one may hold locked. */
const mostAtOnce = 200;

export function createReminders(needs: {
  rows: ReminderRows;
  carryOut: CarryOut;
  policy: Policy;
  limits: ReminderLimits;
}): RemindersWithCalls {
  const { rows, carryOut, policy, limits } = needs;
  const tell = createTellings(needs);

  async function happen(ids: readonly string[], happened: Happened, now: number): Promise<Changed[]> {
    const all: Changed[] = [];
    for (let from = 0; from < ids.length; from += mostAtOnce) {
      const part = ids.slice(from, from + mostAtOnce);
      const changed = await rows.change(part, (one) => decideReminder(one, happened, now, policy), now);
      await carryOut(changed);
      all.push(...changed);
    }
    return all;
  }

  async function decided(id: string, happened: Happened, now: number): Promise<Reminder> {
    const [changed] = await happen([id], happened, now);
    if (!changed) throw new Refusal('error.remind.gone');
    const { before, reminder } = changed;
    // Over in the same moment, or for good before: nobody is told that it was done.
    if (reminder === before && reminder.state !== comesTo(happened)) throw new Refusal('error.remind.over');
    return reminder;
  }

  /** `but` is stopped by what the reader is saying in it just now. */
  async function optOut(personId: string, now: number, but: string | null = null): Promise<void> {
    await rows.setPreferences(personId, { remindersOff: true });
    const ids = await rows.openFor(personId);
    await happen(
      ids.filter((id) => id !== but),
      { kind: 'optedOut' },
      now,
    );
  }

  /** @throws Refusal where there is none, or nothing more comes of it */
  async function mustBeOpen(id: string): Promise<void> {
    const reminder = await rows.get(id);
    if (!reminder) throw new Refusal('error.remind.gone');
    if (!isOpen(reminder)) throw new Refusal('error.remind.over');
  }

  async function refusals(
    of: Pick<ReminderRows, 'openCounts' | 'preferences'>,
    wanted: readonly NewReminder[],
    now: number,
  ): Promise<Scheduled[]> {
    const readers = [...new Set(wanted.map(({ to }) => to.id))];
    const senders = [...new Set(wanted.map(({ by }) => by.id))];
    // One after the other: they may share a transaction.
    const bySender = await of.openCounts('by', senders);
    const forPerson = await of.openCounts('to', readers);
    const chosen = await of.preferences(readers);
    return wanted.map((one) => {
      const before = {
        bySender: bySender.get(one.by.id) ?? 0,
        forPerson: forPerson.get(one.to.id) ?? 0,
        optedOut: chosen.get(one.to.id)?.remindersOff ?? false,
      };
      const refused = refusalOf(one, before, limits, now);
      if (!refused) {
        bySender.set(one.by.id, before.bySender + 1);
        if (!isOwn(one)) forPerson.set(one.to.id, before.forPerson + 1);
      }
      return { id: one.id, refused };
    });
  }

  return {
    async schedule(wanted, now) {
      const people = wanted.flatMap(({ by, to }) => [by.id, to.id]);
      return rows.alone(people, async (alone) => {
        const there = await alone.existing(wanted.map(({ id }) => id));
        const fresh = wanted.filter(({ id }) => !there.has(id));
        const found = await refusals(alone, fresh, now);
        const refused = new Map(found.map(({ id, refused: why }) => [id, why]));
        await alone.add(fresh.flatMap((one) => (refused.get(one.id) ? [] : begun(one, now))));
        return wanted.map(({ id }) => ({ id, refused: refused.get(id) ?? null }));
      });
    },

    check: (wanted, now) => refusals(rows, wanted, now),

    get: rows.get,
    listOf: rows.listOf,
    ofBatch: rows.ofBatch,
    firstOf: rows.firstOf,
    someOf: rows.someOf,

    async cancel(id, now) {
      await mustBeOpen(id);
      return decided(id, { kind: 'cancelled' }, now);
    },

    async cancelBatch(batchId, now) {
      const changed = await happen(await rows.openOfBatch(batchId), { kind: 'cancelled' }, now);
      return changed.length;
    },

    async reschedule(id, due, now) {
      await mustBeOpen(id);
      const refused = refusalOfTime(due, now);
      if (refused) throw new Refusal(refused.key);
      return decided(id, { kind: 'rescheduled', due }, now);
    },

    async rescheduleBatch(batchId, due, now) {
      const refused = refusalOfTime(due, now);
      if (refused) throw new Refusal(refused.key);
      const changed = await happen(await rows.openOfBatch(batchId), { kind: 'rescheduled', due }, now);
      return changed.length;
    },

    async answered(id, by, answer, now) {
      const reminder = await rows.get(id);
      if (!reminder) throw new Refusal('error.remind.gone');
      if (reminder.to.id !== by.id) throw new Refusal('error.remind.notForYou');
      // First, so that a process that dies in between does it again when it is asked again.
      if (answer === 'stop' && !isOwn(reminder)) await optOut(by.id, now, id);
      return decided(id, { kind: 'answered', answer }, now);
    },

    async told({ reminderId, callId, value }, now) {
      if (value === 'stop') {
        const reminder = await rows.get(reminderId);
        if (reminder?.callId === callId && !isOwn(reminder)) await optOut(reminder.to.id, now, reminderId);
      }
      await tell({ reminderId, callId, value, now });
    },

    async preferences(personId) {
      const chosen = await rows.preferences([personId]);
      return chosen.get(personId) ?? { remindersOff: false, quiet: null };
    },

    async setPreferences({ id }, change, now) {
      await rows.setPreferences(id, change);
      if (change.remindersOff) await optOut(id, now);
    },
  };
}
