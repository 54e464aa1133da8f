/**
 * Who may do what: role by verb, one table. Pure. Roles come from our own state, Graph and the connector, never
 * from a card's payload.
 */

/** From the most to the least trusted. One person can hold several. */
export const roles = [
  'admin',
  'organizer',
  'coorganizer',
  'presenter',
  /** Had Rollcall place the call, or set the reminder: it is theirs, as a meeting is its organizer's. */
  'caller',
  /** Rung by a call that Rollcall placed. */
  'called',
  'broughtIn',
  'attendee',
  /** In the chat that is the front desk. */
  'agent',
  'chatMember',
  'outsider',
] as const;
export type Role = (typeof roles)[number];

/** What is done in or with a call or meeting. */
const inCalls = [
  'seeMeeting',
  'joinMeeting',
  'changeMeeting',
  'seeRoster',
  'mute',
  'invite',
  'ringMissing',
  'remindEveryone',
  'remove',
  'leave',
  'removeEveryone',
  'transfer',
  /** Hold music, keys, Rollcall's own microphone, gallery and screen. */
  'operate',
  'callAgain',
] as const;

/** What is done for the whole tenant. */
const forTenant = ['takeCalls', 'frontDesk', 'blockCallers', 'pauseCalls'] as const;

/** To others' reminders; answering one is its reader's alone. */
const toReminders = ['changeReminder'] as const;

/** With what somebody sent Rollcall: theirs alone, the admins' neither. */
const ofOwn = ['confirmImport'] as const;

export const deeds = [...inCalls, ...forTenant, ...toReminders, ...ofOwn] as const;
export type Deed = (typeof deeds)[number];

export const policy: Record<Role, readonly Deed[]> = {
  admin: [...inCalls, ...forTenant, ...toReminders],
  organizer: inCalls,
  coorganizer: inCalls,
  presenter: [
    'seeMeeting',
    'joinMeeting',
    'seeRoster',
    'mute',
    'invite',
    'ringMissing',
    'remindEveryone',
    'operate',
  ],
  caller: [
    'seeRoster',
    'mute',
    'invite',
    'remove',
    'leave',
    'removeEveryone',
    'transfer',
    'operate',
    'callAgain',
    'changeReminder',
    'confirmImport',
  ],
  called: ['seeRoster', 'invite', 'callAgain'],
  broughtIn: ['seeMeeting', 'joinMeeting', 'seeRoster', 'leave'],
  attendee: ['seeMeeting', 'joinMeeting', 'seeRoster'],
  agent: ['takeCalls'],
  chatMember: ['seeMeeting', 'joinMeeting', 'seeRoster'],
  outsider: [],
};

/** Whether a person holding these roles may do the deed. */
export const may = (held: readonly Role[], deed: Deed): boolean =>
  held.some((role) => policy[role].includes(deed));

/** The roles that may do the deed, most trusted first: what a refusal names. */
export const whoMay = (deed: Deed): Role[] => roles.filter((role) => policy[role].includes(deed));
