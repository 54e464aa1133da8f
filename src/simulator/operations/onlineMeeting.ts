/** The onlineMeeting resource: what it says, and what a request may set. */
import type { Context } from '../context.ts';
import { badRequest } from '../graphError.ts';
import type { Invited, MeetingRole, SimulatedMeeting } from '../model.ts';
import { makeInvited, type NewMeeting } from '../newMeeting.ts';
import type { SimulatedPerson } from '../people.ts';
import { isObject, type Json, objectOf, optionalInstant, optionalText, textOf } from '../shape.ts';

/** What Teams sets unless told otherwise; these members are kept as they are sent. */
const options: Json = {
  allowedPresenters: 'everyone',
  allowAttendeeToEnableCamera: true,
  allowAttendeeToEnableMic: true,
  allowMeetingChat: 'enabled',
  allowTeamworkReactions: true,
  isEntryExitAnnounced: false,
  recordAutomatically: false,
  lobbyBypassSettings: { scope: 'organization', isDialInBypassEnabled: false },
};
const roles: readonly string[] = ['attendee', 'presenter', 'coorganizer'];

const instant = (ms: number) => new Date(ms).toISOString();

export function meetingResource({ world, options: { tenantId } }: Context, meeting: SimulatedMeeting): Json {
  const identity = (id: string | null, displayName: string) => ({ user: { id, displayName, tenantId } });
  const organizer = world.people.get(meeting.organizerId);
  const html = `<p>${meeting.joinWebUrl}</p>`;
  return {
    id: meeting.id,
    creationDateTime: instant(meeting.createdAt),
    startDateTime: instant(meeting.start),
    endDateTime: instant(meeting.end),
    subject: meeting.subject,
    joinWebUrl: meeting.joinWebUrl,
    externalId: meeting.externalId,
    isBroadcast: false,
    videoTeleconferenceId: null,
    audioConferencing: null,
    chatInfo: { threadId: meeting.threadId, messageId: meeting.messageId, replyChainMessageId: null },
    joinMeetingIdSettings: {
      isPasscodeRequired: meeting.passcode !== null,
      joinMeetingId: meeting.joinMeetingId,
      passcode: meeting.passcode,
    },
    joinInformation: { content: `data:text/html,${encodeURIComponent(html)}`, contentType: 'html' },
    ...options,
    ...meeting.properties,
    participants: {
      organizer: {
        upn: organizer?.userPrincipalName ?? null,
        role: 'presenter',
        identity: identity(meeting.organizerId, organizer?.name ?? ''),
      },
      attendees: meeting.invited.map(({ personId, address, name, role }) => ({
        upn: address,
        role,
        identity: identity(personId, name),
      })),
    },
  };
}

const kept = (body: Json): Json =>
  Object.fromEntries(Object.keys(options).flatMap((name) => (name in body ? [[name, body[name]]] : [])));

/** The attendees of a request; null when it says nothing about them. */
export function attendeesOf({ world }: Context, body: Json): Invited[] | null {
  if (!isObject(body.participants)) return null;
  const { attendees } = body.participants;
  if (attendees === undefined || attendees === null) return null;
  if (!Array.isArray(attendees)) throw badRequest("'attendees' must be a collection.");
  const entries = attendees.map((entry: unknown) => {
    const attendee = objectOf(entry, 'An attendee');
    const role = optionalText(attendee, 'role') ?? 'attendee';
    if (!roles.includes(role)) throw badRequest(`There is no role '${role}' for an attendee.`);
    const user =
      isObject(attendee.identity) && isObject(attendee.identity.user) ? attendee.identity.user : null;
    const key = user ? textOf(user, 'id') : textOf(attendee, 'upn');
    return { key, role: role as MeetingRole };
  });
  return makeInvited(world, entries);
}

/** @throws GraphError 400 where the times make no sense. */
export function newMeetingOf(context: Context, organizer: SimulatedPerson, body: Json): NewMeeting {
  const start = optionalInstant(body, 'startDateTime');
  const end = optionalInstant(body, 'endDateTime');
  if (end !== null && start === null) throw badRequest("'endDateTime' without 'startDateTime'.");
  if (start !== null && end !== null && end < start)
    throw badRequest('The meeting would end before it starts.');
  const settings = isObject(body.joinMeetingIdSettings) ? body.joinMeetingIdSettings : {};
  const chat = isObject(body.chatInfo) ? optionalText(body.chatInfo, 'threadId') : null;
  return {
    organizerId: organizer.id,
    subject: optionalText(body, 'subject') ?? '',
    ...(start !== null ? { start } : {}),
    ...(end !== null ? { end } : {}),
    ...(chat ? { threadId: chat } : {}),
    invited: (attendeesOf(context, body) ?? []).map(({ address, role }) => ({ key: address, role })),
    passcodeRequired: settings.isPasscodeRequired !== false,
    properties: kept(body),
  };
}

/** Applies a PATCH: what it does not mention stays, attendees are replaced as a whole. */
export function change(
  meeting: SimulatedMeeting,
  body: Json,
  { start, end, invited }: { start: number | null; end: number | null; invited: Invited[] | null },
): void {
  meeting.subject = optionalText(body, 'subject') ?? meeting.subject;
  if (start !== null && end !== null) Object.assign(meeting, { start, end });
  if (invited) meeting.invited.splice(0, meeting.invited.length, ...invited);
  Object.assign(meeting.properties, kept(body));
}
