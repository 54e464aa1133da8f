/** The table of routes: method, path, who may call, how large a body, who handles it. */
import type { ChannelCaller } from './auth/channel.ts';
import type { CallingService } from './auth/graphCalls.ts';
import type { Admission } from './auth/tokens.ts';
import type { Readiness } from './readiness.ts';
import { anyone, type Exchange, type Route, route } from './server.ts';

const kilobyte = 1024;
const megabyte = 1024 * kilobyte;

type Admit<Caller> = (authorization: string | undefined) => Promise<Admission<Caller>>;

/** What the internet reaches, through the https front. */
export function publicRoutes(needs: {
  admitChannel: Admit<ChannelCaller>;
  admitGraphCalls: Admit<CallingService>;
  messages(exchange: Exchange<ChannelCaller>): Promise<void>;
  notifications(exchange: Exchange<CallingService>): Promise<void>;
  prompts(exchange: Exchange<null>): Promise<void>;
  /** Whether the start still waits for the database: until then, only looking is answered. */
  waiting(): boolean;
  ready(): Promise<Readiness>;
}): Route[] {
  const { admitChannel, admitGraphCalls, messages, notifications, prompts, waiting, ready } = needs;
  const onceOpen =
    <Caller>(admit: Admit<Caller>): Admit<Caller> =>
    async (authorization) =>
      waiting() ? { status: 503, reason: 'the database is waited for' } : admit(authorization);
  // A roster of 1,000 is 0.8 MB.
  const calls = {
    method: 'post',
    admit: onceOpen(admitGraphCalls),
    bodyLimit: 8 * megabyte,
    atOnce: 500,
    handle: notifications,
  } as const;
  const look = { method: 'get', admit: anyone, bodyLimit: 0, atOnce: 50 } as const;
  return [
    route({
      method: 'post',
      path: '/api/messages',
      admit: onceOpen(admitChannel),
      bodyLimit: 512 * kilobyte,
      atOnce: 200,
      handle: messages,
    }),
    route({ ...calls, path: '/api/calls' }),
    route({ ...calls, path: '/api/calls/:id' }),
    // Graph fetches what callers hear without a token of its own: the one in the address is the key.
    route({ ...look, path: '/api/prompts/:token', admit: onceOpen(anyone), atOnce: 200, handle: prompts }),
    route({ ...look, path: '/healthz', handle: async ({ answer }) => answer(200, 'alive') }),
    route({
      ...look,
      path: '/readyz',
      async handle({ answer }) {
        const { ready: isReady, says } = await ready();
        answer(isReady ? 200 : 503, says);
      },
    }),
  ];
}

/** What Prometheus reaches, on a listener of its own. */
export const metricsRoutes = (text: () => Promise<string>): Route[] => [
  route({
    method: 'get',
    path: '/metrics',
    admit: anyone,
    bodyLimit: 0,
    atOnce: 10,
    handle: async ({ answer }) => answer(200, await text()),
  }),
];
