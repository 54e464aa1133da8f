/** The https front of the bot, as a dev tunnel is: what is not the simulator's own goes to the bot unchanged. */
import { request } from 'node:http';
import type { Context } from './context.ts';
import { type Route, type SimulatorRequest, send } from './server.ts';

function forward(context: Context, incoming: SimulatorRequest): Promise<'taken'> {
  const target = new URL(incoming.target, context.options.botUrl);
  return new Promise((resolve) => {
    const outgoing = request(
      target,
      {
        method: incoming.method,
        headers: { ...incoming.headers, host: incoming.headers.host ?? target.host },
      },
      (answer) => {
        incoming.response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(incoming.response);
        answer.on('close', () => resolve('taken'));
      },
    );
    outgoing.on('error', (error) => {
      if (!incoming.response.headersSent) {
        const message = `The bot at ${context.options.botUrl} does not answer: ${error.message}`;
        send(incoming.response, { status: 502, body: { error: { code: 'BotUnreachable', message } } });
      } else incoming.response.destroy();
      resolve('taken');
    });
    outgoing.end(incoming.raw);
  });
}

export const proxyRoutes = (context: Context): Route[] => [
  { method: '*', path: '/*', handle: (incoming) => forward(context, incoming) },
];
