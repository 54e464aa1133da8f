/** Reminders that are due: found by a sweep, made jobs, decided in batches by whichever instance takes them. */
import type { CarryOut } from './carryOut.ts';
import { decideReminder, undecided } from './decideReminder.ts';
import type { Decided, Facts, Policy } from './happened.ts';
import { isOwn, type Reminder } from './reminder.ts';
import type { Known, ReminderRows } from './rows.ts';

/** Graph's availability of these people by id, as far as it tells. https://learn.microsoft.com/graph/api/cloudcommunications-getpresencesbyuserid */
export type Availability = (ids: readonly string[]) => Promise<Record<string, string>>;

export interface ReminderWorker {
  /** Makes jobs of all that is due, each once a minute until it is decided. */
  sweep(): Promise<void>;
  /**
   * Decides these, and does what that asks for; the same again does nothing twice.
   * @returns the ids of those whose call could not be placed: they are to be tried again
   */
  remind(ids: readonly string[]): Promise<Set<string>>;
}

/** A job that was lost is made again after this; milliseconds. */
const queuedFor = 60_000;
const mostInSweep = 1_000;
const hour = 3_600_000;

/** @param needs `perPerson`: how often one person may be rung in an hour */
export function createReminderWorker(needs: {
  rows: Pick<ReminderRows, 'known' | 'change' | 'queueDue'>;
  availability: Availability;
  carryOut: CarryOut;
  policy: Policy;
  perPerson: number;
  now(): number;
  presenceFailed(error: unknown): void;
  undecided(error: unknown, reminderId: string): void;
}): ReminderWorker {
  const { rows, carryOut, policy, perPerson, now } = needs;

  /** Whom Graph says nothing of is rung. */
  async function availabilityOf(known: readonly Known[]): Promise<Record<string, string>> {
    const people = known.flatMap(({ reminder: { to, how, wakeAt } }) =>
      to.kind === 'user' && how === 'ring' && wakeAt !== null && wakeAt <= now() ? to.id : [],
    );
    if (people.length === 0) return {};
    return needs.availability([...new Set(people)]).catch((error: unknown) => {
      needs.presenceFailed(error);
      return {};
    });
  }

  /** One that cannot be decided holds no other of its batch. */
  function decided(reminder: Reminder, facts: Facts, at: number): Decided {
    try {
      return decideReminder(reminder, { kind: 'due', facts }, at, policy);
    } catch (error) {
      needs.undecided(error, reminder.id);
      return undecided(reminder, at, policy);
    }
  }

  return {
    async sweep() {
      for (let queued = mostInSweep; queued === mostInSweep; )
        queued = await rows.queueDue(now(), now() + queuedFor, mostInSweep);
    },

    async remind(ids) {
      const known = await rows.known(ids, now() - hour);
      const availability = await availabilityOf(known);
      const found = new Map(known.map((one) => [one.reminder.id, one]));
      /** Of this batch, by person; what one sets for oneself counts for nothing. */
      const rings = new Map<string, number>();
      const at = now();
      const changed = await rows.change(
        [...found.keys()],
        (reminder) => {
          const { to, callId } = reminder;
          const then = found.get(reminder.id);
          // Rung by another meanwhile: what is known is about the call before.
          if (then?.reminder.callId !== callId) return { reminder, effects: [] };
          const { rung, ...more } = then.facts;
          const before = rings.get(to.id) ?? 0;
          const facts: Facts = {
            ...more,
            ...{ oftenRung: rung + before >= perPerson, availability: availability[to.id] ?? null },
          };
          const next = decided(reminder, facts, at);
          if (!isOwn(reminder) && next.effects.some(({ kind }) => kind === 'ring'))
            rings.set(to.id, before + 1);
          return next;
        },
        at,
      );
      return carryOut(changed);
    },
  };
}
