/** Requests of every kind that no client would send, against every route, with a call going on behind it. */
import * as fc from 'fast-check';
import { rosterNotification } from '../../src/simulator/resources.ts';
import type { Random } from '../fixtures/random.ts';
import { type Story, unhandled } from '../stories/harness.ts';
import { act, minute, rawActivity, roomWith, second } from '../stories/steps.ts';
import { bearer } from '../stories/wire.ts';
import type { Fault, Scene } from './fault.ts';
import { held } from './inProcess.ts';
import { broken } from './invariants.ts';
import { isOver, record } from './record.ts';
import type { Servers } from './servers.ts';

/** Two hundred in each of fifty rounds are ten thousand. */
const perRound = 200;
const atOnce = 20;

const deep = (depth: number): unknown => (depth === 0 ? 1 : [deep(depth - 1)]);

/** What can stand where something else is expected. */
const anything: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue(),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom<unknown>(
    null,
    '',
    0,
    -1,
    1e308,
    true,
    [],
    {},
    [[]],
    'x'.repeat(20_000),
    '\u0000',
    '\ud800',
  ),
  fc.constantFrom<unknown>('__proto__', 'constructor', '1970-01-01', '99999999-9999-4999-8999-999999999999'),
  fc.constantFrom<unknown>(
    deep(2_000),
    { $ne: null },
    { toString: 1 },
    "'; drop table calls; --",
    '<at>Rollcall</at>',
  ),
);

/** Every place in a JSON value, as the object that has it and its key there. */
function placesIn(value: unknown, depth = 0): [Record<string, unknown>, string][] {
  if (typeof value !== 'object' || value === null || depth > 12) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key): [Record<string, unknown>, string][] => [
    [holder, key],
    ...placesIn(holder[key], depth + 1),
  ]);
}

/** A genuine body with a few of its places changed or gone. */
const changed = (templates: readonly string[]): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom(...templates),
      fc.array(fc.tuple(fc.nat(), fc.option(anything)), { minLength: 1, maxLength: 4 }),
    )
    .map(([template, changes]) => {
      const body: unknown = JSON.parse(template);
      for (const [at, value] of changes) {
        const places = placesIn(body);
        const [holder, key] = places[at % Math.max(1, places.length)] ?? [];
        if (!holder || key === undefined) continue;
        if (value === null) delete holder[key];
        // The same value may come twice, once to be put into itself.
        else holder[key] = structuredClone(value);
      }
      return JSON.stringify(body);
    });

const bodies = (templates: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 5, arbitrary: changed(templates) },
    { weight: 1, arbitrary: fc.json() },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom(...templates), fc.nat())
        .map(([text, at]) => text.slice(0, at % text.length)),
    },
    { weight: 1, arbitrary: fc.constantFrom('', '{}', '[]', 'null', '{"value":[{}]}', '['.repeat(50_000)) },
  );

type Token = 'messages' | 'calls' | 'none' | 'garbage';

interface Sent {
  method: string;
  path: string;
  token: Token;
  contentType: string;
  body: string | undefined;
}

const segment = fc
  .oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.constantFrom('..', '%00', '%', 'a'.repeat(5_000)))
  .map(encodeURIComponent);

function requests(
  story: Story,
  chat: string,
  callId: string,
  notifications: readonly string[],
): fc.Arbitrary<Sent> {
  const message = rawActivity(story, chat, 'Megan', 'help');
  const value = { action: { type: 'Action.Execute', verb: 'showRoster', data: { callId } } };
  const press = rawActivity(story, chat, 'Megan', '', { type: 'invoke', name: 'adaptiveCard/action', value });
  const token = fc.constantFrom<Token>('messages', 'calls', 'calls', 'none', 'garbage');
  const contentType = fc.constantFrom(
    'application/json',
    'text/plain',
    'multipart/form-data',
    'application/json; charset=utf-7',
    'x',
  );
  const posted = (path: fc.Arbitrary<string>, body: fc.Arbitrary<string>, good: Token) =>
    fc.record({
      method: fc.constant('POST'),
      path,
      token: fc.oneof({ weight: 3, arbitrary: fc.constant(good) }, { weight: 1, arbitrary: token }),
      contentType,
      body,
    });
  const got = fc.record({
    method: fc.constantFrom('GET', 'GET', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'),
    path: fc.oneof(
      segment.map((text) => `/api/prompts/${text}`),
      segment.map((text) => `/${text}`),
      fc.constantFrom('/healthz', '/readyz', '/api/calls', '/api/messages', '/metrics', '/api/prompts/'),
      segment.map((text) => `/healthz?${text}`),
    ),
    token,
    contentType,
    body: fc.constant(undefined),
  });
  const calls = fc.oneof(
    fc.constantFrom('/api/calls', `/api/calls/${callId}`, `/api/calls/${callId.toUpperCase()}`),
    segment.map((text) => `/api/calls/${text}`),
  );
  return fc.oneof(
    { weight: 4, arbitrary: posted(fc.constant('/api/messages'), bodies([message, press]), 'messages') },
    { weight: 4, arbitrary: posted(calls, bodies(notifications), 'calls') },
    { weight: 2, arbitrary: got },
  );
}

async function send(story: Story, { method, path, token, contentType, body }: Sent): Promise<number> {
  const authorization =
    token === 'messages'
      ? await bearer(story, token, { serviceurl: `${story.simulator.url}/teams/` })
      : token === 'calls'
        ? await bearer(story, token)
        : token === 'garbage'
          ? 'Bearer a.b.c'
          : undefined;
  const response = await fetch(`http://127.0.0.1:${story.config.PORT}${path}`, {
    method,
    headers: { 'content-type': contentType, ...(authorization && { authorization }) },
    ...(body === undefined ? {} : { body }),
  });
  await response.arrayBuffer();
  return response.status;
}

async function round(story: Story, random: Random): Promise<string[]> {
  const rejections = unhandled.length;
  const seen = record(story.simulator);
  try {
    const chat = await story.group('Megan', 'Adele', 'Pat');
    const { graph, callId } = await roomWith(
      story,
      chat,
      `Budget ${random.below(1_000_000)}`,
      'Megan',
      'Adele',
    );
    const leg = [...seen.legs.values()].find((one) => !isOver(one));
    if (!leg) return ['there is no call'];
    const call = { changeType: 'updated', resourceUrl: `/communications/calls/${leg.id}` };
    const notifications = [
      rosterNotification(leg),
      {
        value: [{ ...call, resourceData: { '@odata.type': '#microsoft.graph.call', state: 'established' } }],
      },
    ].map((each) => JSON.stringify(each));
    const all = fc.sample(requests(story, chat, callId, notifications), {
      numRuns: perRound,
      seed: random.below(2 ** 31),
    });
    const wrong: string[] = [];
    for (let from = 0; from < all.length; from += atOnce) {
      const some = all.slice(from, from + atOnce);
      const statuses = await Promise.all(some.map((one) => send(story, one)));
      for (const [at, status] of statuses.entries()) {
        const { method, path, token, body } = some[at] as Sent;
        const what = `${method} ${path.slice(0, 80)} (${token}): ${status} for ${body?.slice(0, 300)}`;
        // The Bot Framework's own word for an invoke that the bot does not know.
        if (status >= 500 && !(status === 501 && body?.includes('"invoke"'))) wrong.push(what);
        const guarded = method === 'POST' && /^\/api\/(calls|messages)/.test(path);
        if (guarded && (token === 'none' || token === 'garbage') && status !== 401 && status !== 404)
          wrong.push(what);
      }
    }
    if (wrong.length > 0) return wrong;
    // Whatever was made up about the call is settled by asking Graph.
    await story.advance(20 * second);
    await act(story, graph.id, 'Pat', 'join');
    await story.advance(minute);
    const watched = { db: story.database.db, simulator: story.simulator, record: seen };
    // Turns of chats that nobody has are tried a few times, and then given up: they are left over, and are to be.
    const after = (await broken(watched)).filter((what) => !/^left over: \d+ (messages|cards)/.test(what));
    await story.control('POST', `/meetings/${encodeURIComponent(graph.id)}/end`, {});
    await story.advance(10 * second);
    return [
      ...after,
      ...unhandled.slice(rejections).map((reason) => `nobody handled a rejection: ${reason}`),
    ];
  } finally {
    seen.stop();
    await story.control('POST', '/reset');
    for (const { messages } of story.simulator.channel.conversations.list()) messages.length = 0;
  }
}

async function open(servers: Servers): Promise<Scene> {
  const story = await servers.story();
  return {
    round: (random) => round(story, random),
    memory: async () => held(),
    close: async () => undefined,
  };
}

export const malformed: Fault = {
  name: 'malformed',
  what: `${perRound} malformed requests a round, of every kind, against every route`,
  open,
};
