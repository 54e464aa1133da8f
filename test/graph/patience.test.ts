import assert from 'node:assert/strict';
import type { Graph, GraphRequest } from '../../src/graph/client.ts';
import { GraphError } from '../../src/graph/errors.ts';
import { kindOf } from '../../src/graph/operationClass.ts';
import { withPatience } from '../../src/graph/patience.ts';

const start = Date.UTC(2026, 10, 21);
const read: GraphRequest = { method: 'GET', path: '/users/adele' };
const make: GraphRequest = { method: 'POST', path: '/users/adele/events' };
const place: GraphRequest = { method: 'POST', path: '/communications/calls' };
const hangUp: GraphRequest = { method: 'DELETE', path: '/communications/calls/c', urgent: true };
const error = (status: number, code = '', retryAfterMs: number | null = null) =>
  new GraphError({ status, code, message: '', reference: 'r', retryAfterMs });

/** A Graph that fails in this order, then answers; what it was asked, and how long was waited. */
function graphThat(...fails: (GraphError | object)[]) {
  const made = { now: start, asked: [] as string[], waits: [] as number[], fails };
  const graph: Graph = {
    async request({ method, path }) {
      made.asked.push(`${method} ${path}`);
      const next = made.fails.shift();
      if (next instanceof GraphError) throw next;
      return { status: 200, body: next as never, reference: 'r', location: null };
    },
    botToken: async () => '',
    warm: async () => undefined,
    now: () => made.now,
  };
  const patient = withPatience(graph, {
    random: () => 0.5,
    async pause(ms) {
      made.waits.push(ms);
      made.now += ms;
    },
  });
  return { made, patient, times: () => made.asked.length };
}

describe('asking Graph with patience', () => {
  it('tries again within the deadline what may be sent twice, three times in all', async () => {
    const { made, patient, times } = graphThat(error(503), error(0, 'connectionLost'));
    await patient.request(read);
    assert.deepEqual([times(), made.waits], [3, [219, 438]]);
    const lost = graphThat(error(500), error(500), error(500));
    await assert.rejects(lost.patient.request(read), { status: 500 });
    assert.equal(lost.times(), 3);
    const refused = graphThat(error(403));
    await assert.rejects(refused.patient.request(read), { status: 403 });
    assert.equal(refused.times(), 1);
  });

  it('sends nothing twice that may have been carried out, only what certainly was not', async () => {
    for (const uncertain of [error(500), error(0, 'timeout'), error(0, 'connectionLost'), error(504)]) {
      const { patient, times } = graphThat(uncertain);
      await assert.rejects(patient.request(make));
      assert.equal(times(), 1);
    }
    for (const certain of [error(429, '', 2_128), error(0, 'unreachable'), error(0, 'tokenUnavailable')]) {
      const { patient, times } = graphThat(certain);
      await patient.request(make);
      assert.equal(times(), 2);
    }
  });

  it('asks a class again when its Retry-After is over, not before; others meanwhile', async () => {
    const { made, patient, times } = graphThat(error(429, '', 2_128));
    await patient.request(read);
    assert.deepEqual(made.waits, [2_128]);
    made.fails = [error(429, '', 3_000)];
    await assert.rejects(patient.request(place), { status: 429, code: '' });
    const before = times();
    await assert.rejects(patient.request(place), { status: 429, code: 'notYet', retryAfterMs: 3_000 });
    assert.equal(times(), before);
    await patient.request(read);
    await patient.request({ method: 'GET', path: '/communications/calls/c' });
    await patient.request(hangUp);
    assert.equal(times(), before + 3);
    made.now += 3_000;
    await patient.request(place);
  });

  it('gives up at once what would have to wait for longer than its deadline', async () => {
    const { made, patient, times } = graphThat(error(429, '', 60_000));
    await assert.rejects(patient.request(read), { status: 429 });
    await assert.rejects(patient.request(read), { code: 'notYet', retryAfterMs: 60_000 });
    assert.deepEqual([times(), made.waits], [1, []]);
    made.now -= 3_600_000;
    await patient.request(read);
  });

  it('hears what was asked for within a batch', async () => {
    const responses = [{ id: '1', status: 429, headers: { 'Retry-After': '1.5' } }];
    const { patient } = graphThat({ responses });
    const requests = [{ id: '1', method: 'POST', url: '/communications/calls/c/participants/p/mute' }];
    await patient.request({ method: 'POST', path: '/$batch', body: { requests } });
    await assert.rejects(patient.request(place), { code: 'notYet', retryAfterMs: 1_500 });
  });

  it('opens when Graph is dead, lets what is urgent through, and closes by its own probe', async () => {
    const dead = Array.from({ length: 6 }, () => error(503));
    const { made, patient, times } = graphThat(...dead);
    for (let n = 0; n < 5; n += 1) await assert.rejects(patient.request(place), { status: 503 });
    assert.deepEqual(patient.health(), { open: true, since: start, answeredAt: null });
    await assert.rejects(patient.request(place), { status: 0, code: 'circuitOpen', retryAfterMs: 875 });
    await assert.rejects(patient.request(read), { code: 'circuitOpen' });
    assert.equal(times(), 5);
    await assert.rejects(patient.request(hangUp), { status: 503 });
    await patient.probe();
    assert.equal(times(), 6);
    made.now += 875;
    await patient.probe();
    assert.deepEqual([times(), patient.health().open, patient.health().answeredAt], [7, false, made.now]);
    await patient.probe();
    assert.equal(times(), 7);
  });

  it('closes by its own probe also where the clock was set back', async () => {
    const { made, patient } = graphThat(...Array.from({ length: 5 }, () => error(503)));
    for (let n = 0; n < 5; n += 1) await assert.rejects(patient.request(place), { status: 503 });
    made.now -= 3_600_000;
    await patient.probe();
    assert.equal(patient.health().open, false);
  });

  it('takes no refusal, no token and no haste for a dead Graph', async () => {
    const { patient } = graphThat(...Array.from({ length: 12 }, () => error(404)));
    for (let n = 0; n < 12; n += 1) await assert.rejects(patient.request(place));
    const hasty = graphThat(...Array.from({ length: 12 }, () => error(0, 'timeout')));
    for (let n = 0; n < 12; n += 1)
      await assert.rejects(hasty.patient.request({ ...place, deadlineMs: 400 }));
    const tokenless = graphThat(...Array.from({ length: 12 }, () => error(0, 'tokenUnavailable')));
    for (let n = 0; n < 12; n += 1) await assert.rejects(tokenless.patient.request(place));
    for (const one of [patient, hasty.patient, tokenless.patient]) assert.equal(one.health().open, false);
  });
});

describe('the class of a request', () => {
  it('is told by its method and path, that of a batch by its first', () => {
    const named = (method: GraphRequest['method'], path: string, body?: object) =>
      kindOf({ method, path, ...(body && { body }) }).name;
    assert.equal(
      named('GET', 'https://graph.microsoft.com/v1.0/communications/calls/c/participants'),
      'callsRead',
    );
    assert.equal(named('DELETE', '/communications/calls/c'), 'callsControl');
    assert.equal(named('POST', '/communications/getPresencesByUserId'), 'presence');
    assert.equal(kindOf({ method: 'POST', path: '/communications/getPresencesByUserId' }).safe, true);
    assert.equal(named('PATCH', '/users/a/onlineMeetings/m'), 'meetings');
    assert.equal(named('GET', '/users/a/events/e'), 'events');
    assert.equal(named('GET', '/users'), 'users');
    assert.equal(named('GET', '/chats/c'), 'other');
    const requests = [{ method: 'GET', url: '/users/a' }];
    assert.equal(named('POST', '/$batch', { requests }), 'users');
  });
});
