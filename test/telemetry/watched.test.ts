import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { GraphError } from '../../src/graph/errors.ts';
import type { Handlers } from '../../src/jobs/jobs.ts';
import { newId } from '../../src/lib/ids.ts';
import { createLog } from '../../src/lib/log.ts';
import { scope, within as scopeOf } from '../../src/lib/scope.ts';
import { callStore } from '../../src/store/calls.ts';
import { operationName } from '../../src/telemetry/operationName.ts';
import { openTracing } from '../../src/telemetry/tracing.ts';
import { watchedPerform, watchedStore } from '../../src/telemetry/watchedCalls.ts';
import { watchedCards } from '../../src/telemetry/watchedCards.ts';
import { watchedGraph } from '../../src/telemetry/watchedGraph.ts';
import { watchedHandlers } from '../../src/telemetry/watchedJobs.ts';
import { FakeGraph, failure, HandClock, instance, joinRequest } from '../calling/desk.fixtures.ts';
import { freshDatabase } from '../fixtures/database.ts';

const open = () => openTracing({ endpoint: '', instance: 'one', log: createLog('silent') });

describe('the name of a Graph operation', () => {
  it('has no id, no address and no query in it', () => {
    const names: [string, string][] = [
      ['/communications/calls/57d7-1a', 'GET /communications/calls/{id}'],
      [
        '/communications/calls/a/participants/b/startHoldMusic',
        'GET /communications/calls/{id}/participants/{id}/startHoldMusic',
      ],
      ['/users/adele%40contoso.com', 'GET /users/{id}'],
      ['/users/adele/onlineMeetings/MSo1N2Y5', 'GET /users/{id}/onlineMeetings/{id}'],
      ["/users?$filter=startswith(displayName,'Adele')", 'GET /users'],
      ['https://graph.microsoft.com/v1.0/users/x/events?$skiptoken=abc', 'GET /users/{id}/events'],
      ['/$batch', 'GET /$batch'],
    ];
    for (const [path, name] of names) assert.equal(operationName('GET', path), name);
  });

  it('knows every word of the paths that the Graph client asks', () => {
    const folder = new URL('../../src/graph/', import.meta.url);
    const texts = readdirSync(folder).map((file) => readFileSync(new URL(file, folder), 'utf8'));
    const code = texts.join('\n').replace(/\/\*[\s\S]*?\*\//g, '');
    const paths = [...code.matchAll(/['`](\/[$\w][^'`]*)['`]/g)].map(([, path = '']) =>
      path.replace(/\$\{[^}]*\}/g, '1'),
    );
    const actions = [...code.matchAll(/(?:done|started|ringing)\(callId, '(\w+)'/g)].map(
      ([, action]) => `/${action}`,
    );
    const asked = [...paths, ...actions];
    assert.ok(asked.length > 20, String(asked));
    const unknown = asked.filter(
      (path) => operationName('GET', path).split('{id}').length !== path.split(/\b1\b/).length,
    );
    assert.deepEqual(unknown, []);
  });
});

describe('Graph, watched', () => {
  it('is counted by operation and result, and asks within the call that asks', async () => {
    const tracing = await open();
    const asked: string[] = [];
    const answers: ({ status: number } | GraphError)[] = [
      { status: 200 },
      ...[429, 404, 503].map((status) => new GraphError({ status, code: 'x', message: '', reference: 'r' })),
      new GraphError({ status: 0, code: 'timeout', message: '', reference: 'r' }),
      new GraphError({ status: 0, code: 'unreachable', message: '', reference: 'r' }),
    ];
    const calls: unknown[] = [];
    const graph = {
      async request<T>({
        path,
      }: {
        method: string;
        path: string;
      }): Promise<{ status: number; body: T; reference: string }> {
        calls.push([path, scope().call]);
        const answer = answers.shift();
        if (answer instanceof GraphError) throw answer;
        return { status: answer?.status ?? 0, body: undefined as T, reference: 'r' };
      },
    };
    const watched = watchedGraph(graph, {
      tracing,
      asked: (operation, result, ms) => asked.push(`${operation} ${result} ${ms >= 0}`),
    });
    const ask = () => watched.request({ method: 'GET', path: '/users/1' }).catch(() => undefined);
    await tracing.span('c', 'effect', {}, async () => void (await ask()));
    for (let left = 5; left > 0; left -= 1) await ask();
    assert.deepEqual(
      asked,
      ['ok', 'throttled', 'refused', 'failed', 'no_answer', 'not_sent'].map(
        (result) => `GET /users/{id} ${result} true`,
      ),
    );
    assert.deepEqual(calls.slice(0, 2), [
      ['/users/1', 'c'],
      ['/users/1', undefined],
    ]);
  });
});

describe('calls, watched', () => {
  it('tell which news was decided after how long, and what came of effects', async () => {
    const database = await freshDatabase();
    const [tracing, clock, told] = [await open(), new HandClock(), [] as string[]];
    const meters = {
      decided: (kinds: readonly string[], waitMs: number) => told.push(`${kinds.join(' ')} after ${waitMs}`),
      carriedOut: (kind: string, outcome: string) => told.push(`${kind} ${outcome}`),
    };
    const watch = { tracing, meters, now: clock.now };
    const { desk } = instance(database, clock);
    const { call } = await desk.start(joinRequest);
    await desk.idle();
    const store = watchedStore(callStore(database.db), watch);
    const events = ['doubted', 'doubted'].map((kind) => ({ kind }) as { kind: 'doubted' });
    await store.saveEvents(
      events.map((event) => ({ callId: call.id, graphId: null, event, at: clock.now() })),
    );
    clock.time += 1_500;
    const undecided = { effects: [], timers: [], audit: [], cardChanged: false };
    await store.fold(call.id, (before) => ({ ...undecided, call: before }));
    await store.fold(call.id, (before) => ({ ...undecided, call: before }));

    const graph = new FakeGraph();
    const carry = watchedPerform(graph.perform, watch);
    const attempts = [() => failure(429), () => failure(403), () => failure(0, 'timeout')];
    await carry(call, '1', { kind: 'keepAlive' }, 1);
    for (const attempt of attempts) {
      graph.answers.keepAlive = attempt;
      await carry(call, '1', { kind: 'keepAlive' }, 2);
    }
    graph.answers.keepAlive = () => assert.fail('a mistake');
    await assert.rejects(carry(call, '1', { kind: 'keepAlive' }, 3));
    const outcomes = ['done', 'throttled', 'refused', 'failed', 'mistake'];
    const decided = told.filter((line) => line.includes('doubted'));
    assert.deepEqual(decided, ['doubted doubted after 1500'], 'a turn with nothing to decide is none');
    assert.deepEqual(
      told.filter((line) => line.startsWith('keepAlive')),
      outcomes.map((outcome) => `keepAlive ${outcome}`),
    );
    await database.close();
  });
});

describe('cards, watched', () => {
  it('are counted by outcome, those of a call within it', async () => {
    const counted: string[] = [];
    const watched = watchedCards({ tracing: await open(), card: (outcome) => counted.push(outcome) });
    const call = newId();
    const within: unknown[] = [];
    const work = (outcome: 'posted' | 'failed') => async () => {
      within.push(scope().call);
      return outcome;
    };
    assert.equal(await watched(`call:${call}`, work('failed')), 'failed');
    const meeting = () => watched('meeting:1', work('posted'));
    assert.equal(await scopeOf({ call: 'another' }, meeting), 'posted', 'it is not that call’s card');
    assert.deepEqual(counted, ['failed', 'posted']);
    assert.deepEqual(within, [call, undefined]);
  });
});

describe('jobs, watched', () => {
  it('are counted by queue and outcome, and as failed where a handler throws', async () => {
    const counted: string[] = [];
    const job = { id: '1', data: {}, tries: 0, last: false };
    const plain: Pick<Handlers, 'retention' | 'import'> = {
      retention: async () => [{ kind: 'done' }, { kind: 'dead', reason: 'x' }],
      import: async () => assert.fail('a mistake'),
    };
    const handlers = watchedHandlers(plain, (queue, outcome) => counted.push(`${queue} ${outcome}`));
    const { signal } = new AbortController();
    await handlers.retention([job, job], signal);
    await assert.rejects(
      async () => handlers.import([{ ...job, data: { importId: 'i' } }], signal),
      /a mistake/,
    );
    assert.deepEqual(counted, ['retention done', 'retention dead', 'import failed']);
  });
});
