import assert from 'node:assert/strict';
import type { CallEvent } from '../../src/calling/call.ts';
import type { Effect } from '../../src/calling/effect.ts';
import { newCall } from '../../src/calling/newCall.ts';
import { createOutbox } from '../../src/calling/outbox.ts';
import { createLog } from '../../src/lib/log.ts';
import { callStore } from '../../src/store/calls.ts';
import { type FreshDatabase, freshDatabase } from '../fixtures/database.ts';
import { adele, request, start } from './fixtures.ts';

const log = createLog('silent');

describe('an instance that goes while Graph does not answer', () => {
  let database: FreshDatabase;
  let asked: string[];
  beforeEach(async () => {
    database = await freshDatabase();
    asked = [];
  });
  afterEach(() => database.close());

  const instance = (name: string, answers: boolean) => {
    const work: Promise<unknown>[] = [];
    const store = callStore(database.db);
    const outbox = createOutbox({
      ...{ store, urgent: store, log, leaseMs: 120_000 },
      clock: { now: () => start },
      async perform(_call, _id, effect) {
        asked.push(`${name} ${effect.kind}`);
        return answers ? { ok: true, result: { kind: 'keepAlive' } } : new Promise(() => undefined);
      },
      inBackground: (_what, done) => void work.push(done),
      decide: () => undefined,
    });
    return { outbox, done: () => Promise.all(work) };
  };
  const planned = (n: number, lane: 'urgent' | 'upkeep' | 'controls', effect: Effect) => ({
    ...{ id: `${request.id}/${n}`, lane, effect, outlivesCall: true },
  });

  it('leaves what it began to the next one at once, which asks again only for what may be repeated', async () => {
    const call = newCall(request, start);
    const effects = [
      planned(1, 'urgent', { kind: 'hangUp' }),
      planned(2, 'upkeep', { kind: 'settle' }),
      planned(3, 'controls', { kind: 'invite', person: adele }),
    ];
    await callStore(database.db).create({ call, effects, timers: [], audit: [], cardChanged: false });
    const first = instance('first', false);
    const second = instance('second', true);
    await first.outbox.run(null);
    await first.outbox.runUrgent(null);
    await second.outbox.run(null);
    assert.deepEqual(asked.splice(0), ['first settle', 'first invite', 'first hangUp']);

    await first.outbox.handOver();
    await first.outbox.run(null);
    await second.outbox.runUrgent(null);
    await second.outbox.run(null);
    await second.done();
    assert.deepEqual(asked, ['second hangUp', 'second settle'], 'an invitation might ring twice');
    const told: CallEvent[] = [];
    await callStore(database.db).fold(call.id, (before, events) => {
      told.push(...events.map(({ event }) => event));
      return { call: before, effects: [], timers: [], audit: [], cardChanged: false };
    });
    assert.deepEqual(told.map(({ kind }) => kind).toSorted(), ['effectDone', 'effectDone', 'outcomeUnknown']);
  });
});
