/** What calls tell their reminders, saved together: those told while a transaction is under way share the next one. */
import { createTogether } from '../lib/together.ts';
import type { CarryOut } from './carryOut.ts';
import { decideReminder } from './decideReminder.ts';
import type { Policy } from './happened.ts';
import type { Reminder } from './reminder.ts';
import type { ReminderRows } from './rows.ts';

/** What a call came to: Answer | 'waiting' | 'ringing' | 'over:<reason of the ending>'; `now` is epoch ms. */
export interface Telling {
  reminderId: string;
  callId: string;
  value: string;
  now: number;
}

/** Rows that one transaction may hold locked. */
const mostAtOnce = 200;

/** @returns a function that resolves once it is saved, and rejects where it could not be: then it is to be told again */
export function createTellings(needs: {
  rows: Pick<ReminderRows, 'change'>;
  carryOut: CarryOut;
  policy: Policy;
}): (telling: Telling) => Promise<void> {
  const { rows, carryOut, policy } = needs;

  async function save(tellings: readonly Telling[]): Promise<void> {
    const byReminder = Map.groupBy(tellings, ({ reminderId }) => reminderId);
    const decide = (reminder: Reminder) => {
      const told = byReminder.get(reminder.id) ?? [];
      const happen = (one: Reminder, { callId, value, now }: Telling) =>
        decideReminder(one, { kind: 'told', callId, value }, now, policy).reminder;
      return { reminder: told.reduce(happen, reminder), effects: [] };
    };
    const latest = Math.max(...tellings.map(({ now }) => now));
    await carryOut(await rows.change([...byReminder.keys()], decide, latest));
  }

  return createTogether<Telling, void>(async (tellings) => {
    await save(tellings);
    return tellings.map(() => undefined);
  }, mostAtOnce);
}
