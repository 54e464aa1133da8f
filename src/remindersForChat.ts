/** Reminders put together: the service, the worker and its turns, and how they ring. */
import type { Kysely } from 'kysely';
import type { TellReminder } from './calling/performBeginning.ts';
import type { Calls } from './chat/services.ts';
import type { Config } from './config.ts';
import type { PresenceOf } from './graph/presence.ts';
import { readPromptFile } from './ivr/promptFiles.ts';
import type { Handlers, Jobs } from './jobs/jobs.ts';
import type { Clock } from './lib/clock.ts';
import type { Log } from './lib/log.ts';
import type { Periodic } from './lifecycle.ts';
import { createCarryOut } from './reminders/carryOut.ts';
import { createReminders } from './reminders/createReminders.ts';
import { isOwn, type Reminder, type ReminderState } from './reminders/reminder.ts';
import type { Reminders } from './reminders/reminders.ts';
import { createReminderWorker } from './reminders/worker.ts';
import { reminderStore } from './store/reminders.ts';
import type { Schema } from './store/schema.ts';

const minute = 60_000;
/** Whoever waits for presence is due already. */
const presenceMs = 5_000;

/**
 * @param made `jobs` and `changed` are asked when something is due, not before; `reminded` counts them, with how late the first ring or message was
 * @returns `remind`: runs jobs of the queue of that name; `tellReminder`: hears what calls for reminders came to;
 *   `isRecording`: whether a file of config/prompts can be played
 */
export function remindersForChat(made: {
  config: Config;
  db: Kysely<Schema>;
  presenceOf: PresenceOf;
  clock: Clock;
  log: Log;
  jobs(): Pick<Jobs, 'add'>;
  calls: Pick<Calls, 'place' | 'get' | 'control'>;
  changed(): Promise<void>;
  reminded(state: ReminderState, lateMs?: number): void;
}): {
  reminders: Reminders;
  remind: Handlers['remind'];
  tellReminder: TellReminder;
  isRecording(name: string): Promise<boolean>;
  periodic: Periodic[];
} {
  const { config, clock, log } = made;
  const now = () => clock.now();
  const isRecording = async (name: string) =>
    (await readPromptFile(`${config.CONFIG_DIR}/prompts`, name)) !== null;
  const rows = reminderStore(made.db, (ids, tx) =>
    made.jobs().add(
      'remind',
      ids.map((reminderId) => ({ data: { reminderId } })),
      tx,
    ),
  );
  const policy = {
    attempts: config.REMINDER_ATTEMPTS,
    spacingMs: config.REMINDER_SPACING_MINUTES * minute,
    lateMs: config.REMINDER_LATE_MINUTES * minute,
  };
  const carryOut = createCarryOut(rows, {
    async ring(reminder, callId, waitUntil) {
      const { recording } = reminder;
      // One that was taken away since is spoken.
      const played = recording && (await isRecording(recording)) ? recording : undefined;
      await made.calls.place({ id: callId, ...requestOf(reminder, played), waitUntil });
    },
    async hangUp(reminder, callId, controlId) {
      const call = await made.calls.get(callId);
      if (!call || call.phase === 'ended') return;
      await made.calls.control(callId, controlId, reminder.by, { verb: 'leave' });
    },
    changed: () =>
      void made
        .changed()
        .catch((error) => log.warn({ err: error }, 'cards of reminders wait for their turn')),
    reminded({ state, attempts, ringFrom }) {
      const first = (state === 'waiting' && attempts === 1) || (state === 'written' && attempts === 0);
      made.reminded(state, first ? now() - ringFrom : undefined);
    },
    failed: (error, reminder) => log.warn({ err: error, reminder }, 'a reminder is tried again'),
  });
  const reminders = createReminders({
    ...{ rows, carryOut, policy },
    limits: { perSender: config.REMINDERS_PER_SENDER, perPerson: config.REMINDERS_PER_PERSON },
  });
  const worker = createReminderWorker({
    ...{ rows, carryOut, policy, now },
    availability: (ids) => made.presenceOf(ids, presenceMs),
    perPerson: config.RINGS_PER_PERSON_PER_HOUR,
    presenceFailed: (error) => log.warn({ err: error }, 'nobody knows who can be reminded now: all are'),
    undecided: (error, reminder) => log.error({ err: error, reminder }, 'a reminder could not be decided'),
  });
  return {
    reminders,
    async remind(jobs) {
      const failed = await worker.remind(jobs.map(({ data }) => data.reminderId));
      return jobs.map(({ data }) =>
        failed.has(data.reminderId)
          ? { kind: 'again', afterMs: null, reason: 'Its call could not be placed.' }
          : { kind: 'done' },
      );
    },
    tellReminder: (told) => reminders.told(told, now()),
    isRecording,
    periodic: [{ name: 'the sweep of reminders', everyMs: 500, work: worker.sweep, alsoByTick: true }],
  };
}

/** Peer to peer, so that keys are heard; without a card of its own: the reminder has one. */
const requestOf = (reminder: Reminder, recording: string | undefined) => ({
  tenantId: reminder.tenantId,
  sides: [reminder.to],
  purpose: {
    kind: 'remind' as const,
    reminderId: reminder.id,
    text: reminder.text,
    ...(recording && { recording }),
    from: isOwn(reminder) ? '' : reminder.by.name,
  },
  ...{ subject: '', by: reminder.by, conversationId: '', locale: reminder.locale },
});
