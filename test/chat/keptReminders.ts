import { Refusal } from '../../src/lib/errors.ts';
import { begun, refusalOf, refusalOfTime } from '../../src/reminders/check.ts';
import { decideReminder } from '../../src/reminders/decideReminder.ts';
import type { Happened } from '../../src/reminders/happened.ts';
import { isOpen, type Reminder, type ReminderPreferences } from '../../src/reminders/reminder.ts';
import type { Reminders } from '../../src/reminders/reminders.ts';

const policy = { attempts: 3, spacingMs: 300_000, lateMs: 3_600_000 };
const limits = { perSender: 100, perPerson: 20 };
const nothing: ReminderPreferences = { remindersOff: false, quiet: null };

/** Reminders kept in a map, by the product's own decisions; nothing rings. */
export function keptReminders(
  rows: Map<string, Reminder>,
  chosen: Map<string, ReminderPreferences>,
): Reminders {
  const of = (id: string) => chosen.get(id) ?? nothing;
  const happen = async (id: string, happened: Happened, now: number): Promise<Reminder> => {
    const before = rows.get(id);
    if (!before) throw new Error('no such reminder');
    const { reminder } = decideReminder(before, happened, now, policy);
    rows.set(id, reminder);
    return reminder;
  };
  const reminders: Reminders = {
    async check(wanted, now) {
      return wanted.map((one) => {
        const before = { bySender: 0, forPerson: 0, optedOut: of(one.to.id).remindersOff };
        return { id: one.id, refused: refusalOf(one, before, limits, now) };
      });
    },
    async schedule(wanted, now) {
      const answers = await reminders.check(wanted, now);
      for (const [index, one] of wanted.entries())
        if (!answers[index]?.refused && !rows.has(one.id)) rows.set(one.id, begun(one, now));
      return answers;
    },
    get: async (id) => rows.get(id) ?? null,
    listOf: async (_tenant, id) =>
      [...rows.values()].filter((one) => isOpen(one) && (one.by.id === id || one.to.id === id)),
    async ofBatch(batchId) {
      const states = [...rows.values()].filter((one) => one.batchId === batchId).map(({ state }) => state);
      return [...Map.groupBy(states, (state) => state)].map(([state, all]) => ({ state, count: all.length }));
    },
    firstOf: async (batchId) => [...rows.values()].find((one) => one.batchId === batchId) ?? null,
    someOf: async (batchId, most) =>
      [...rows.values()].filter((one) => one.batchId === batchId).slice(0, most),
    async rescheduleBatch(batchId, due, now) {
      const ids = [...rows.values()].filter((one) => one.batchId === batchId && isOpen(one));
      await Promise.all(ids.map(({ id }) => reminders.reschedule(id, due, now)));
      return ids.length;
    },
    cancel: (id, now) => happen(id, { kind: 'cancelled' }, now),
    async cancelBatch(batchId, now) {
      const ids = [...rows.values()].filter((one) => one.batchId === batchId && isOpen(one));
      await Promise.all(ids.map(({ id }) => happen(id, { kind: 'cancelled' }, now)));
      return ids.length;
    },
    async reschedule(id, due, now) {
      const why = refusalOfTime(due, now);
      if (why) throw new Refusal(why.key);
      return happen(id, { kind: 'rescheduled', due }, now);
    },
    answered: (id, _by, answer, now) => happen(id, { kind: 'answered', answer }, now),
    preferences: async (id) => of(id),
    async setPreferences({ id }, change) {
      chosen.set(id, { ...of(id), ...change });
    },
  };
  return reminders;
}
