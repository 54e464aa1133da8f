/** /users/{id}/events: create (once per transactionId), get, change, cancel, delete. */
import { badRequest, GraphError } from '../graphError.ts';
import { newEventId } from '../ids.ts';
import type { CalendarEvent } from '../model.ts';
import { type GraphRequest, type Operation, operationsAt } from '../operation.ts';
import type { SimulatedPerson } from '../people.ts';
import { metadataOf } from '../resources.ts';
import type { Answer } from '../server.ts';
import { objectOf, onlyThese, optionalText } from '../shape.ts';
import { answerInvitations, eventResource, invitedOf, propertiesOf, timesOf } from './event.ts';

const write = ['Calendars.ReadWrite'];
const read = ['Calendars.Read', 'Calendars.ReadWrite'];

/** Calendars are found by UPN as well. */
function ownerOf({ context, params }: GraphRequest): SimulatedPerson {
  const owner = context.world.person(params.user ?? '');
  if (!owner?.userPrincipalName)
    throw new GraphError(404, 'ErrorInvalidUser', 'The requested user is invalid.');
  return owner;
}

function eventOf(request: GraphRequest): CalendarEvent {
  const event = request.context.world.events.get(request.params.event ?? '');
  if (!event || event.ownerId !== ownerOf(request).id) {
    throw new GraphError(404, 'ErrorItemNotFound', 'The specified object was not found in the store.');
  }
  return event;
}

const resource = (request: GraphRequest, event: CalendarEvent) => ({
  '@odata.context': metadataOf(`users('${request.params.user}')/events/$entity`),
  ...eventResource(request.context, event),
});

function create(request: GraphRequest): Answer {
  const { context } = request;
  const { world, clock } = context;
  const owner = ownerOf(request);
  const body = objectOf(request.body, 'The request body');
  const transactionId = optionalText(body, 'transactionId');
  const repeated = [...world.events.values()].find(
    (event) => transactionId && event.ownerId === owner.id && event.transactionId === transactionId,
  );
  if (repeated) return { status: 201, body: resource(request, repeated) };
  const times = timesOf(body);
  if (!times) throw badRequest("'start' and 'end' are required.");
  const provider = optionalText(body, 'onlineMeetingProvider') ?? 'teamsForBusiness';
  if (provider !== 'teamsForBusiness') throw badRequest(`The provider '${provider}' is not allowed here.`);
  const id = newEventId();
  const properties = propertiesOf(body);
  const subject = optionalText(body, 'subject') ?? '';
  let invited = invitedOf(context, body) ?? [];
  let meetingId: string | null = null;
  if (body.isOnlineMeeting === true) {
    const meeting = world.createMeeting({ organizerId: owner.id, subject, ...times, eventId: id });
    meeting.invited.push(...invited);
    invited = meeting.invited;
    meetingId = meeting.id;
  }
  const now = clock.now();
  const event: CalendarEvent = {
    ...{ id, ownerId: owner.id, transactionId, meetingId, ...times, invited },
    ...{ createdAt: now, changedAt: now, properties: { ...properties, subject } },
  };
  world.events.set(id, event);
  answerInvitations(context, event);
  return { status: 201, body: resource(request, event) };
}

function patch(request: GraphRequest): Answer {
  const { context } = request;
  const event = eventOf(request);
  const body = objectOf(request.body, 'The request body');
  const times = timesOf(body, event);
  const invited = invitedOf(context, body);
  Object.assign(event.properties, propertiesOf(body));
  if (times) Object.assign(event, times);
  if (invited) {
    const known = new Map(event.invited.map((entry) => [entry.address, entry]));
    const merged = invited.map((entry) => known.get(entry.address) ?? entry);
    event.invited.splice(0, event.invited.length, ...merged);
    answerInvitations(context, event);
  }
  event.changedAt = context.clock.now();
  const meeting = event.meetingId ? context.world.meetings.get(event.meetingId) : undefined;
  if (meeting) {
    const subject = String(event.properties.subject ?? '');
    Object.assign(meeting, { subject, start: event.start, end: event.end });
    context.world.tell({ kind: 'meeting', meeting });
  }
  return { status: 200, body: resource(request, event) };
}

function drop({ context: { world } }: GraphRequest, event: CalendarEvent): void {
  world.events.delete(event.id);
  const meeting = event.meetingId ? world.meetings.get(event.meetingId) : undefined;
  if (meeting) world.removeMeeting(meeting);
}

function cancel(request: GraphRequest): Answer {
  const event = eventOf(request);
  const body = objectOf(request.body, 'The request body', false);
  onlyThese(body, 'Comment', 'comment');
  drop(request, event);
  return { status: 202 };
}

function remove(request: GraphRequest): Answer {
  drop(request, eventOf(request));
  return { status: 204 };
}

function get(request: GraphRequest): Answer {
  return { status: 200, body: resource(request, eventOf(request)) };
}

const at = operationsAt('/users/{user}/events', 'calendar');

export const events: readonly Operation[] = [
  at('POST', '', write, create),
  at('GET', '/{event}', read, get),
  at('PATCH', '/{event}', write, patch),
  at('DELETE', '/{event}', write, remove),
  at('POST', '/{event}/cancel', write, cancel),
];
