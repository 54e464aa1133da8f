import assert from 'node:assert/strict';
import type { CallEvent } from '../../src/calling/call.ts';
import type { Effect } from '../../src/calling/effect.ts';
import { errandCallId } from '../../src/calling/errandCalls.ts';
import type { GraphCalls } from '../../src/calling/perform.ts';
import { createPerformBeginning, isBeginning } from '../../src/calling/performBeginning.ts';
import type { PlaceRequest } from '../../src/calling/placed.ts';
import { adele, graphId, Life, request } from './fixtures.ts';
import { caller, facts } from './incoming.fixtures.ts';

const news = { graphId, state: 'establishing' } as const;
const service = { hostedBy: 'service' } as const;
const call = { ...new Life().call, graphId };
const callbackUri = `https://rollcall.example/api/calls/${call.id}`;
const side = { id: adele.id, name: adele.name, kind: 'user', state: 'ringing' } as const;
const placed = { sides: [side], group: false, purpose: { kind: 'talk' } } as const;

type Needs = Parameters<typeof createPerformBeginning>[0];

function beginning(more: Partial<Needs> = {}) {
  const asked: [string, unknown][] = [];
  const took = (name: string) => (given: never) => {
    asked.push([name, given]);
    const value = name === 'create' || name === 'place' ? news : null;
    return Promise.resolve({ ok: true as const, value });
  };
  const names = ['create', 'place', 'answer', 'reject', 'redirect'];
  const perform = createPerformBeginning({
    graph: Object.fromEntries(names.map((name) => [name, took(name)])) as unknown as GraphCalls,
    ...{
      publicUrl: 'https://rollcall.example/',
      applicationInstance: null,
      mediaHost: null,
      locale: 'de-DE',
    },
    screen: async () => facts,
    place: async (given: PlaceRequest) => void asked.push(['desk.place', given]),
    post: async (callId: string, event: CallEvent) => asked.push(['desk.post', { callId, event }]) > 0,
    tellReminder: async (told) => void asked.push(['tellReminder', told]),
    ...more,
  });
  const begin = async (effect: Effect, of = call) => {
    assert.ok(isBeginning(effect));
    return perform(of, 'e/1', effect);
  };
  return { asked, begin };
}

const join = { kind: 'join', coordinates: request.coordinates, subject: 'Budget', media: 'service' } as const;

describe('beginning calls', () => {
  it('names a callback address that is the call’s own, and who runs the media', async () => {
    const { asked, begin } = beginning();
    const { tenantId, coordinates } = request;
    assert.deepEqual(await begin(join), { ok: true, result: { kind: 'join', news } });
    await begin({ kind: 'place', placed: { ...placed, sides: [side] }, subject: 'A word' });
    await begin({ kind: 'answer', media: 'service' });
    await begin({ kind: 'reject', reason: 'busy' });
    const where = { tenantId, callId: graphId, callbackUri };
    assert.deepEqual(asked, [
      ['create', { tenantId, coordinates, subject: 'Budget', callbackUri, media: service }],
      [
        'place',
        {
          ...{ tenantId, sides: [side], subject: 'A word', callbackUri },
          ...{ media: service, applicationInstance: null },
        },
      ],
      ['answer', { ...where, media: service }],
      ['reject', { ...where, reason: 'busy' }],
    ]);
  });

  it('does not know what became of a call that the answer does not name', async () => {
    const graph = {
      create: async () => ({ ok: true as const, value: { graphId: '' } }),
    } as unknown as GraphCalls;
    const performed = await beginning({ graph }).begin(join);
    assert.ok(!performed.ok && performed.failure.status === 0 && performed.failure.code === 'connectionLost');
  });

  it('asks the media host where media is not Graph’s, and Graph only if it gave something', async () => {
    const media = { hostedBy: 'application', blob: 'b' };
    const given = beginning({ mediaHost: async () => ({ ok: true, value: { blob: 'b' } }) });
    await given.begin({ ...join, media: 'application' });
    await given.begin({ kind: 'answer', media: 'application' });
    assert.deepEqual(
      given.asked.map(([, one]) => (one as { media: unknown }).media),
      [media, media],
    );
    const failure = { status: 424, code: 'mediaHost', message: '', reference: 'r' };
    for (const none of [beginning({ mediaHost: async () => ({ ok: false, failure }) }), beginning()]) {
      const performed = await none.begin({ kind: 'answer', media: 'application' });
      assert.ok(!performed.ok && performed.failure.status === 424);
      assert.deepEqual(none.asked, []);
    }
  });

  it('places a call for another once, and tells another, or a reminder, what this one came to', async () => {
    const { asked, begin } = beginning();
    const purpose = { kind: 'consult', forCallId: call.id, caller: 'Casey' } as const;
    await begin({ kind: 'startErrand', side, purpose, subject: 'Budget' });
    await begin({ kind: 'tellCall', callId: 'other', value: 'take' });
    await begin({ kind: 'tellReminder', reminderId: 'r', value: 'heard' });
    const [[, first], second, third] = asked as [[string, PlaceRequest], unknown, unknown];
    assert.deepEqual(third, ['tellReminder', { reminderId: 'r', callId: call.id, value: 'heard' }]);
    assert.equal(first.id, errandCallId('e/1'));
    assert.deepEqual([first.sides, first.purpose, first.conversationId], [[side], purpose, '']);
    const event = { kind: 'errandTold', callId: call.id, value: 'take', graphId };
    assert.deepEqual(second, ['desk.post', { callId: 'other', event }]);
  });

  it('asks an agent in the language that is configured, and others in that of the call', async () => {
    const { asked, begin } = beginning();
    const caller = { ...call, locale: 'ru' };
    const consult = { kind: 'consult', forCallId: call.id, caller: 'Casey' } as const;
    const missing = { kind: 'ringMissing', forCallId: call.id, sentence: 'It has started.' } as const;
    for (const purpose of [consult, missing])
      await begin({ kind: 'startErrand', side, purpose, subject: 'Budget' }, caller);
    assert.deepEqual(
      asked.map(([, placed]) => (placed as PlaceRequest).locale),
      ['de-DE', 'ru'],
    );
  });

  it('finds out what the rules ask for, and rejects where it cannot', async () => {
    const effect = { kind: 'screen', caller, callee: facts.callee } as const;
    assert.deepEqual(await beginning().begin(effect), { ok: true, result: { kind: 'screen', facts } });
    const screen = () => Promise.reject(new Error('no database'));
    await assert.rejects(beginning({ screen }).begin(effect));
  });
});
