import assert from 'node:assert/strict';
import type { Effect } from '../../src/calling/effect.ts';
import { createPerform, type GraphCalls } from '../../src/calling/perform.ts';
import { graphId, Life, person, request } from './fixtures.ts';

const news = { graphId, state: 'established' } as const;
const ok = <Value>(value: Value) => Promise.resolve({ ok: true as const, value });
const no = (status: number) =>
  Promise.resolve({
    ok: false as const,
    failure: { status, code: '', message: '', reference: 'r' },
  });

/** A Graph where everything works, but for what a test says; what it was asked is kept. */
function graphWith(special: Partial<GraphCalls>) {
  const asked: [string, unknown][] = [];
  const usual: GraphCalls = {
    create: () => ok(news),
    place: () => ok(news),
    answer: () => ok(null),
    reject: () => ok(null),
    redirect: () => ok(null),
    transfer: () => ok(null),
    get: () => ok(news),
    delete: () => ok(null),
    keepAlive: () => ok(null),
    participants: () => ok([person('Alex')]),
    muteMany: ({ participantIds }) =>
      ok(participantIds.map((participantId) => ({ participantId, failure: null }))),
    invite: () => ok({ operationId: 'o', ended: false, ok: false, result: null }),
    removeMany: ({ participantIds }) =>
      ok(participantIds.map((participantId) => ({ participantId, failure: null }))),
    operation: ({ operationId }) => ok({ operationId, ended: true, ok: true, result: null }),
  };
  const graph = Object.fromEntries(
    Object.entries({ ...usual, ...special }).map(([name, answer]) => [
      name,
      (given: never) => {
        asked.push([name, given]);
        return (answer as (given: never) => unknown)(given);
      },
    ]),
  ) as unknown as GraphCalls;
  const unused = () => Promise.reject(new Error('not to be used here'));
  const perform = createPerform({ graph, begin: unused, line: unused, now: () => 7 });
  return { asked, perform };
}

const call = { ...new Life().call, graphId };
const where = { tenantId: request.tenantId, callId: graphId };

describe('carrying out', () => {
  it('asks Graph for each effect, with the effect as context where there is one', async () => {
    const pat = { id: 'p', name: 'Pat' };
    const cases: [Effect, [string, object]][] = [
      [{ kind: 'mute', participantIds: ['1'] }, ['muteMany', { participantIds: ['1'], context: 'e' }]],
      [{ kind: 'invite', person: pat }, ['invite', { person: pat, context: 'e' }]],
      [
        { kind: 'moveHere', person: pat, replacesCallId: 'other' },
        ['invite', { person: pat, context: 'e', replacesCallId: 'other' }],
      ],
      [{ kind: 'transfer', to: 'p', replacesCallId: null }, ['transfer', { to: 'p', replacesCallId: null }]],
      [{ kind: 'remove', participantIds: ['1'] }, ['removeMany', { participantIds: ['1'] }]],
      [{ kind: 'keepAlive' }, ['keepAlive', {}]],
      [{ kind: 'hangUp' }, ['delete', {}]],
    ];
    for (const [effect, [name, given]] of cases) {
      const { asked, perform } = graphWith({});
      const performed = await perform(call, 'e', effect);
      assert.ok(performed.ok && performed.result.kind === effect.kind);
      assert.deepEqual(asked, [[name, { ...where, ...given }]]);
    }
  });

  it('adds to what became of some in earlier attempts', async () => {
    const soFar = [{ participantId: '1', failure: null }];
    for (const kind of ['mute', 'remove'] as const) {
      const { perform } = graphWith({});
      const performed = await perform(call, 'e', { kind, participantIds: ['2'], soFar });
      const results = [...soFar, { participantId: '2', failure: null }];
      assert.deepEqual(performed, { ok: true, result: { kind, results } });
    }
  });

  describe('settling', () => {
    const settle = async (special: Partial<GraphCalls>) =>
      graphWith(special).perform(call, 'e', { kind: 'settle' });

    it('gives the call and who is in it, as of when it asked', async () => {
      assert.deepEqual(await settle({}), {
        ok: true,
        result: { kind: 'settle', askedAt: 7, news, participants: [person('Alex')] },
      });
    });

    it('asks after the operations of invitations that are still open', async () => {
      const target = { participantId: null, personId: 'x', name: 'Pat', outcome: 'waiting' } as const;
      const control = { id: 'c', verb: 'invite', by: request.broughtBy, at: 0, finishedAt: null } as const;
      const targets = [
        { ...target, operationId: 'o' },
        { ...target, outcome: 'done' as const, operationId: 'p' },
      ];
      const { asked, perform } = graphWith({});
      const settled = await perform({ ...call, controls: [{ ...control, targets }] }, 'e', {
        kind: 'settle',
      });
      assert.ok(settled.ok && settled.result.kind === 'settle');
      assert.deepEqual(settled.result.operations, [
        { operationId: 'o', ended: true, ok: true, result: null },
      ]);
      assert.equal(asked.filter(([name]) => name === 'operation').length, 1);
    });

    it('takes a 404 of the call for an answer, and one of the roster for none', async () => {
      const result = { kind: 'settle', askedAt: 7, participants: null };
      assert.deepEqual(await settle({ get: () => no(404), participants: () => no(404) }), {
        ok: true,
        result: { ...result, news: null },
      });
      assert.deepEqual(await settle({ participants: () => no(404) }), {
        ok: true,
        result: { ...result, news },
      });
    });

    it('fails where Graph does not answer', async () => {
      assert.deepEqual(await settle({ get: () => no(503) }), await no(503));
      assert.deepEqual(await settle({ participants: () => no(0) }), await no(0));
    });
  });
});
