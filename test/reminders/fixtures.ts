import { begun } from '../../src/reminders/check.ts';
import type { Facts, Policy } from '../../src/reminders/happened.ts';
import type { NewReminder, Reminder } from '../../src/reminders/reminder.ts';

export const minute = 60_000;
/** A Saturday, ten in the morning in Berlin. */
export const now = Date.parse('2026-11-21T09:00:00Z');
export const megan = { id: 'megan', name: 'Megan Bowen' };
export const adele = { id: 'adele', name: 'Adele Vance' };
export const policy: Policy = { attempts: 3, spacingMs: 5 * minute, lateMs: 60 * minute };

export const wanted: NewReminder = {
  ...{ id: 'r', tenantId: 'tenant', by: megan, to: { ...adele, kind: 'user' }, text: 'Call the bank' },
  ...{ how: 'ring', due: now, zone: 'Europe/Berlin', every: null, conversationId: 'c', locale: 'en' },
  ...{ batchId: null, meetingId: null },
};

/** Adele, who can be rung and written to. */
export const facts: Facts = {
  preferences: { remindersOff: false, quiet: null },
  ...{ ringsOff: false, oftenRung: false, availability: 'Available', chat: 'chat-adele', call: 'none' },
};

export const reminder = (more: Partial<NewReminder> = {}): Reminder => begun({ ...wanted, ...more }, now);
