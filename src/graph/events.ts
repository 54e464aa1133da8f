/**
 * Calendar events with a Teams meeting, so that people get an invitation; Calendars.ReadWrite, no access policy.
 * https://learn.microsoft.com/graph/api/user-post-events
 */
import type { DateTimeTimeZone, Event, NullableOption } from '@microsoft/microsoft-graph-types';
import { Temporal } from 'temporal-polyfill';
import type { Graph } from './client.ts';
import { segment } from './client.ts';
import { orNull } from './users.ts';

/** When an event is: instants in milliseconds since the epoch, and the IANA zone its organizer planned it in. */
interface EventTime {
  start: number;
  end: number;
  zone: string;
}

interface EventAttendee {
  address: string;
  name: string;
}

export interface GraphEvents {
  /**
   * Makes an event with a Teams meeting and sends the invitations. A repeated create with the same `transactionId`
   * gives the first one's event.
   */
  createEvent(
    organizerId: string,
    event: EventTime & { transactionId: string; subject: string; attendees: EventAttendee[]; body?: string },
  ): Promise<Event>;
  /** Null when there is none any more. `onlineMeeting.joinUrl` is its join link, each attendee's `status` the answer. */
  getEvent(organizerId: string, eventId: string): Promise<Event | null>;
  /** Those invited are told. `attendees`, if given, replaces them as a whole. */
  patchEvent(
    organizerId: string,
    eventId: string,
    change: { time?: EventTime; subject?: string; attendees?: EventAttendee[] },
  ): Promise<Event>;
  /** Cancels it and tells those invited; harmless when it is gone already. */
  cancelEvent(organizerId: string, eventId: string, comment?: string): Promise<void>;
}

/** Calendar events over a Graph client; every method throws GraphError when Graph does not do it. */
export function createGraphEvents(graph: Graph): GraphEvents {
  const all = (userId: string) => `/users/${segment(userId)}/events`;
  const one = (userId: string, eventId: string) => `${all(userId)}/${segment(eventId)}`;

  return {
    async createEvent(organizerId, { transactionId, subject, attendees, body, ...time }) {
      const answer = await graph.request<Event>({
        method: 'POST',
        path: all(organizerId),
        body: {
          subject,
          ...(body ? { body: { contentType: 'text', content: body } } : {}),
          ...timeBody(time),
          attendees: attendees.map(attendeeBody),
          isOnlineMeeting: true,
          onlineMeetingProvider: 'teamsForBusiness',
          transactionId,
        },
      });
      return answer.body;
    },

    getEvent: (organizerId, eventId) =>
      orNull(async () => {
        return (await graph.request<Event>({ method: 'GET', path: one(organizerId, eventId) })).body;
      }),

    async patchEvent(organizerId, eventId, { time, subject, attendees }) {
      const answer = await graph.request<Event>({
        method: 'PATCH',
        path: one(organizerId, eventId),
        body: {
          ...(subject === undefined ? {} : { subject }),
          ...(time ? timeBody(time) : {}),
          ...(attendees ? { attendees: attendees.map(attendeeBody) } : {}),
        },
      });
      return answer.body;
    },

    async cancelEvent(organizerId, eventId, comment = '') {
      await orNull(() =>
        graph.request({
          method: 'POST',
          path: `${one(organizerId, eventId)}/cancel`,
          // The metadata and the sample spell it with a capital, the page's table without.
          body: { Comment: comment },
        }),
      );
    },
  };
}

/** A wall clock that shows an hour twice cannot say which is meant: then UTC does. */
const timeBody = ({ start, end, zone }: EventTime) => {
  const clear = (instant: number) => instantOf(civil(instant, zone)) === instant - (instant % 1000);
  const told = clear(start) && clear(end) ? zone : 'UTC';
  return { start: civil(start, told), end: civil(end, told) };
};

/** dateTimeTimeZone: the wall clock of that zone, without an offset. Graph accepts IANA names. */
const civil = (instant: number, zone: string): DateTimeTimeZone => ({
  dateTime: Temporal.Instant.fromEpochMilliseconds(instant)
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'second' }),
  timeZone: zone,
});

const attendeeBody = ({ address, name }: EventAttendee) => ({
  emailAddress: { address, name },
  type: 'required',
});

/**
 * The instant of an event's start or end as Graph answers it (UTC unless a Prefer header asked otherwise), or null
 * where the zone is one that we cannot read (Exchange also uses Windows' names).
 */
export function instantOf(time: NullableOption<DateTimeTimeZone> | undefined): number | null {
  if (!time?.dateTime) return null;
  try {
    return Temporal.PlainDateTime.from(time.dateTime).toZonedDateTime(time.timeZone ?? 'UTC')
      .epochMilliseconds;
  } catch {
    return null;
  }
}
