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
  'broughtIn',
  'attendee',
  'chatMember',
  'outsider',
] as const;
export type Role = (typeof roles)[number];

export const deeds = [
  'seeMeeting',
  'joinMeeting',
  'changeMeeting',
  'seeRoster',
  'mute',
  'invite',
  'remove',
  'leave',
  'removeEveryone',
] as const;
export type Deed = (typeof deeds)[number];

const everything: readonly Deed[] = deeds;

export const policy: Record<Role, readonly Deed[]> = {
  admin: everything,
  organizer: everything,
  coorganizer: everything,
  presenter: ['seeMeeting', 'joinMeeting', 'seeRoster', 'mute', 'invite'],
  broughtIn: ['seeMeeting', 'joinMeeting', 'seeRoster', 'leave'],
  attendee: ['seeMeeting', 'joinMeeting', 'seeRoster'],
  chatMember: ['seeMeeting', 'joinMeeting', 'seeRoster'],
  outsider: [],
};

/** Whether a person holding these roles may do the deed. */
export const may = (held: readonly Role[], deed: Deed): boolean =>
  held.some((role) => policy[role].includes(deed));

/** The roles that may do the deed, most trusted first: what a refusal names. */
export const whoMay = (deed: Deed): Role[] => roles.filter((role) => policy[role].includes(deed));
