/** The event resource: its times, its attendees and what they answer. */
import { Temporal } from 'temporal-polyfill';
import type { Context } from '../context.ts';
import { badRequest, GraphError } from '../graphError.ts';
import type { CalendarEvent, Invited, MeetingAnswer } from '../model.ts';
import { makeInvited } from '../newMeeting.ts';
import type { Behaviour } from '../people.ts';
import { isObject, type Json, objectOf, textOf } from '../shape.ts';

/** Exchange's own names of the commoner zones; IANA names work too. */
const windowsZones: Record<string, string> = {
  UTC: 'UTC',
  'Pacific Standard Time': 'America/Los_Angeles',
  'Mountain Standard Time': 'America/Denver',
  'Central Standard Time': 'America/Chicago',
  'Eastern Standard Time': 'America/New_York',
  'GMT Standard Time': 'Europe/London',
  'W. Europe Standard Time': 'Europe/Berlin',
  'Russian Standard Time': 'Europe/Moscow',
  'India Standard Time': 'Asia/Kolkata',
  'China Standard Time': 'Asia/Shanghai',
  'Tokyo Standard Time': 'Asia/Tokyo',
};
const kept = [
  'subject',
  'body',
  'location',
  'importance',
  'sensitivity',
  'showAs',
  'allowNewTimeProposals',
  'hideAttendees',
  'responseRequested',
  'reminderMinutesBeforeStart',
  'isReminderOn',
  'categories',
] as const;

function instantOf(value: unknown, name: string): number {
  const { dateTime, timeZone } = objectOf(value, `'${name}'`);
  const zone = typeof timeZone === 'string' ? timeZone : 'UTC';
  try {
    const plain = Temporal.PlainDateTime.from(String(dateTime).replace(/Z$/, ''));
    return plain.toZonedDateTime(windowsZones[zone] ?? zone).epochMilliseconds;
  } catch {
    const message = `'${name}' is no time in a known zone: ${String(dateTime)} ${zone}.`;
    throw new GraphError(400, 'ErrorInvalidPropertyValue', message);
  }
}

/** Start and end of a request; null when it mentions neither. @throws GraphError 400 for times that make no sense. */
export function timesOf(body: Json, current?: { start: number; end: number }) {
  if (body.start === undefined && body.end === undefined) return null;
  const start = body.start === undefined && current ? current.start : instantOf(body.start, 'start');
  const end = body.end === undefined && current ? current.end : instantOf(body.end, 'end');
  if (end < start) {
    throw new GraphError(400, 'ErrorPropertyValidationFailure', 'The event would end before it starts.');
  }
  return { start, end };
}

/** The attendees of a request; null when it says nothing about them. */
export function invitedOf({ world }: Context, body: Json): Invited[] | null {
  if (body.attendees === undefined || body.attendees === null) return null;
  if (!Array.isArray(body.attendees)) throw badRequest("'attendees' must be a collection.");
  const entries = body.attendees.map((entry: unknown) => {
    const address = objectOf(objectOf(entry, 'An attendee').emailAddress, "'emailAddress'");
    const { name } = address;
    return { key: textOf(address, 'address'), ...(typeof name === 'string' ? { name } : {}) };
  });
  return makeInvited(world, entries);
}

export const propertiesOf = (body: Json): Json =>
  Object.fromEntries(kept.flatMap((name) => (name in body ? [[name, body[name]]] : [])));

const answers: Record<Behaviour, MeetingAnswer> = {
  joins: 'accepted',
  joinsMuted: 'accepted',
  joinsByPhone: 'accepted',
  mutesItself: 'accepted',
  waitsInLobby: 'tentativelyAccepted',
  declines: 'declined',
  neverAnswers: 'none',
  busy: 'accepted',
  unreachable: 'none',
  voicemail: 'none',
  byHand: 'none',
};

/** Three seconds later everybody of the tenant has answered, each after their behaviour. */
export function answerInvitations({ clock, world }: Context, event: CalendarEvent): void {
  clock.after(3000, () => {
    for (const entry of event.invited) {
      const person = entry.personId ? world.people.get(entry.personId) : undefined;
      if (person && entry.answer === 'none') entry.answer = answers[person.behaviour];
    }
    const meeting = event.meetingId ? world.meetings.get(event.meetingId) : undefined;
    if (meeting) world.tell({ kind: 'meeting', meeting });
  });
}

const wallTime = (ms: number) => ({
  dateTime: `${new Date(ms).toISOString().slice(0, 19)}.0000000`,
  timeZone: 'UTC',
});

export function eventResource({ world }: Context, event: CalendarEvent): Json {
  const owner = world.people.get(event.ownerId);
  const meeting = event.meetingId ? world.meetings.get(event.meetingId) : undefined;
  const { body } = event.properties;
  return {
    '@odata.etag': `W/"${event.changedAt}"`,
    id: event.id,
    createdDateTime: new Date(event.createdAt).toISOString(),
    lastModifiedDateTime: new Date(event.changedAt).toISOString(),
    changeKey: String(event.changedAt),
    transactionId: event.transactionId,
    iCalUId: `040000008200E00074C5B7101A82E008${event.id.slice(6, 38)}`,
    bodyPreview: isObject(body) && typeof body.content === 'string' ? body.content.slice(0, 255) : '',
    isAllDay: false,
    isCancelled: false,
    isDraft: false,
    isOrganizer: true,
    ...event.properties,
    start: wallTime(event.start),
    end: wallTime(event.end),
    organizer: { emailAddress: { name: owner?.name ?? null, address: owner?.userPrincipalName ?? null } },
    attendees: event.invited.map(({ address, name, answer }) => ({
      type: 'required',
      status: { response: answer, time: '0001-01-01T00:00:00Z' },
      emailAddress: { name, address },
    })),
    isOnlineMeeting: meeting !== undefined,
    onlineMeetingProvider: meeting ? 'teamsForBusiness' : 'unknown',
    onlineMeetingUrl: null,
    onlineMeeting: meeting ? { joinUrl: meeting.joinWebUrl } : null,
    webLink: `https://outlook.office365.com/owa/?itemid=${event.id}&exvsurl=1&path=/calendar/item`,
  };
}
