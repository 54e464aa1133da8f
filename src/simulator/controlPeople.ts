/** The control API's meetings: making one, and playing anybody in it. */
import { enter } from './arrivals.ts';
import type { Context } from './context.ts';
import { bodyOf, ControlError, controlRoute, ok } from './controlRoute.ts';
import { ending } from './endings.ts';
import type { Attendance, SimulatedMeeting } from './model.ts';
import type { NewMeeting } from './newMeeting.ts';
import type { Answer, Route, SimulatorRequest } from './server.ts';
import { meetingView } from './views.ts';

function meetingOf({ world }: Context, { params }: SimulatorRequest): SimulatedMeeting {
  const meeting = world.meeting(params.meeting ?? '');
  if (!meeting) throw new ControlError(404, 'There is no such meeting.');
  return meeting;
}

type Act = (context: Context, meeting: SimulatedMeeting, attendance: Attendance) => void;

/** What can be done by or to somebody who is there. */
const acts: Record<string, Act> = {
  leave: ({ world }, { room }, attendance) => world.leave(room, attendance),
  remove: ({ world }, { room }, attendance) => world.leave(room, attendance),
  mute: ({ world }, { room }, attendance) => world.mute(room, attendance),
  unmute: ({ world }, { room }, attendance) => world.unmute(room, attendance),
  lobby: ({ world }, { room }, attendance) => world.sendToLobby(room, attendance),
  admit: ({ world }, { room }, attendance) => world.admit(room, attendance),
};

function join(context: Context, meeting: SimulatedMeeting, request: SimulatorRequest): void {
  const person = context.world.person(request.params.person ?? '');
  if (!person) throw new ControlError(404, 'There is no such person.');
  const { muted, inLobby } = bodyOf(request);
  const attendance = enter(context.clock, context.world, meeting.room, person);
  if (typeof muted === 'boolean') attendance.muted = muted;
  if (typeof inLobby === 'boolean') attendance.inLobby = inLobby;
  if (muted !== undefined || inLobby !== undefined) context.world.changed(meeting.room);
}

function decline({ world }: Context, meeting: SimulatedMeeting, request: SimulatorRequest): void {
  const person = world.person(request.params.person ?? '');
  const invited = meeting.invited.find(({ personId }) => person && personId === person.id);
  if (!invited) throw new ControlError(404, 'This person is not invited.');
  invited.answer = 'declined';
  world.tell({ kind: 'meeting', meeting });
}

function act(context: Context, request: SimulatorRequest): Answer {
  const meeting = meetingOf(context, request);
  const { person = '', act: name = '' } = request.params;
  if (name === 'join') join(context, meeting, request);
  else if (name === 'decline') decline(context, meeting, request);
  else {
    const what = acts[name];
    if (!what) throw new ControlError(404, `Nobody can "${name}".`);
    const attendance = context.world.find(meeting.room, person);
    if (!attendance) throw new ControlError(404, 'This person is not in the meeting.');
    what(context, meeting, attendance);
  }
  return ok(meetingView(meeting));
}

function create({ world }: Context, request: SimulatorRequest): Answer {
  const wanted = bodyOf(request);
  const organizer = world.person(String(wanted.organizerId ?? wanted.organizer ?? ''));
  if (!organizer) throw new ControlError(400, "'organizer' is missing: an id, UPN or name.");
  const meeting = world.createMeeting({ ...wanted, organizerId: organizer.id } as NewMeeting);
  return { status: 201, body: meetingView(meeting) };
}

function change(context: Context, request: SimulatorRequest): Answer {
  const meeting = meetingOf(context, request);
  const { botWaits } = bodyOf(request);
  if (typeof botWaits !== 'boolean') throw new ControlError(400, "'botWaits' must be true or false.");
  meeting.botWaits = botWaits;
  return ok(meetingView(meeting));
}

export const peopleRoutes = (context: Context): Route[] => [
  controlRoute('POST', '/meetings', (request) => create(context, request)),
  controlRoute('GET', '/meetings/{meeting}', (request) => ok(meetingView(meetingOf(context, request)))),
  controlRoute('PATCH', '/meetings/{meeting}', (request) => change(context, request)),
  controlRoute('POST', '/meetings/{meeting}/people/{person}/{act}', (request) => act(context, request)),
  controlRoute('POST', '/meetings/{meeting}/end', (request) => {
    const meeting = meetingOf(context, request);
    const reason = String(bodyOf(request).reason ?? 'ended');
    ending(reason);
    context.world.endMeeting(meeting, reason);
    return ok(meetingView(meeting));
  }),
  controlRoute('POST', '/meetings/{meeting}/fill', (request) => {
    const meeting = meetingOf(context, request);
    const count = Number(bodyOf(request).count);
    if (!Number.isInteger(count) || count < 1 || count > 1000) {
      throw new ControlError(400, "'count' must be between 1 and 1000.");
    }
    context.world.fill(meeting.room, count);
    return ok(meetingView(meeting));
  }),
];
