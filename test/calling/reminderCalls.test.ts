import assert from 'node:assert/strict';
import { overFor } from '../../src/calling/reminderCalls.ts';
import { adele, type Life } from './fixtures.ts';
import { effects, ended, placed, ringing, said, waiting } from './placed.fixtures.ts';

const purpose = { kind: 'remind', reminderId: 'r', text: 'Call the bank', from: 'Megan Bowen' } as const;
const toldBy = (life: Life) =>
  effects(life).flatMap((effect) =>
    effect.kind === 'tellReminder' ? [effect.reminderId, effect.value] : [],
  );

describe('a call for a reminder', () => {
  it('tells it that it rings, once there is a line, and how it ended, even after its own end', () => {
    const life = placed(['Adele'], purpose);
    assert.deepEqual(
      [life.planned, toldBy(life)],
      [
        ['place', 'tellReminder'],
        ['r', 'ringing'],
      ],
    );
    const over = ringing(['Adele'], purpose).tell(ended(486, 0));
    assert.deepEqual(toldBy(over), ['r', 'over:busyLine']);
    assert.ok(over.last.effects.every(({ outlivesCall }) => outlivesCall));
    assert.deepEqual(toldBy(waiting(['Adele'], purpose).due('line')), ['r', 'over:noLine']);
    const left = { kind: 'controlRequested', id: 'c', by: adele, request: { verb: 'leave' } } as const;
    assert.deepEqual(toldBy(waiting(['Adele'], purpose).tell(left)), ['r', 'over:left']);
  });

  it('tells that nobody knows whether it rang where Graph never said so, and waits for its callback before', () => {
    const life = placed(['Adele'], purpose);
    life.tell({ kind: 'outcomeUnknown', effectId: life.effect('place') });
    assert.deepEqual(toldBy(life), []);
    assert.deepEqual(toldBy(life.due('joinOutcome')), ['r', 'over:notConfirmed']);
    // Their minute to pick up is over a moment before.
    const unheard = placed(['Adele'], purpose);
    unheard.tell({ kind: 'outcomeUnknown', effectId: unheard.effect('place') }).due('ringing');
    assert.deepEqual(toldBy(unheard.due('joinOutcome')), ['r', 'over:notConfirmed']);
    const late = placed(['Adele'], purpose);
    late.tell({ kind: 'outcomeUnknown', effectId: late.effect('place') }).tell(said('establishing'));
    assert.deepEqual(toldBy(late.tell(ended(603, 0))), ['r', 'over:declined']);
    const ending = (reason: string, code: number | null) =>
      overFor({ reason, code, subcode: null, reference: '' });
    assert.equal(ending('unreachable', 500), 'over:notConfirmed');
    assert.equal(ending('gone', null), 'over:notConfirmed');
    assert.equal(ending('unreachable', 503), 'over:unreachable');
    assert.equal(ending('noAnswer', null), 'over:noAnswer');
  });

  it('is the only one that tells anything', () => {
    assert.deepEqual(toldBy(ringing(['Adele']).tell(ended(486, 0))), []);
  });
});
