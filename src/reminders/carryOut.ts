/** What is done for reminders once they are saved. */
import { hangUpOf } from './ending.ts';
import type { Reminder } from './reminder.ts';
import type { Changed, ReminderRows } from './rows.ts';

/** What reminders ask of calls, and whom they tell. */
export interface ReminderPorts {
  /** Places the call of an attempt; the same `callId` is placed once. Without a line by `until` (epoch ms) it ends. */
  ring(reminder: Reminder, callId: string, until: number): Promise<void>;
  /** Hangs a call up, or has it not rung any more; nothing where there is no such call, or by the same control again. */
  hangUp(reminder: Reminder, callId: string, controlId: string): Promise<void>;
  /** Cards are behind: they may be shown now. */
  changed(): void;
  /** Counts a reminder that came into another state. */
  reminded(reminder: Reminder): void;
  failed(error: unknown, reminderId: string): void;
}

export type CarryOut = (changed: readonly Changed[]) => Promise<Set<string>>;

/** Calls placed at once, which share a transaction. */
const together = 50;

/** @returns a function that resolves with the ids of those whose call could not be placed; it never throws for these */
export function createCarryOut(rows: Pick<ReminderRows, 'unwanted'>, ports: ReminderPorts): CarryOut {
  return async (all) => {
    for (const { before, reminder } of all) if (before.state !== reminder.state) ports.reminded(reminder);
    if (all.some(({ before, reminder }) => before.revision !== reminder.revision)) ports.changed();
    const failed = new Set<string>();
    const waiting = all.flatMap(({ reminder, effects }) => effects.map((effect) => ({ reminder, effect })));
    const rung: { reminder: Reminder; id: string; callId: string }[] = [];
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const { reminder, effect } = next;
        try {
          if (effect.kind === 'hangUp') await ports.hangUp(reminder, effect.callId, effect.controlId);
          if (effect.kind !== 'ring') continue;
          rung.push({ reminder, id: reminder.id, callId: effect.callId });
          await ports.ring(reminder, effect.callId, effect.until);
        } catch (error) {
          failed.add(reminder.id);
          ports.failed(error, reminder.id);
        }
      }
    };
    await Promise.all(Array.from({ length: together }, work));
    if (rung.length > 0) await hangUpUnwanted(rung);
    return failed;
  };

  /** Whoever cancelled between the decision and the call found no call to hang up. */
  async function hangUpUnwanted(rung: { reminder: Reminder; id: string; callId: string }[]): Promise<void> {
    const unwanted = new Set(await rows.unwanted(rung.map(({ id, callId }) => ({ id, callId }))));
    for (const { reminder, callId } of rung)
      if (unwanted.has(callId)) await ports.hangUp(reminder, callId, hangUpOf(callId).controlId);
  }
}
