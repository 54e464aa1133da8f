/** The control API's calls: calling the bot, and playing whoever is in a call or is being rung. */
import { enter } from './arrivals.ts';
import type { Context } from './context.ts';
import { bodyOf, ControlError, controlRoute, ok } from './controlRoute.ts';
import { ending } from './endings.ts';
import { callBot, type IncomingCall } from './incomingCall.ts';
import type { Attendance, Ring, SimulatedCall } from './model.ts';
import { type Behaviour, behaviours, type SimulatedPerson } from './people.ts';
import type { Answer, Route, SimulatorRequest } from './server.ts';
import { isObject, type Json } from './shape.ts';
import { callView, personView, ringView } from './views.ts';

function callOf({ world }: Context, { params }: SimulatorRequest): SimulatedCall {
  const call = world.calls.get(params.call ?? '');
  if (!call) throw new ControlError(404, 'There is no such call.');
  return call;
}

function personOf({ world }: Context, key: unknown): SimulatedPerson {
  const person = world.person(String(key ?? ''));
  if (!person) throw new ControlError(404, 'There is no such person.');
  return person;
}

/** Whoever `person` in the body names; without one, the first who is not the bot. */
function somebodyIn({ world }: Context, call: SimulatedCall, person: unknown): Attendance {
  if (call.state === 'terminated') throw new ControlError(409, 'The call is over.');
  const found =
    person === undefined
      ? [...call.room.people.values()].find(({ callId }) => !callId)
      : world.find(call.room, String(person));
  if (!found) throw new ControlError(404, 'This person is not in the call.');
  return found;
}

const kinds: Record<keyof IncomingCall, (value: unknown) => boolean> = {
  from: (value) => typeof value === 'string',
  to: (value) => typeof value === 'string',
  meeting: (value) => typeof value === 'string',
  languageId: (value) => typeof value === 'string',
  modalities: (value) => Array.isArray(value) && value.every((entry) => typeof entry === 'string'),
  encrypted: (value) => typeof value === 'boolean',
  legacyFirst: (value) => typeof value === 'boolean',
};

function call(context: Context, request: SimulatorRequest): Answer {
  const wanted = bodyOf(request);
  if (wanted.from === undefined) throw new ControlError(400, "'from' is missing: who calls.");
  for (const [name, value] of Object.entries(wanted)) {
    const fits = kinds[name as keyof IncomingCall];
    if (!fits?.(value)) throw new ControlError(400, `There is no '${name}' of this kind in a call.`);
  }
  return { status: 201, body: callView(callBot(context, wanted as unknown as IncomingCall)) };
}

function hangUp(context: Context, request: SimulatorRequest): Answer {
  const leg = callOf(context, request);
  context.world.leave(leg.room, somebodyIn(context, leg, bodyOf(request).person));
  return ok(callView(leg));
}

/** Somebody in the call brings somebody else in: a bot that may not be in group calls loses it. */
function add(context: Context, request: SimulatorRequest): Answer {
  const { clock, world, calls, permissions } = context;
  const leg = callOf(context, request);
  if (leg.state !== 'established') throw new ControlError(409, `The call is ${leg.state}.`);
  const person = personOf(context, bodyOf(request).person);
  if (leg.room.peerToPeer) {
    const group = [
      'Calls.InitiateGroupCall.All',
      'Calls.JoinGroupCall.All',
      'Calls.JoinGroupCallAsGuest.All',
    ];
    if (group.some((name) => permissions.has(name))) calls.escalate(leg);
    else calls.end(leg, 'noGroupPermission');
  }
  if (leg.state === 'established') enter(clock, world, leg.room, person);
  return ok(callView(leg));
}

function end(context: Context, request: SimulatorRequest): Answer {
  const leg = callOf(context, request);
  const { reason = 'ended' } = bodyOf(request);
  context.calls.end(leg, String(reason), ending(String(reason)));
  return ok(callView(leg));
}

/** The phone that has rung longest. */
function ringOf({ world }: Context, person: SimulatedPerson): Ring {
  const found = [...world.rings.values()].find(({ personId }) => personId === person.id);
  if (!found) throw new ControlError(409, 'Their phone does not ring.');
  return found;
}

function settle(context: Context, request: SimulatorRequest, problem: 'declined' | null): Answer {
  const ringing = ringOf(context, personOf(context, request.params.person));
  ringing.settle(problem);
  return ok(ringView(ringing));
}

function presenceOf(value: unknown): SimulatedPerson['presence'] {
  const { availability, activity = availability }: Json = isObject(value) ? value : {};
  if (typeof availability !== 'string' || typeof activity !== 'string') {
    throw new ControlError(400, "'presence' is { availability, activity? }.");
  }
  return { availability, activity };
}

function change(context: Context, request: SimulatorRequest): Answer {
  const person = personOf(context, request.params.person);
  const { behaviour, presence, languageId } = bodyOf(request);
  if (behaviour !== undefined) {
    if (!behaviours.includes(behaviour as Behaviour)) {
      throw new ControlError(400, `'behaviour' is one of ${behaviours.join(', ')}.`);
    }
    person.behaviour = behaviour as Behaviour;
  }
  if (presence !== undefined) person.presence = presenceOf(presence);
  if (typeof languageId === 'string') person.languageId = languageId;
  return ok(personView(person));
}

export const callRoutes = (context: Context): Route[] => [
  controlRoute('GET', '/calls', () => ok([...context.world.calls.values()].map(callView))),
  controlRoute('POST', '/calls', (request) => call(context, request)),
  controlRoute('GET', '/calls/{call}', (request) => ok(callView(callOf(context, request)))),
  controlRoute('POST', '/calls/{call}/hangUp', (request) => hangUp(context, request)),
  controlRoute('POST', '/calls/{call}/add', (request) => add(context, request)),
  controlRoute('POST', '/calls/{call}/end', (request) => end(context, request)),
  controlRoute('GET', '/rings', () => ok([...context.world.rings.values()].map(ringView))),
  controlRoute('PATCH', '/people/{person}', (request) => change(context, request)),
  controlRoute('POST', '/people/{person}/answer', (request) => settle(context, request, null)),
  controlRoute('POST', '/people/{person}/decline', (request) => settle(context, request, 'declined')),
];
