/** /users/{id}/onlineMeetings: create, createOrGet, find by link or number, get, change, delete. */
import { badRequest, GraphError, notFound } from '../graphError.ts';
import { plainUrl } from '../ids.ts';
import type { SimulatedMeeting } from '../model.ts';
import { type GraphRequest, type Operation, operationsAt } from '../operation.ts';
import type { SimulatedPerson } from '../people.ts';
import { metadataOf } from '../resources.ts';
import type { Answer } from '../server.ts';
import { objectOf, onlyThese, optionalInstant, textOf } from '../shape.ts';
import { attendeesOf, change, meetingResource, newMeetingOf } from './onlineMeeting.ts';

const write = ['OnlineMeetings.ReadWrite.All'];
const read = ['OnlineMeetings.Read.All', 'OnlineMeetings.ReadWrite.All'];

/**
 * The user of the path, by object id alone.
 * @throws GraphError 403 where the application access policy does not cover them.
 */
function userOf({ context, params }: GraphRequest, doing: string): SimulatedPerson {
  const id = (params.user ?? '').toLowerCase();
  const user = context.world.people.get(id);
  if (!user || user.kind === 'phone') throw notFound('User');
  const { policyUsers } = context.settings;
  if (policyUsers !== 'all' && !policyUsers.some((covered) => covered.toLowerCase() === id)) {
    const app = context.options.botId;
    throw new GraphError(
      403,
      'Unauthorized',
      `App ${app} is not authorized to ${doing} on behalf of user ${id}.`,
    );
  }
  return user;
}

const mayRead = (meeting: SimulatedMeeting, { id }: SimulatedPerson) =>
  meeting.organizerId === id || meeting.invited.some(({ personId }) => personId === id);

function meetingOf(request: GraphRequest, user: SimulatedPerson): SimulatedMeeting {
  const meeting = request.context.world.meetings.get(request.params.meeting ?? '');
  if (!meeting || !mayRead(meeting, user)) throw notFound('Meeting');
  return meeting;
}

function ownMeeting(request: GraphRequest, doing: string): SimulatedMeeting {
  const user = userOf(request, doing);
  const meeting = meetingOf(request, user);
  if (meeting.organizerId !== user.id) {
    throw new GraphError(403, 'Forbidden', 'Only the organizer may change the meeting.');
  }
  return meeting;
}

const resource = (request: GraphRequest, meeting: SimulatedMeeting) => ({
  '@odata.context': metadataOf(`users('${request.params.user}')/onlineMeetings/$entity`),
  ...meetingResource(request.context, meeting),
});

function create(request: GraphRequest): Answer {
  const user = userOf(request, 'create meeting');
  const body = objectOf(request.body, 'The request body', false);
  const meeting = request.context.world.createMeeting(newMeetingOf(request.context, user, body));
  return { status: 201, body: resource(request, meeting) };
}

function createOrGet(request: GraphRequest): Answer {
  const user = userOf(request, 'create meeting');
  const body = objectOf(request.body, 'The request body');
  onlyThese(body, 'externalId', 'chatInfo', 'startDateTime', 'endDateTime', 'subject', 'participants');
  const externalId = textOf(body, 'externalId');
  const { world } = request.context;
  const existing = [...world.meetings.values()].find(
    (meeting) => meeting.organizerId === user.id && meeting.externalId === externalId,
  );
  if (existing) return { status: 200, body: resource(request, existing) };
  const wanted = newMeetingOf(request.context, user, body);
  const meeting = world.createMeeting({ ...wanted, externalId, link: 'short' });
  return { status: 201, body: resource(request, meeting) };
}

const filter = /^\s*(JoinWebUrl|joinMeetingIdSettings\/joinMeetingId)\s+eq\s+'(.*)'\s*$/i;

function find(request: GraphRequest): Answer {
  const user = userOf(request, 'read meetings');
  const [, property = '', quoted = ''] = filter.exec(request.query.get('$filter') ?? '') ?? [];
  if (!property) {
    throw badRequest(
      'Only $filter by JoinWebUrl or joinMeetingIdSettings/joinMeetingId, with eq, is supported.',
    );
  }
  const wanted = quoted.replaceAll("''", "'");
  const byLink = property.toLowerCase() === 'joinweburl';
  const value = [...request.context.world.meetings.values()]
    .filter((meeting) =>
      byLink ? plainUrl(meeting.joinWebUrl) === plainUrl(wanted) : meeting.joinMeetingId === wanted,
    )
    .filter((meeting) => mayRead(meeting, user))
    .map((meeting) => meetingResource(request.context, meeting));
  const context = metadataOf(`users('${request.params.user}')/onlineMeetings`);
  return { status: 200, body: { '@odata.context': context, value } };
}

function get(request: GraphRequest): Answer {
  const meeting = meetingOf(request, userOf(request, 'read meeting'));
  return { status: 200, body: resource(request, meeting) };
}

function patch(request: GraphRequest): Answer {
  const meeting = ownMeeting(request, 'update meeting');
  const body = objectOf(request.body, 'The request body');
  const start = optionalInstant(body, 'startDateTime');
  const end = optionalInstant(body, 'endDateTime');
  if ((start === null) !== (end === null)) {
    throw badRequest("'startDateTime' and 'endDateTime' must be changed together.");
  }
  if (start !== null && end !== null && end < start)
    throw badRequest('The meeting would end before it starts.');
  const invited = attendeesOf(request.context, body);
  change(meeting, body, { start, end, invited });
  request.context.world.tell({ kind: 'meeting', meeting });
  return { status: 200, body: resource(request, meeting) };
}

function remove(request: GraphRequest): Answer {
  request.context.world.removeMeeting(ownMeeting(request, 'delete meeting'));
  return { status: 204 };
}

const at = operationsAt('/users/{user}/onlineMeetings', 'teams');

export const onlineMeetings: readonly Operation[] = [
  at('GET', '', read, find),
  at('POST', '', write, create),
  at('POST', '/createOrGet', write, createOrGet),
  at('GET', '/{meeting}', read, get),
  at('PATCH', '/{meeting}', write, patch),
  at('DELETE', '/{meeting}', write, remove),
];
