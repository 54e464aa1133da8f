import assert from 'node:assert/strict';
import { beginDraft, finishDraft } from '../../src/calling/draft.ts';
import { errandCallId } from '../../src/calling/errandCalls.ts';
import { askTransfer } from '../../src/calling/transfer.ts';
import { adele, graphId, Life, person, rules } from './fixtures.ts';
import { child, effects, ended, ringing, said } from './placed.fixtures.ts';

describe('a transfer', () => {
  const talking = () => ringing(['Alex']).tell(said('established'));
  const asked = (life: Life, to: { id: string; name: string }) =>
    life.tell({ kind: 'controlRequested', id: 'c', by: adele, request: { verb: 'transfer', to } });
  const pat = { id: 'id-pat', name: 'Pat' };
  const refused = { result: { code: 500, subcode: 7700, message: '' } };

  it('hands the other side over, and is done when Graph ends the call by it', () => {
    const life = asked(talking(), pat);
    assert.deepEqual(effects(life), [{ kind: 'transfer', to: 'id-pat', replacesCallId: null }]);
    life.done({ kind: 'transfer' }).tell(said('transferring')).tell(said('transferAccepted'));
    assert.equal(life.control('c').targets[0]?.outcome, 'waiting');
    life.tell(ended(0, 7015));
    assert.deepEqual(
      [life.call.ending?.reason, life.control('c').targets[0]?.outcome],
      ['transferred', 'done'],
    );
  });

  it('is shown to have failed when the call is back', () => {
    const failed: ((life: Life) => Life)[] = [
      (life) => life.failed('transfer', 403),
      (life) => life.done({ kind: 'transfer' }).tell(said('transferring')).tell(said('established', refused)),
      (life) => life.tell(said('established', refused)),
    ];
    for (const fail of failed) {
      const life = fail(asked(talking(), pat));
      assert.equal(life.control('c').targets[0]?.outcome, 'failed');
      assert.deepEqual([life.call.phase, life.call.transfer], ['established', undefined]);
    }
  });

  it('goes on whatever says late that the call is established; who asks Graph knows', () => {
    const transferring = () => asked(talking(), pat).done({ kind: 'transfer' });
    const outcome = (life: Life) => life.control('c').targets[0]?.outcome;
    const late = transferring().tell(said('transferring')).tell(said('established'));
    assert.deepEqual([late.call.graphState, outcome(late)], ['transferring', 'waiting']);
    assert.equal(outcome(late.due('settle').settled(null)), 'failed');

    const crossed = transferring().due('settle');
    const askedAt = crossed.now;
    crossed.tell(said('transferring'), 100);
    const news = { graphId, state: 'established' as const };
    crossed.done({ kind: 'settle', askedAt, news, participants: null });
    assert.deepEqual([crossed.call.graphState, outcome(crossed)], ['transferring', 'waiting']);
  });

  it('is not for oneself, not twice, and not for a meeting', () => {
    const reason = (life: Life) => life.control('c').targets[0]?.reason;
    assert.equal(reason(asked(talking(), { id: 'id-alex', name: 'Alex' })), 'transferToSelf');
    assert.equal(reason(asked(new Life().established(person('Alex')), pat)), 'peerToPeerOnly');
    const life = asked(talking(), pat);
    life.tell({ kind: 'controlRequested', id: 'd', by: adele, request: { verb: 'transfer', to: pat } });
    assert.equal(life.control('d').targets[0]?.reason, 'alreadyTransferring');
  });
});

describe('a transfer after asking', () => {
  const consulting = () => {
    const life = ringing(['Alex']).tell(said('established'));
    const draft = beginDraft(life.call, life.now, rules);
    askTransfer(draft, { to: 'id-pat', consult: true, seconds: 20 });
    life.all.push(finishDraft(draft));
    life.call = draft.call;
    return { life, childId: errandCallId(life.effect('startErrand')) };
  };
  const told = (value: string) => {
    const { life, childId } = consulting();
    return { childId, life: life.tell({ kind: 'errandTold', callId: childId, value, graphId: child }) };
  };

  it('hands the caller over in place of the call with who was asked', () => {
    const { life } = told('take');
    assert.deepEqual(effects(life), [{ kind: 'transfer', to: 'id-pat', replacesCallId: child }]);
    const after = life.tell({ kind: 'errandTold', callId: 'x', value: 'over:ended', graphId: null });
    assert.ok(after.call.transfer, 'that call ends by it');
  });

  it('comes to nothing where they refuse, do not answer, or take too long; they are let go', () => {
    const { life: slow, childId } = consulting();
    const over = (callId: string) => [{ kind: 'tellCall', callId, value: 'over' }];
    assert.deepEqual(effects(slow.due('transfer')), over(childId));
    for (const value of ['refuse', 'over:noAnswer']) {
      const refused = told(value);
      assert.deepEqual(
        [effects(refused.life), refused.life.call.transfer],
        [over(refused.childId), undefined],
      );
    }
  });

  it('is called off when the caller hangs up', () => {
    const { life, childId } = consulting();
    assert.deepEqual(effects(life.tell(ended(200, 4521))), [
      { kind: 'tellCall', callId: childId, value: 'over' },
    ]);
  });
});
