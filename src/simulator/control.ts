/** The control API under /simulator/v1: play the people, break things, grant and revoke, move the time. */
import { VirtualClock } from './clock.ts';
import type { Context } from './context.ts';
import { callRoutes } from './controlCalls.ts';
import { peopleRoutes } from './controlPeople.ts';
import { bodyOf, ControlError, controlRoute, did, ok } from './controlRoute.ts';
import type { NewFault } from './faults.ts';
import { mediaControlRoutes } from './media/control.ts';
import type { Answer, Route, SimulatorRequest } from './server.ts';
import type { Json } from './shape.ts';
import { meetingView, personView } from './views.ts';

function stringsOf(value: unknown, name: string): string[] {
  if (!Array.isArray(value) || value.some((entry) => typeof entry !== 'string')) {
    throw new ControlError(400, `'${name}' must be a list of strings.`);
  }
  return value as string[];
}

function setPermissions({ permissions }: Context, request: SimulatorRequest): Answer {
  const wanted = stringsOf(bodyOf(request).permissions, 'permissions');
  permissions.clear();
  for (const name of wanted) permissions.add(name);
  return ok({ permissions: wanted });
}

function setPolicy({ settings }: Context, request: SimulatorRequest): Answer {
  const { users } = bodyOf(request);
  settings.policyUsers = users === 'all' ? 'all' : stringsOf(users, 'users');
  return ok({ users: settings.policyUsers });
}

function changeSettings({ settings }: Context, request: SimulatorRequest): Answer {
  const known: Json = { ...settings };
  for (const [name, value] of Object.entries(bodyOf(request))) {
    if (name === 'policyUsers' || typeof known[name] !== typeof value) {
      throw new ControlError(400, `There is no setting '${name}' of this kind.`);
    }
    Object.assign(settings, { [name]: value });
  }
  return ok(settings);
}

async function moveClock({ clock }: Context, request: SimulatorRequest): Promise<Answer> {
  const { advanceMs } = bodyOf(request);
  if (!(clock instanceof VirtualClock)) throw new ControlError(409, 'The simulator runs on the real clock.');
  if (typeof advanceMs !== 'number' || advanceMs < 0) throw new ControlError(400, "'advanceMs' is missing.");
  await clock.advance(advanceMs);
  return ok({ now: clock.now() });
}

function reset({ world, calls, faults, traffic }: Context): Answer {
  for (const call of world.calls.values()) for (const off of call.planned) off();
  calls.notifier.clear();
  world.reset();
  faults.remove();
  traffic.clear();
  return did();
}

export function controlRoutes(context: Context): Route[] {
  const { world, faults, traffic, settings, clock, permissions } = context;
  return [
    controlRoute('GET', '/people', () => ok([...world.people.values()].map(personView))),
    controlRoute('GET', '/meetings', () => ok([...world.meetings.values()].map(meetingView))),
    ...peopleRoutes(context),
    ...callRoutes(context),
    ...mediaControlRoutes(context),
    controlRoute('GET', '/faults', () => ok(faults.list())),
    controlRoute('POST', '/faults', (request) => ({
      status: 201,
      body: faults.add(bodyOf(request) as unknown as NewFault),
    })),
    controlRoute('DELETE', '/faults', () => did(faults.remove())),
    controlRoute('DELETE', '/faults/{fault}', ({ params }) => did(faults.remove(params.fault))),
    controlRoute('GET', '/permissions', () => ok({ permissions: [...permissions] })),
    controlRoute('PUT', '/permissions', (request) => setPermissions(context, request)),
    controlRoute('GET', '/policy', () => ok({ users: settings.policyUsers })),
    controlRoute('PUT', '/policy', (request) => setPolicy(context, request)),
    controlRoute('GET', '/settings', () => ok(settings)),
    controlRoute('PATCH', '/settings', (request) => changeSettings(context, request)),
    controlRoute('GET', '/traffic', () => ok(traffic.list())),
    controlRoute('GET', '/traffic/forgeries', () => ok(traffic.forgeries())),
    controlRoute('DELETE', '/traffic', () => did(traffic.clear())),
    controlRoute('GET', '/clock', () => ok({ now: clock.now() })),
    controlRoute('POST', '/clock', (request) => moveClock(context, request)),
    controlRoute('POST', '/reset', () => reset(context)),
  ];
}
