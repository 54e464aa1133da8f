import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Purpose } from '../../src/calling/placed.ts';
import { adele, type Life, person, rollcall, rosterOf, start } from './fixtures.ts';
import { child, effects, ended, placed, ringing, said } from './placed.fixtures.ts';

const states = ({ call }: Life) => call.placed?.sides.map((side) => side.state);

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
      assert.deepEqual([life.planned, life.call.placed?.group], [['invite'], false]);
      life.done({ kind: 'invite', operationId: 'o', ended: false, ok: false, result: null });
      assert.equal(life.call.placed?.group, true);
      life.tell(rosterOf(person('Alex'), person('Pat')));
      assert.equal(life.control('c').targets[0]?.outcome, 'done');
      assert.equal(invited().tell(ended(403, 7504)).call.ending?.reason, 'escalationRefused');
    });

    it('stays between two where Graph did not take the invitation, and is a group where the other side adds somebody', () => {
      const life = ringing(['Alex']).tell(said('established'));
      life.tell({
        ...{ kind: 'controlRequested', id: 'c', by: adele },
        request: { verb: 'invite', people: [{ id: 'id-pat', name: 'Pat' }] },
      });
      const failure = { status: 400, code: '', message: '', reference: 'r' };
      life.tell({ kind: 'effectFailed', effectId: life.effect('invite'), failure, of: 'invite' });
      assert.equal(life.tell(rosterOf(person('Alex'))).call.placed?.group, false);
      assert.equal(life.tell(rosterOf(person('Alex'), person('Lee'))).call.placed?.group, true);
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
