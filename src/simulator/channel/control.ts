/** Control routes: conversations, and what people do in them, without any Playground. */
import type { Answer, Route, SimulatorRequest } from '../server.ts';
import type { TeamsChannel } from './channel.ts';
import type { Conversation } from './conversations.ts';
import { forgeries } from './deliver.ts';
import { refusal } from './replies.ts';

const types = ['personal', 'groupChat', 'channel', 'meeting'];

function asJson({ clients: _clients, ...conversation }: Conversation) {
  return conversation;
}

/** An object with these text members; @throws RangeError naming what is missing. */
function fields<T>(request: SimulatorRequest, ...needed: (keyof T & string)[]): T {
  const body = (request.json() ?? {}) as Record<string, unknown>;
  const missing = needed.find((name) => typeof body[name] !== 'string');
  if (missing) throw new RangeError(`"${missing}" is missing.`);
  if (body.forge !== undefined && !forgeries.some((one) => one === body.forge)) {
    throw new RangeError(`"forge" is one of ${forgeries.join(', ')}.`);
  }
  return body as T;
}

/** /simulator/v1/conversations and below; 400 says what is wrong with a request. */
export function controlRoutes(channel: TeamsChannel): Route[] {
  const at = (
    method: string,
    path: string,
    act: (request: SimulatorRequest, id: string) => unknown,
    status = 200,
  ): Route => ({
    method,
    path: `/simulator/v1/conversations${path}`,
    async handle(request): Promise<Answer> {
      try {
        return { status, body: await act(request, request.params.id ?? '') };
      } catch (error) {
        if (error instanceof RangeError || error instanceof SyntaxError) {
          const unknown = /^There is no conversation/.test(error.message);
          return refusal(unknown ? 404 : 400, unknown ? 'NotFound' : 'BadRequest', error.message);
        }
        throw error;
      }
    },
  });
  return [
    at('GET', '', () => ({ value: channel.conversations.list().map(asJson) })),
    at(
      'POST',
      '',
      (request) => {
        const wanted = fields<Parameters<TeamsChannel['open']>[0]>(request, 'type');
        if (!types.includes(wanted.type)) throw new RangeError(`"type" is one of ${types.join(', ')}.`);
        return asJson(channel.open({ ...wanted, members: wanted.members ?? [] }));
      },
      201,
    ),
    at('GET', '/{id}', (_request, id) => asJson(channel.conversation(id))),
    at('POST', '/{id}/messages', (request, id) =>
      channel.say(id, fields<Parameters<TeamsChannel['say']>[1]>(request, 'from', 'text')),
    ),
    at('POST', '/{id}/press', (request, id) =>
      channel.press(id, fields<Parameters<TeamsChannel['press']>[1]>(request, 'from', 'activityId', 'verb')),
    ),
    at('POST', '/{id}/install', (request, id) =>
      channel.install(id, fields<{ from: string }>(request, 'from').from),
    ),
    at('POST', '/{id}/uninstall', (request, id) =>
      channel.install(id, fields<{ from: string }>(request, 'from').from, 'remove'),
    ),
  ];
}
