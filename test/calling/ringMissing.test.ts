import assert from 'node:assert/strict';
import { errandCallId } from '../../src/calling/errandCalls.ts';
import { adele, Life, person, rosterOf } from './fixtures.ts';
import { child, effects, ended } from './placed.fixtures.ts';

describe('ringing the missing', () => {
  const asking = (...names: string[]) => {
    const life = new Life().established(person('Alex'));
    const people = names.map((name) => ({ id: `id-${name}`.toLowerCase(), name }));
    return life.tell({
      ...{ kind: 'controlRequested', id: 'c', by: adele },
      request: { verb: 'ringMissing', people, sentence: 'It has started.' },
    });
  };
  const told = (life: Life, value: string): Life =>
    life.tell({
      kind: 'errandTold',
      callId: errandCallId(life.effect('startErrand')),
      value,
      graphId: child,
    });
  const target = (life: Life) => life.control('c').targets[0];

  it('rings each by a call of their own, and nobody who is there', () => {
    const life = asking('Pat', 'Lee', 'Alex');
    assert.deepEqual(life.planned, ['startErrand', 'startErrand']);
    assert.deepEqual(
      life.control('c').targets.map((one) => one.outcome),
      ['waiting', 'waiting', 'done'],
    );
  });

  it('moves who presses 1 into the meeting, once', () => {
    const life = told(asking('Pat'), 'join');
    const move = { kind: 'moveHere', person: { id: 'id-pat', name: 'Pat' }, replacesCallId: child };
    assert.deepEqual(effects(life), [move]);
    assert.deepEqual(told(life, 'join').planned, [], 'told twice');
    assert.equal(target(told(life, 'over:ended'))?.outcome, 'waiting', 'that call ends by it');
    life.tell(rosterOf(person('Alex'), person('Pat')));
    assert.deepEqual([target(life)?.outcome, target(life)?.answer], ['done', 'join']);
  });

  it('shows who is late, who cannot come, and who did not answer', () => {
    const outcomes = (value: string) => {
      const { outcome, answer, reason } = target(told(asking('Pat'), value)) ?? {};
      return [outcome, answer ?? reason];
    };
    assert.deepEqual(outcomes('late'), ['done', 'late']);
    assert.deepEqual(outcomes('cannot'), ['done', 'cannot']);
    assert.deepEqual(outcomes('over:declined'), ['failed', 'declined']);
    assert.deepEqual(outcomes('over:busyLine'), ['failed', 'busy']);
    assert.deepEqual(outcomes('over:notReachable'), ['failed', 'unreachable']);
    assert.deepEqual(outcomes('over:left'), ['failed', 'noAnswer'], 'picked up and pressed nothing');
    assert.deepEqual(outcomes('mistaken'), ['waiting', undefined]);
  });

  it('comes to an end where nothing is heard, and is called off with the meeting', () => {
    assert.equal(target(asking('Pat').due('errands'))?.reason, 'notConfirmed');
    const life = asking('Pat').tell(ended(200, 5003));
    const callId = errandCallId(life.effect('startErrand'));
    assert.deepEqual(effects(life), [{ kind: 'tellCall', callId, value: 'over' }]);
  });
});
