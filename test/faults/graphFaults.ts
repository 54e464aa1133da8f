/** Graph that is busy, broken, slow or gone, and its notifications that come twice, out of turn, late or never. */
import type { FaultKind, NewFault } from '../../src/simulator/faults.ts';
import type { Random } from '../fixtures/random.ts';
import type { Fault } from './fault.ts';
import { busyScene, type Trouble } from './inProcess.ts';

const second = 1_000;
/** Parts of Graph that a fault may be meant for; `*`: all of it. */
const routes = [
  '*',
  'POST /communications/calls',
  'GET /communications/calls',
  'DELETE /communications/calls',
  '/participants/invite',
  '/mute',
  '/$batch',
  '/answer',
  '/playPrompt',
  '/recordResponse',
  '/subscribeToTone',
];

/** Posts and updates of cards, which Teams refuses like Graph. */
const chat = '/v3/conversations';

/** Gives the faults of a round. */
type Made = (random: Random) => NewFault[];

const fault = (
  name: string,
  what: string,
  made: Made,
  more: Pick<Trouble, 'patience' | 'untold'> = {},
): Fault & { made: Made } => ({
  ...{ name, what, made },
  open: async (servers) =>
    busyScene(await servers.story(), {
      ...more,
      async strike({ simulator }, random) {
        for (const each of made(random)) simulator.faults.add(each);
      },
    }),
});

/** Graph answers some requests like this, on and off, and Teams where it can. */
const graph = (name: string, what: string, kind: FaultKind, more: (random: Random) => object = () => ({})) =>
  fault(name, what, (random) => {
    const both = kind === '429' || kind === '500' || kind === '503' ? [chat] : [];
    return [...random.some(routes, 3), ...both].map((route) => ({
      ...{ kind, route, count: 1 + random.below(3) },
      ...more(random),
    }));
  });

const notes = ['*', '*', 'participants', 'call established', 'call terminated', 'operations'];

const news = (name: string, what: string, patience: number, made: (random: Random) => NewFault) =>
  fault(name, what, (random) => [made(random)], { patience, untold: name === 'news-lost' });

export const graphFaults = [
  graph('graph-429', 'Graph answers 429, with Retry-After in fractions', '429', (random) => ({
    retryAfter: Math.round(random.next() * 6_000) / 1_000,
  })),
  graph('graph-500', 'Graph answers 500', '500'),
  graph('graph-503', 'Graph answers 503, at times with Retry-After', '503', (random) =>
    random.chance(0.5) ? { retryAfter: 1 + random.below(3) } : {},
  ),
  graph('graph-timeout', 'Graph never answers', 'timeout'),
  graph('graph-reset', 'Graph cuts connections, nothing done', 'reset'),
  graph('graph-answer-lost', 'Graph carries it out and cuts the connection', 'answerLost'),
];

export const notificationFaults = [
  news('news-duplicated', 'every notification comes twice', 120 * second, (random) => ({
    kind: 'notificationDuplicate',
    route: random.one(notes),
  })),
  news('news-shuffled', 'notifications change places', 120 * second, (random) => ({
    kind: 'notificationReorder',
    route: random.one(notes),
  })),
  // Rollcall looks for itself every five minutes where Graph says nothing.
  news('news-lost', 'notifications never come', 420 * second, (random) => ({
    kind: 'notificationDrop',
    route: random.one(notes),
    ...(random.chance(0.5) ? { count: 1 + random.below(5) } : {}),
  })),
  news('news-late', 'notifications come up to 15 seconds late, out of turn', 120 * second, (random) => ({
    kind: 'notificationDelay',
    route: random.one(notes),
    ms: 1 + random.below(15 * second),
  })),
];

/** A leg that Rollcall gives up, as nobody names it for a minute, and that Graph has made all the same. */
const namedLate = (random: Random): NewFault[] => {
  const join = 'POST /communications/calls';
  const ms = (65 + random.below(50)) * second;
  const late = { kind: 'notificationDelay', ms } as const;
  return random.one<NewFault[]>([
    [{ kind: 'answerLost', route: join, count: 1 }, late],
    [
      { kind: 'answerLost', route: join, count: 1 },
      { kind: 'notificationDrop', route: 'call', count: 3 },
      { ...late, route: 'participants' },
    ],
    // Carried out only when nobody waits for it any more.
    [{ kind: 'delay', route: join, ms, count: 1 }],
  ]);
};

export const mixed: Fault = fault(
  'mixed',
  'three of all these of Graph and its notifications at once, or a leg that is named too late',
  (random) =>
    random.chance(0.4)
      ? namedLate(random)
      : random.some([...graphFaults, ...notificationFaults], 3).flatMap(({ made }) => made(random)),
  { patience: 420 * second, untold: true },
);
