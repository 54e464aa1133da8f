import assert from 'node:assert/strict';
import type { CallEvent } from '../../src/calling/call.ts';
import { decide } from '../../src/calling/decide.ts';
import { newCall } from '../../src/calling/newCall.ts';
import { counts } from '../../src/calling/roster.ts';
import { graphId, Life, person, request, rollcall, rosterOf, rules, start } from './fixtures.ts';

const updated = (state: 'establishing' | 'established' | 'terminating' | 'transferring'): CallEvent => ({
  kind: 'callUpdated',
  news: { graphId, state },
});
const deleted = (code: number, subcode: number): CallEvent => ({
  kind: 'callDeleted',
  news: { graphId, state: 'terminated', result: { code, subcode, message: '' } },
});

describe('deciding a call', () => {
  it('joins once, and is in the meeting when Graph says so', () => {
    const life = new Life();
    assert.deepEqual(life.planned, ['join']);
    assert.deepEqual(life.tell({ kind: 'joinRequested' }).planned, []);
    life.established(person('Alex'));
    assert.equal(life.call.phase, 'established');
    assert.equal(life.call.establishedAt, start);
    assert.equal(counts(life.call).here, 1);
  });

  it('joins with the media that meetings have here, and knows it whatever becomes of the answer', () => {
    const hosted = decide(newCall(request, start), { kind: 'joinRequested' }, start, {
      ...rules,
      meetingMedia: 'application',
    });
    const [join] = hosted.effects;
    assert.ok(join?.effect.kind === 'join');
    assert.deepEqual([join.effect.media, hosted.call.media], ['application', 'application']);
  });

  it('takes news that comes before the answer to the join', () => {
    const life = new Life().tell(updated('established'), 100).tell(rosterOf(person('Alex')));
    assert.equal(life.call.graphId, graphId);
    assert.equal(life.call.phase, 'established');
    life.done({ kind: 'join', news: { graphId, state: 'establishing', myParticipantId: 'p-me' } });
    assert.equal(life.call.phase, 'established', 'the late answer takes nothing back');
    assert.equal(life.call.myParticipantId, 'p-me');
  });

  it('leaves aside news of another call', () => {
    const life = new Life().established();
    const before = life.call;
    life.tell({ kind: 'callDeleted', news: { graphId: 'other', state: 'terminated' } });
    assert.deepEqual(life.call, before);
  });

  it('goes back to established after a failed transfer, and back for nothing else', () => {
    const life = new Life().established().tell(updated('transferring')).tell(updated('established'));
    assert.equal(life.call.graphState, 'established');
    assert.equal(life.tell(updated('establishing')).call.graphState, 'established');
  });

  it('does nothing twice for a duplicate', () => {
    const life = new Life().established(person('Alex'));
    const timers = life.call.timers;
    for (const event of [updated('established'), rosterOf(person('Alex'))]) {
      life.tell(event, 10);
      assert.deepEqual(life.planned, []);
      assert.equal(life.last.cardChanged, false);
      assert.equal(life.call.timers.settle?.generation, timers.settle?.generation);
    }
  });

  it('says so when no callback comes, asks Graph, and is content once one does', () => {
    const life = new Life().done({ kind: 'join', news: { graphId, state: 'establishing' } });
    life.due('noCallback');
    assert.equal(life.call.unheard, true);
    assert.equal(life.now - start, 20_000);
    assert.deepEqual(life.planned, ['settle']);
    life.settled([rollcall(), person('Alex')]);
    assert.equal(life.call.phase, 'established', 'Graph can be asked all the same');
    assert.equal(life.call.unheard, true);
    assert.deepEqual(life.due('settle').planned, ['settle'], 'and is asked again, since nobody will tell');
    life.tell(updated('established'));
    assert.equal(life.call.unheard, false);
    assert.equal(life.last.cardChanged, true);
  });

  it('waits in the lobby, looks again every 15 seconds, and is let in', () => {
    const life = new Life().done({ kind: 'join', news: { graphId, state: 'establishing' } });
    life
      .tell(updated('establishing'))
      .due('settle')
      .settled([rollcall({ inLobby: true })], 'establishing');
    assert.equal(life.call.phase, 'lobby');
    const asked = life.now;
    life.due('settle');
    assert.equal(life.now - asked, 15_000);
    life.settled([rollcall(), person('Alex')]);
    assert.equal(life.call.phase, 'established');
  });

  it('hears the end in every state, and nothing after it', () => {
    for (const life of [
      new Life(),
      new Life().tell(updated('establishing')),
      new Life().established(person('Alex')),
      new Life().established().tell(updated('terminating')),
    ]) {
      life.tell(deleted(200, 5300));
      assert.equal(life.call.phase, 'ended');
      assert.equal(life.call.ending?.reason, 'removed');
      assert.ok(Object.values(life.call.timers).every((timer) => timer.due === null));
      const ended = life.call;
      for (const event of [updated('established'), rosterOf(person('Pat')), deleted(200, 5002)]) {
        assert.deepEqual(life.tell(event, 1_000).call, ended);
      }
    }
  });

  it('is over when Graph does not know the call any more', () => {
    const life = new Life().established(person('Alex')).tell({ kind: 'doubted' });
    life.done({ kind: 'settle', askedAt: life.now, news: null, participants: null });
    assert.equal(life.call.ending?.reason, 'gone');
  });

  it('does not let an older answer overwrite a newer roster', () => {
    const life = new Life().established(person('Alex')).tell({ kind: 'doubted' });
    const askedAt = life.now;
    life.tell(rosterOf(person('Alex'), person('Pat')), 50);
    const news = { graphId, state: 'established' } as const;
    life.done({ kind: 'settle', askedAt, news, participants: [rollcall(), person('Alex')] });
    assert.equal(counts(life.call).here, 2);
    life.due('settle').settled([rollcall(), person('Pat')]);
    assert.equal(counts(life.call).here, 1);
  });

  it('puts a burst of changes into one settling', () => {
    const life = new Life().established();
    const quiet = life.all.length;
    for (const name of ['A', 'B', 'C', 'D']) life.tell(rosterOf(person(name)), 1_000);
    assert.ok(life.all.slice(quiet).every((decision) => decision.effects.length === 0));
    life.due('settle');
    assert.deepEqual(life.planned, ['settle']);
    assert.deepEqual(life.tell({ kind: 'doubted' }).planned, [], 'one is under way already');
  });

  it('keeps the call alive every ten minutes', () => {
    const life = new Life().established(person('Alex'));
    for (const minutes of [10, 20]) {
      assert.deepEqual(life.due('keepAlive').planned, ['keepAlive']);
      assert.equal(life.now - start, minutes * 60_000);
      life.done({ kind: 'keepAlive' });
    }
  });

  it('asks after a call that has been silent for five minutes', () => {
    const life = new Life().established(person('Alex'));
    const heard = life.now;
    assert.deepEqual(life.due('silence').planned, ['settle']);
    assert.equal(life.now - heard, 300_000);
  });

  it('leaves by itself after five minutes alone, by a fresh look', () => {
    const life = new Life().established(person('Alex')).tell(rosterOf(), 60_000).due('settle');
    life.settled([rollcall(), person('Recorder', { kind: 'application' })]);
    const since = life.call.aloneSince ?? 0;
    assert.deepEqual(life.due('alone').planned, ['settle']);
    assert.equal(life.now - since, 300_000);
    life.settled([rollcall()]);
    assert.deepEqual(life.planned, ['hangUp']);
    assert.equal(life.call.phase, 'leaving');
    life.done({ kind: 'hangUp' }).tell(deleted(200, 10550));
    assert.equal(life.call.ending?.reason, 'alone');
  });

  it('stays when somebody came back unannounced', () => {
    const life = new Life().established(person('Alex')).tell(rosterOf(), 1_000).due('alone');
    life.settled([rollcall(), person('Pat')]);
    assert.deepEqual(life.planned, []);
    assert.equal(life.call.aloneSince, null);
  });

  it('doubts when Graph does not answer, asks less and less often, and believes again', () => {
    const life = new Life().established(person('Alex')).tell({ kind: 'doubted' }).failed('settle', 503);
    const since = life.now;
    assert.equal(life.call.doubtSince, since);
    assert.equal(life.last.cardChanged, true);
    const waits: number[] = [];
    for (let i = 0; i < 6; i++) {
      const before = life.now;
      waits.push(life.due('settle').now - before);
      life.failed('settle', 0);
    }
    assert.deepEqual(
      waits,
      [5, 5, 10, 20, 40, 60].map((seconds) => seconds * 1_000),
    );
    assert.equal(life.call.doubtSince, since);
    assert.equal(life.tell(updated('established')).call.doubtSince, null);
  });

  describe('a join that fails', () => {
    const cases: [number, string, string][] = [
      [403, '7503', 'notRegistered'],
      [403, '7504', 'consentMissing'],
      [403, '7505', 'wrongTenant'],
      [404, '', 'meetingNotFound'],
      [429, '', 'busy'],
      [500, '9999', 'unreachable'],
      [0, 'unreachable', 'unreachable'],
      [400, 'BadRequest', 'refused'],
    ];
    for (const [status, code, reason] of cases) {
      it(`${status} ${code}: ${reason}`, () => {
        const life = new Life().failed('join', status, code);
        assert.equal(life.call.phase, 'ended');
        assert.equal(life.call.ending?.reason, reason);
        assert.equal(life.call.ending?.reference, 'request-id');
      });
    }

    it('waits a minute for a callback when nobody knows whether it arrived', () => {
      const life = new Life();
      life.tell({ kind: 'outcomeUnknown', effectId: life.effect('join') }, 30_000);
      assert.equal(life.call.phase, 'joining');
      life.due('joinOutcome');
      assert.equal(life.now - start, 90_000);
      assert.equal(life.call.ending?.reason, 'unreachable');
      life.tell(updated('established'), 1_000);
      assert.deepEqual(
        life.last.effects.map((one) => [one.effect.kind, one.outlivesCall]),
        [['hangUp', true]],
      );
      assert.equal(life.call.phase, 'ended', 'nobody is left in a meeting that no card shows');
      assert.deepEqual(life.tell(updated('established'), 1_000).planned, []);
    });

    it('goes on when the callback comes', () => {
      const life = new Life();
      life.tell({ kind: 'outcomeUnknown', effectId: life.effect('join') });
      life.tell(updated('established'), 5_000);
      assert.equal(life.call.phase, 'established');
      assert.equal(life.call.timers.joinOutcome?.due, null);
    });
  });

  it('hangs up a call that was named too late, and again when that fails, but not for ever', () => {
    const life = new Life().failed('join', 0, 'connectionLost');
    assert.equal(life.call.phase, 'ended');
    life.tell({ kind: 'callUpdated', news: { graphId, state: 'established' } });
    assert.deepEqual(life.planned, ['hangUp']);
    let planned = 1;
    for (; planned < 50; planned += 1) {
      life.failed('hangUp', 503);
      if (!life.call.timers.orphan?.due) break;
      life.due('orphan');
      assert.deepEqual(life.planned, ['hangUp']);
      assert.ok(life.last.effects[0]?.outlivesCall);
    }
    assert.equal(planned, 10);

    const gone = new Life().failed('join', 0, 'connectionLost');
    // Its other news was lost: whatever names it will do.
    gone.tell({ kind: 'rosterUpdated', graphId, participants: [], sequence: 1 });
    assert.deepEqual(gone.planned, ['hangUp']);
    gone.failed('hangUp', 404);
    assert.deepEqual(gone.call.timers.orphan, undefined, 'Graph has no such call: it is over');
  });
});
