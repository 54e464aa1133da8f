/** What a create-call request asks for: a meeting by its organizer or its number, or people to be rung. */
import { ring } from '../arrivals.ts';
import type { NewCall } from '../calls.ts';
import { badRequest, GraphError, notFound } from '../graphError.ts';
import type { SimulatedCall, SimulatedMeeting } from '../model.ts';
import { makeRoom } from '../newMeeting.ts';
import type { GraphRequest } from '../operation.ts';
import { isObject, type Json, listOf, objectOf, optionalText, textOf } from '../shape.ts';
import { inviteeOf } from './invitee.ts';

const joining = ['Calls.JoinGroupCall.All', 'Calls.JoinGroupCallAsGuest.All', 'Calls.JoinGroupCalls.Chat'];
const given = [
  'subject',
  'targets',
  'requestedModalities',
  'mediaConfig',
  'chatInfo',
  'meetingInfo',
  'callOptions',
] as const;

interface Planned {
  newCall: NewCall;
  /** Starts ringing the targets, where there are any. */
  ringing(call: SimulatedCall): void;
}

function tagged(body: Json, name: string, allowed: readonly string[]): Json {
  const value = objectOf(body[name], `'${name}'`);
  const type = value['@odata.type'];
  if (typeof type !== 'string' || !allowed.includes(type)) {
    throw badRequest(`'${name}' needs an @odata.type, one of ${allowed.join(', ')}.`);
  }
  return value;
}

function meetingByOrganizer({ context }: GraphRequest, body: Json, info: Json): SimulatedMeeting {
  const chatInfo = objectOf(body.chatInfo, "'chatInfo'");
  const threadId = textOf(chatInfo, 'threadId');
  textOf(chatInfo, 'messageId');
  const organizer = objectOf(objectOf(info.organizer, "'organizer'").user, "'organizer.user'");
  const organizerId = textOf(organizer, 'id').toLowerCase();
  const meeting = [...context.world.meetings.values()].find((entry) => entry.threadId === threadId);
  if (!meeting || meeting.organizerId.toLowerCase() !== organizerId) throw notFound('Meeting');
  return meeting;
}

function meetingByNumber({ context }: GraphRequest, info: Json): SimulatedMeeting {
  const number = textOf(info, 'joinMeetingId').replaceAll(' ', '');
  const passcode = optionalText(info, 'passcode');
  const meeting = [...context.world.meetings.values()].find((entry) => entry.joinMeetingId === number);
  if (!meeting) throw notFound('Meeting');
  if (meeting.passcode !== null && meeting.passcode !== passcode) {
    throw new GraphError(403, 'Forbidden', 'The passcode is wrong.');
  }
  return meeting;
}

function meetingOf(request: GraphRequest, body: Json): SimulatedMeeting {
  const byOrganizer = '#microsoft.graph.organizerMeetingInfo';
  const byNumber = '#microsoft.graph.joinMeetingIdMeetingInfo';
  const info = tagged(body, 'meetingInfo', [byOrganizer, byNumber]);
  return info['@odata.type'] === byOrganizer
    ? meetingByOrganizer(request, body, info)
    : meetingByNumber(request, info);
}

/** @throws GraphError 400 where the request is malformed, 403 without the permission, 404 for an unknown meeting. */
export function newCallOf(request: GraphRequest): Planned {
  const { context, allow } = request;
  const { world, clock, calls, options } = context;
  const body = objectOf(request.body, 'The request body');
  const callbackUri = textOf(body, 'callbackUri');
  if (!/^https:\/\//i.test(callbackUri)) throw badRequest("'callbackUri' must be an https address.");
  tagged(body, 'mediaConfig', [
    '#microsoft.graph.serviceHostedMediaConfig',
    '#microsoft.graph.appHostedMediaConfig',
  ]);
  if (listOf(body, 'requestedModalities').length === 0) throw badRequest("'requestedModalities' is empty.");
  const tenantId = optionalText(body, 'tenantId');
  const intoMeeting = isObject(body.meetingInfo);
  const wanted = Array.isArray(body.targets) ? body.targets : [];
  if (!intoMeeting && wanted.length === 0) throw badRequest("Either 'meetingInfo' or 'targets' is needed.");
  allow(
    intoMeeting ? joining : wanted.length === 1 ? ['Calls.Initiate.All'] : ['Calls.InitiateGroupCall.All'],
  );
  if (tenantId && tenantId.toLowerCase() !== options.tenantId.toLowerCase()) {
    throw new GraphError(403, '7505', 'Request authorization tenant mismatch.');
  }
  const kept = Object.fromEntries(given.flatMap((name) => (name in body ? [[name, body[name]]] : [])));
  const resource = { targets: [], chatInfo: null, meetingInfo: null, ...kept };
  if (intoMeeting) {
    const meeting = meetingOf(request, body);
    if (meeting.state === 'ended') meeting.state = 'scheduled';
    const inLobby = meeting.botWaits;
    const newCall = { room: meeting.room, callbackUri, request: resource, inLobby, rings: false };
    return { newCall, ringing: () => undefined };
  }
  const people = wanted.map((entry) => inviteeOf(request, entry));
  const room = makeRoom(null, people.length === 1);
  const newCall = { room, callbackUri, request: resource, inLobby: false, rings: true };
  const ringing = (call: SimulatedCall) => {
    let unanswered = people.length;
    for (const { person } of people) {
      if (!person) {
        calls.plan(
          call,
          clock.after(1000, () => failed('unroutable')),
        );
        continue;
      }
      const off = ring(clock, world, room, person, (problem) =>
        problem ? failed(problem) : calls.establish(call),
      );
      calls.plan(call, off);
    }
    const failed = (reason: string) => {
      unanswered -= 1;
      if (unanswered === 0) calls.end(call, reason);
    };
  };
  return { newCall, ringing };
}
