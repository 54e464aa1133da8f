/** Control routes: conversations, and what people do in them, without any Playground. */
import { bodyOf, ControlError, controlRoute, ok } from '../controlRoute.ts';
import type { Answer, Route, SimulatorRequest } from '../server.ts';
import { isObject } from '../shape.ts';
import type { TeamsChannel } from './channel.ts';
import type { Conversation } from './conversations.ts';
import { forgeries } from './deliver.ts';

const types = ['personal', 'groupChat', 'channel', 'meeting'];

/** A conversation as JSON: id, type, members (Entra ids), messages with `from` (Entra id or `bot`) and revisions. */
const view = ({ clients: _, ...conversation }: Conversation) => conversation;

/** The body with these text members; @throws ControlError naming what is missing or unknown. */
function fields<T>(request: SimulatorRequest, ...needed: (keyof T & string)[]): T {
  const body = bodyOf(request);
  const missing = needed.find((name) => typeof body[name] !== 'string');
  if (missing) throw new ControlError(400, `'${missing}' is missing.`);
  if (body.forge !== undefined && !forgeries.some((one) => one === body.forge)) {
    throw new ControlError(400, `'forge' is one of ${forgeries.join(', ')}.`);
  }
  return body as T;
}

function open(channel: TeamsChannel, request: SimulatorRequest): Answer {
  const wanted = fields<Parameters<TeamsChannel['open']>[0]>(request, 'type');
  if (!types.includes(wanted.type)) throw new ControlError(400, `'type' is one of ${types.join(', ')}.`);
  return { status: 201, body: view(channel.open({ ...wanted, members: wanted.members ?? [] })) };
}

/** Text, or files, or both. */
function saying(request: SimulatorRequest): Parameters<TeamsChannel['say']>[1] {
  const { files } = bodyOf(request);
  if (files === undefined) return fields(request, 'from', 'text');
  if (!Array.isArray(files) || !files.every(isObject))
    throw new ControlError(400, "'files' is a list of { name, text or content }.");
  return fields(request, 'from');
}

/** /simulator/v1/conversations and below. */
export function conversationRoutes(channel: TeamsChannel): Route[] {
  const on = (
    method: string,
    path: string,
    act: (id: string, request: SimulatorRequest) => Answer | Promise<Answer>,
  ) =>
    controlRoute(method, `/conversations/{id}${path}`, (request) => {
      const id = request.params.id ?? '';
      if (!channel.conversations.find(id)) throw new ControlError(404, 'There is no such conversation.');
      return act(id, request);
    });
  const install = (action: 'add' | 'remove') => async (id: string, request: SimulatorRequest) =>
    ok(await channel.install(id, fields<{ from: string }>(request, 'from').from, action));
  return [
    controlRoute('GET', '/conversations', () => ok(channel.conversations.list().map(view))),
    controlRoute('POST', '/conversations', (request) => open(channel, request)),
    on('GET', '', (id) => ok(view(channel.conversation(id)))),
    on('POST', '/messages', async (id, request) => ok(await channel.say(id, saying(request)))),
    on('POST', '/press', async (id, request) =>
      ok(
        await channel.press(
          id,
          fields<Parameters<TeamsChannel['press']>[1]>(request, 'from', 'activityId', 'verb'),
        ),
      ),
    ),
    on('POST', '/install', install('add')),
    on('POST', '/uninstall', install('remove')),
  ];
}
