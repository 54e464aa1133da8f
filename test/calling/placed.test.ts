import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CallEvent, GraphCallState } from '../../src/calling/call.ts';
import { beginDraft, finishDraft } from '../../src/calling/draft.ts';
import { errandCallId } from '../../src/calling/errandCalls.ts';
import type { CallNews } from '../../src/calling/news.ts';
import { newPlacedCall, type Purpose } from '../../src/calling/placed.ts';
import { askTransfer } from '../../src/calling/transfer.ts';
import {
  adele,
  botId,
  graphId,
  Life,
  person,
  request,
  rollcall,
  rosterOf,
  rules,
  start,
} from './fixtures.ts';

const sideOf = (name: string) => ({ id: `id-${name}`.toLowerCase(), name, kind: 'user' as const });

function placed(names: string[], purpose: Purpose = { kind: 'talk' }): Life {
  const { id, tenantId, subject, conversationId, locale } = request;
  const asked = {
    id,
    tenantId,
    subject,
    conversationId,
    locale,
    by: adele,
    purpose,
    sides: names.map(sideOf),
  };
  return new Life({}, { call: newPlacedCall(asked, id, botId, start), first: { kind: 'placeRequested' } });
}

const ringing = (names: string[], purpose?: Purpose): Life =>
  placed(names, purpose).done({ kind: 'place', news: { graphId, state: 'establishing' } });
const said = (state: GraphCallState, more: Partial<CallNews> = {}): CallEvent => ({
  kind: 'callUpdated',
  news: { graphId, state, ...more },
});
const ended = (code: number, subcode: number): CallEvent => ({
  kind: 'callDeleted',
  news: { graphId, state: 'terminated', result: { code, subcode, message: '' } },
});
const states = ({ call }: Life) => call.placed?.sides.map((side) => side.state);
const effects = (life: Life) => life.last.effects.map(({ effect }) => effect);
const child = 'c411d000-0000-4000-8000-000000000001';

describe('a call that Rollcall places', () => {
  it('is placed once, and talks where it is to say something', () => {
    const life = placed(['Alex'], { kind: 'say', text: 'The meeting moved to 4pm' });
    assert.deepEqual(life.planned, ['place']);
    assert.deepEqual(life.tell({ kind: 'placeRequested' }).planned, []);
    assert.equal(life.call.talk?.inline !== null, true);
    assert.equal(placed(['Alex']).call.talk, undefined);
  });

  it('waits for its callback where the answer is lost, as a join does, and never rings twice', () => {
    const life = placed(['Alex']);
    life.tell({ kind: 'outcomeUnknown', effectId: life.effect('place') });
    assert.deepEqual(life.planned, []);
    assert.equal(life.due('joinOutcome').call.ending?.reason, 'unreachable');
    assert.deepEqual(states(life), ['noAnswer']);
    const heard = placed(['Alex']);
    heard.tell({ kind: 'outcomeUnknown', effectId: heard.effect('place') }).tell(said('establishing'));
    assert.equal(heard.tell(said('established')).call.phase, 'established');
  });

  describe('to one person', () => {
    it('knows them by the state of the call, and is never alone', () => {
      const life = ringing(['Alex']);
      assert.deepEqual(states(life), ['ringing']);
      life.tell(said('established'));
      assert.deepEqual([states(life), life.call.aloneSince], [['there'], null]);
      life.due('settle').settled([rollcall()]);
      assert.deepEqual([life.call.phase, life.call.aloneSince], ['established', null]);
      life.tell(ended(200, 4521));
      assert.deepEqual([states(life), life.call.ending?.reason], [['left'], 'ended']);
    });

    it('tells how they took it, by Graph’s codes', () => {
      const codes: [number, number, string, string, number?][] = [
        [603, 0, 'declined', 'declined'],
        [486, 0, 'busyLine', 'busy'],
        [480, 10076, 'notReachable', 'unreachable'],
        [480, 10037, 'noAnswer', 'noAnswer', 40_000],
        [487, 0, 'noAnswer', 'noAnswer'],
      ];
      for (const [code, subcode, reason, state, after = 1_000] of codes) {
        const life = ringing(['Alex']).tell(ended(code, subcode), after);
        assert.deepEqual([life.call.ending?.reason, states(life)], [reason, [state]], String(code));
      }
    });

    it('is given up after a minute', () => {
      const life = ringing(['Alex']).due('ringing');
      assert.deepEqual([life.planned, states(life), life.now - start], [['hangUp'], ['noAnswer'], 60_000]);
      life.done({ kind: 'hangUp' }).tell(ended(0, 7000));
      assert.equal(life.call.ending?.reason, 'noAnswer');
    });

    it('becomes a group by a third person; Graph may end it for that', () => {
      const invited = () =>
        ringing(['Alex'])
          .tell(said('established'))
          .tell({
            ...{ kind: 'controlRequested', id: 'c', by: adele },
            request: { verb: 'invite', people: [{ id: 'id-pat', name: 'Pat' }] },
          });
      const life = invited();
      assert.deepEqual([life.planned, life.call.placed?.group], [['invite'], true]);
      life.tell(rosterOf(person('Alex'), person('Pat')));
      assert.equal(life.control('c').targets[0]?.outcome, 'done');
      assert.equal(invited().tell(ended(403, 7504)).call.ending?.reason, 'escalationRefused');
    });
  });

  describe('to several', () => {
    it('knows them by the roster, and leaves when everybody else has left', () => {
      const life = ringing(['Alex', 'Pat'])
        .tell(said('established'))
        .tell(rosterOf(person('Alex')));
      assert.deepEqual(states(life), ['there', 'ringing']);
      life.due('ringing');
      assert.deepEqual([states(life), life.planned], [['there', 'noAnswer'], []]);
      life.tell(rosterOf());
      assert.deepEqual(states(life), ['left', 'noAnswer']);
      life.due('alone').settled([rollcall()]);
      assert.deepEqual(life.planned, ['hangUp']);
    });

    it('leaves where nobody answers', () => {
      const life = ringing(['Alex', 'Pat']).due('ringing');
      assert.deepEqual([life.planned, states(life)], [['hangUp'], ['noAnswer', 'noAnswer']]);
    });

    it('comes to the same, whatever order and however often its news comes', () => {
      const news = [said('establishing'), said('established'), rosterOf(person('Alex'), person('Pat'))];
      fc.assert(
        fc.property(fc.shuffledSubarray([...news, ...news]), (sent) => {
          const life = ringing(['Alex', 'Pat']);
          for (const event of sent) life.tell(event);
          for (let i = 0; i < 5 && (i === 0 || life.call.timers.settle?.due); i += 1) {
            if (!life.call.settling) life.due(life.call.timers.settle?.due ? 'settle' : 'silence');
            life.settled([rollcall(), person('Alex'), person('Pat')]);
          }
          assert.deepEqual([life.call.phase, states(life)], ['established', ['there', 'there']]);
          assert.deepEqual(
            life.tell(ended(200, 5002)).call.placed?.sides.map((side) => side.state),
            ['left', 'left'],
          );
        }),
      );
    });
  });

  describe('for another', () => {
    const purpose: Purpose = { kind: 'ringMissing', forCallId: child, sentence: 'It has started.' };

    it('tells that one how it ended', () => {
      const life = ringing(['Alex'], purpose).tell(ended(603, 0));
      assert.deepEqual(effects(life), [{ kind: 'tellCall', callId: child, value: 'over:declined' }]);
      assert.equal(life.last.effects[0]?.outlivesCall, true);
    });

    it('hangs up when it is not needed any more', () => {
      const life = ringing(['Alex'], purpose);
      life.tell({ kind: 'errandTold', callId: child, value: 'over', graphId: null });
      assert.deepEqual(life.planned, ['hangUp']);
    });
  });
});

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

describe('a transfer', () => {
  const talking = () => ringing(['Alex']).tell(said('established'));
  const asked = (life: Life, to: { id: string; name: string }) =>
    life.tell({ kind: 'controlRequested', id: 'c', by: adele, request: { verb: 'transfer', to } });
  const pat = { id: 'id-pat', name: 'Pat' };

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
      (life) => life.done({ kind: 'transfer' }).tell(said('transferring')).tell(said('established')),
      (life) => life.tell(said('established', { result: { code: 500, subcode: 7700, message: '' } })),
    ];
    for (const fail of failed) {
      const life = fail(asked(talking(), pat));
      assert.equal(life.control('c').targets[0]?.outcome, 'failed');
      assert.deepEqual([life.call.phase, life.call.transfer], ['established', undefined]);
    }
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
