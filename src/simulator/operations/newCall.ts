/** What a create-call request asks for: a meeting by its organizer or its number, or people to be rung. */
import { enter } from '../arrivals.ts';
import type { NewCall } from '../calls.ts';
import type { EndingName } from '../endings.ts';
import { badRequest, GraphError, notFound } from '../graphError.ts';
import type { SimulatedCall, SimulatedMeeting } from '../model.ts';
import { makeRoom } from '../newMeeting.ts';
import type { GraphRequest } from '../operation.ts';
import { ring } from '../ringing.ts';
import { callbackOf, isObject, type Json, objectOf, optionalText, taggedOf, textOf } from '../shape.ts';
import { type Invitee, inviteeOf } from './invitee.ts';
import { checkMedia } from './mediaConfig.ts';
import { instanceOf } from './phones.ts';

/** One of these is needed to come into a meeting. */
export const joining = [
  'Calls.JoinGroupCall.All',
  'Calls.JoinGroupCallAsGuest.All',
  'Calls.JoinGroupCalls.Chat',
];
/** learn.microsoft.com/graph/api/application-post-calls: a group call of the bot's own holds this many people. */
const mostTargets = 5;
const unroutableAfter = 1000;
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
  const info = taggedOf(body, 'meetingInfo', [byOrganizer, byNumber]);
  return info['@odata.type'] === byOrganizer
    ? meetingByOrganizer(request, body, info)
    : meetingByNumber(request, info);
}

/** Rings each target on their own; the first to answer establishes the call, and it ends when none of them does. */
function ringTargets({ context }: GraphRequest, targets: readonly Invitee[]) {
  const { world, clock, calls } = context;
  return (call: SimulatedCall): void => {
    let unanswered = targets.length;
    const failed = (reason: EndingName): void => {
      unanswered -= 1;
      if (unanswered > 0 || call.state !== 'establishing') return;
      calls.end(call, call.room.peerToPeer ? reason : 'nobodyJoined');
    };
    for (const { person } of targets) {
      if (!person) {
        const off = clock.after(unroutableAfter, () => failed('unroutable'));
        calls.plan(call, off);
        continue;
      }
      const off = ring({ clock, world, call, person }, (problem) => {
        if (problem) failed(problem);
        else {
          enter(clock, world, call.room, person);
          calls.establish(call);
        }
      });
      calls.plan(call, off);
    }
  };
}

/** @throws GraphError 400 where the request is malformed, 403 without the permission, 404 for an unknown meeting. */
export function newCallOf(request: GraphRequest): Planned {
  const { context, allow } = request;
  const body = objectOf(request.body, 'The request body');
  textOf(body, 'callbackUri');
  const callbackUri = callbackOf(body) ?? '';
  checkMedia(request, body, 'requestedModalities');
  const tenantId = optionalText(body, 'tenantId');
  const intoMeeting = isObject(body.meetingInfo);
  const wanted = Array.isArray(body.targets) ? body.targets : [];
  if (!intoMeeting && wanted.length === 0) throw badRequest("Either 'meetingInfo' or 'targets' is needed.");
  allow(
    intoMeeting ? joining : wanted.length === 1 ? ['Calls.Initiate.All'] : ['Calls.InitiateGroupCall.All'],
  );
  if (tenantId && tenantId.toLowerCase() !== context.options.tenantId.toLowerCase()) {
    throw new GraphError(403, '7505', 'Request authorization tenant mismatch.');
  }
  const kept = Object.fromEntries(given.flatMap((name) => (name in body ? [[name, body[name]]] : [])));
  const resource = { targets: [], chatInfo: null, meetingInfo: null, ...kept };
  if (intoMeeting) {
    const meeting = meetingOf(request, body);
    if (meeting.state === 'ended') meeting.state = 'scheduled';
    const applicationInstanceId = instanceOf(context, body, []);
    const { room, botWaits } = meeting;
    const leg = { room, callbackUri, request: resource, inLobby: botWaits, applicationInstanceId };
    return { newCall: { ...leg, rings: false }, ringing: () => undefined };
  }
  const targets = wanted.map((entry) => inviteeOf(request, entry));
  if (targets.filter(({ kind }) => kind !== 'phone').length > mostTargets) {
    throw badRequest(`A group call is made with at most ${mostTargets} people.`);
  }
  const applicationInstanceId = instanceOf(context, body, targets);
  const room = makeRoom(null, targets.length === 1);
  const leg = { room, callbackUri, request: resource, inLobby: false, applicationInstanceId };
  return { newCall: { ...leg, rings: true }, ringing: ringTargets(request, targets) };
}
