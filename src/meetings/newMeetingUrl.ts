/**
 * Teams' own dialog for a new meeting, filled in: what is left without any right to the calendar. Pure.
 * https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-workflow
 */
import { Temporal } from 'temporal-polyfill';
import type { Meeting } from './meeting.ts';

/** As much of a link as every client opens; names that do not fit are left out, the dialog can add them. */
const longest = 2_000;

/** Null for a meeting that exists: only `source: 'link'` is still to be made. */
export function newMeetingUrl(meeting: Meeting): string | null {
  if (meeting.source !== 'link' || meeting.state !== 'scheduled') return null;
  // Spaces as %20: the dialog shows a plus as a plus.
  const field = (name: string, value: string) => `${name}=${encodeURIComponent(value)}`;
  const fields = [
    field('subject', meeting.subject),
    field('startTime', withOffset(meeting.start, meeting.zone)),
    field('endTime', withOffset(meeting.end, meeting.zone)),
  ];
  const base = `https://teams.microsoft.com/l/meeting/new?${fields.join('&')}`;
  const attendees = meeting.invited.map(({ address }) => encodeURIComponent(address));
  while (attendees.length > 0 && base.length + attendees.join(',').length + 11 > longest) attendees.pop();
  return attendees.length > 0 ? `${base}&attendees=${attendees.join(',')}` : base;
}

const withOffset = (instant: number, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(instant)
    .toZonedDateTimeISO(zone)
    .toString({ smallestUnit: 'second', timeZoneName: 'never' });
