import assert from 'node:assert/strict';
import { askedOf } from '../../src/calling/line.ts';
import { adele, start } from './fixtures.ts';
import { child, effects, ended, ringing, said, waiting } from './placed.fixtures.ts';

describe('a call that waits for a line', () => {
  it('rings nobody until one is free, once, and then counts how long it rings from there', () => {
    const life = waiting(['Alex'], { kind: 'say', text: 'Lunch' });
    assert.deepEqual([life.planned, life.call.talk, life.call.timers.ringing], [[], undefined, undefined]);
    life.tell({ kind: 'doubted' });
    life.tell({ kind: 'lineFree' }, 20_000);
    assert.deepEqual([life.planned, life.call.placed?.waiting], [['place'], undefined]);
    assert.equal(life.call.timers.ringing?.due, start + 80_000);
    assert.equal(life.call.timers.line?.due, null);
    assert.deepEqual(life.tell({ kind: 'lineFree' }).planned, []);
  });

  it('ends where there is none in time, or none this month, and nobody counts as rung', () => {
    const late = waiting(['Alex']).due('line');
    const none = waiting(['Alex']).tell({ kind: 'noLine', reason: 'monthUsedUp' });
    for (const [life, reason] of [
      [late, 'noLine'],
      [none, 'monthUsedUp'],
    ] as const) {
      assert.equal(life.call.ending?.reason, reason);
      assert.deepEqual(
        life.call.placed?.sides.map(({ state }) => state),
        ['notRung'],
      );
      assert.deepEqual(life.tell({ kind: 'lineFree' }).planned, []);
    }
    assert.equal(late.now - start, 30_000);
  });

  it('is over at once when somebody hangs up, and so is one that another call no longer needs', () => {
    const life = waiting(['Alex']);
    life.tell({ kind: 'controlRequested', id: 'c', by: adele, request: { verb: 'leave' } });
    assert.deepEqual([life.planned, life.call.ending?.reason], [[], 'left']);
    assert.equal(life.control('c').targets[0]?.outcome, 'done');
    const asked = waiting(['Alex'], { kind: 'consult', forCallId: child, caller: 'Joni' });
    asked.tell({ kind: 'errandTold', callId: child, value: 'over', graphId: null });
    assert.equal(asked.call.phase, 'ended');
    assert.deepEqual(asked.planned, ['tellCall']);
  });

  it('is not taken for one that rang long because it waited long', () => {
    const life = waiting(['Alex']).tell({ kind: 'lineFree' }, 25_000);
    life.tell(said('establishing')).tell(ended(480, 10076), 1_000);
    assert.equal(life.call.ending?.reason, 'notReachable');
    assert.equal(ringing(['Alex']).tell(ended(480, 10076), 26_000).call.ending?.reason, 'noAnswer');
  });

  it('waits again where all were paused before it rang, and rings once when they are let go', () => {
    const life = waiting(['Alex'], { kind: 'remind', reminderId: 'r', text: 'Lunch', from: '' });
    life.tell({ kind: 'lineFree' });
    life.tell({ kind: 'linePaused' }, 40_000);
    const { placed, timers, talk } = life.call;
    assert.deepEqual([placed?.waiting, placed?.ringingSince, talk], [true, undefined, undefined]);
    assert.deepEqual([timers.ringing?.due, timers.noCallback?.due], [null, null]);
    assert.equal(timers.line?.due, life.now + 30_000, 'half a minute from now, as for the first time');
    assert.deepEqual(effects(life), [{ kind: 'tellReminder', reminderId: 'r', value: 'waiting' }]);
    life.tell({ kind: 'lineFree' });
    assert.deepEqual([life.planned, life.call.placed?.waiting], [['place', 'tellReminder'], undefined]);
    const failure = { status: 403, code: '', message: '', reference: 'r' };
    life.tell({ kind: 'effectFailed', effectId: life.effect('place'), failure, of: 'place' });
    assert.equal(life.call.ending?.reason, 'consentMissing');
  });

  it('is over where it was to be left before it could wait again', () => {
    const life = waiting(['Alex']).tell({ kind: 'lineFree' }).due('ringing');
    assert.equal(life.call.phase, 'leaving');
    life.tell({ kind: 'linePaused' });
    assert.equal(life.call.ending?.reason, 'noLine');
  });

  it('goes before what falls due by itself where somebody waits for it', () => {
    assert.equal(waiting(['Alex']).call.placed?.priority, 0);
    const reminded = waiting(['Alex'], { kind: 'remind', reminderId: 'r', text: '', from: '' });
    assert.equal(reminded.call.placed?.priority, 1);
    const asked = askedOf({ callsAtOnce: 1, callsPerMonth: 2, requestsPerWindow: 40_000 }, start, 1);
    assert.deepEqual([asked.callsInWindow, start - asked.windowFrom], [4_000, 15_000]);
  });
});
