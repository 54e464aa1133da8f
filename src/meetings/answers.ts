/** What the invited answered, from their event. Pure. */
import type { Event } from '@microsoft/microsoft-graph-types';
import { factsOfLink } from './facts.ts';
import type { Invitee, Meeting, Response } from './meeting.ts';

/** Deleted or cancelled in a calendar. */
export const gone = (event: Event | null): event is null => event === null || event.isCancelled === true;

/** What changed on the meeting, or null. Attendees added in a calendar are left to it: they have no Entra id here. */
export function answersOf(meeting: Meeting, event: Event): Partial<Meeting> | null {
  const responses = new Map(
    (event.attendees ?? []).map((attendee) => [
      attendee.emailAddress?.address?.toLowerCase() ?? '',
      responseOf(attendee.status?.response ?? null),
    ]),
  );
  const answered = (person: Invitee): Response =>
    responses.get(person.address.toLowerCase()) ?? person.response;
  const changed = meeting.invited.some((person) => answered(person) !== person.response);
  const invited = meeting.invited.map((person) => ({ ...person, response: answered(person) }));
  const joinUrl = meeting.joinUrl ? null : (event.onlineMeeting?.joinUrl ?? null);
  if (!changed && !joinUrl) return null;
  return { ...(changed && { invited }), ...(joinUrl && factsOfLink(joinUrl)) };
}

const responseOf = (word: string | null): Response =>
  word === 'accepted' || word === 'tentativelyAccepted' || word === 'declined' ? word : 'none';
