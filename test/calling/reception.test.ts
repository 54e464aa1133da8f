import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CallEvent } from '../../src/calling/call.ts';
import type { Settled } from '../../src/frontdesk/frontDesk.ts';
import { graphId, type Life, start } from './fixtures.ts';
import { facts, incomingLife, screenedLife } from './incoming.fixtures.ts';

const ended = (code = 200, subcode = 4521): CallEvent => ({
  kind: 'callDeleted',
  news: { graphId, state: 'terminated', result: { code, subcode, message: '' } },
});
const released: CallEvent = { kind: 'callDeleted', news: { graphId, state: 'terminated' } };
const said = (state: 'incoming' | 'establishing' | 'established'): CallEvent => ({
  kind: 'callUpdated',
  news: { graphId, state, ...(state === 'established' && { audio: 'active' as const }) },
});
const menu = { do: 'answer', menu: 'helpdesk' } as const;
const agent = { id: 'a9e00000-0000-4000-8000-000000000001', name: 'Amber Agent' };
const ask = { do: 'ask', seconds: 8, otherwise: menu } as const;
const hold = { do: 'hold', seconds: 30, otherwise: menu } as const;

const effectOf = (life: Life) => life.last.effects.map(({ effect }) => effect);
const became = ({ call }: Life) => call.incoming?.became;

describe('a call that comes in', () => {
  it('is looked into at once, and decided when that is known', () => {
    const life = incomingLife(menu);
    assert.deepEqual([life.call.phase, life.planned], ['ringing', ['screen']]);
    assert.equal(life.last.effects[0]?.lane, 'urgent');
    life.done({ kind: 'screen', facts });
    assert.deepEqual(life.planned, ['answer']);
    assert.equal(life.last.effects[0]?.lane, 'urgent');
    assert.deepEqual([life.call.phase, life.call.talk?.menu], ['joining', 'helpdesk']);
    assert.equal(life.call.incoming?.rule, 'everybody');
  });

  it('is answered, and ends as answered', () => {
    const life = screenedLife(menu)
      .done({ kind: 'answer' })
      .tell(said('establishing'))
      .tell(said('established'));
    assert.deepEqual([life.call.phase, became(life)], ['established', 'answered']);
    life.tell(ended());
    assert.deepEqual([life.call.ending?.reason, became(life)], ['ended', 'answered']);
  });

  it('is sent on, or turned away, and its end says so', () => {
    const redirect: Settled = { do: 'redirect', targets: [{ kind: 'user', id: agent.id }], seconds: null };
    const sentOn = screenedLife(redirect).done({ kind: 'redirect' });
    assert.equal(became(sentOn), 'redirected');
    sentOn.due('settle').settled(null, 'incoming');
    assert.deepEqual(sentOn.planned, [], 'Graph took it, and may show it later');
    assert.equal(sentOn.tell(released).call.ending?.reason, 'redirected');
    const away = screenedLife({ do: 'reject', reason: 'busy' });
    assert.deepEqual(effectOf(away), [{ kind: 'reject', reason: 'busy' }]);
    assert.equal(
      away.tell(released).call.ending?.reason,
      'rejected',
      'told before Graph’s answer to the request',
    );
    assert.equal(became(away), 'rejected');
  });

  it('is missed when the caller hangs up first, at whichever step', () => {
    const steps: [string, () => Life][] = [
      ['before anything is known', () => incomingLife(menu)],
      ['while agents are asked', () => screenedLife(ask)],
      ['before the answer arrives', () => screenedLife(menu)],
      ['while on hold', () => screenedLife(hold).done({ kind: 'answer' }).tell(said('established'))],
    ];
    for (const [when, make] of steps) {
      const life = make().tell(ended());
      assert.deepEqual([life.call.phase, became(life)], ['ended', 'missed'], when);
      assert.deepEqual(
        Object.values(life.call.timers).filter(({ due }) => due !== null),
        [],
        when,
      );
      const after = life.call;
      assert.deepEqual(life.failed('screen', 404).call, after, when);
    }
  });

  it('is missed where its end was told before it was known, or never told', () => {
    const life = incomingLife(ask).due('settle');
    assert.deepEqual([life.planned, life.now - start], [['settle'], 5_000]);
    life.done({ kind: 'settle', askedAt: life.now, news: null, participants: null });
    assert.deepEqual(
      [life.call.phase, life.call.ending?.reason, became(life)],
      ['ended', 'missed', 'missed'],
    );
  });

  describe('that cannot be dealt with as the rules say', () => {
    it('is answered with a menu where the redirect is refused', () => {
      const redirect: Settled = { do: 'redirect', targets: [{ kind: 'phone', id: '+49' }], seconds: null };
      const life = screenedLife(redirect).failed('redirect', 403);
      assert.deepEqual(life.planned, ['answer']);
      assert.equal(life.call.talk?.menu, 'apology');
    });

    it('is answered all the same where the rules’ facts cannot be had, or never come', () => {
      assert.deepEqual(incomingLife(menu).failed('screen', 0).planned, ['answer']);
      assert.deepEqual(incomingLife(ask).failed('screen', 0).planned, ['answer'], 'without asking anybody');
      const life = incomingLife(ask).due('reception');
      assert.deepEqual([life.planned, life.now - start], [['answer'], 13_000]);
    });

    it('is tried again while Graph waits, and given up with it', () => {
      const life = screenedLife(menu).failed('answer', 503);
      assert.deepEqual(life.planned, ['answer']);
      assert.deepEqual(life.failed('answer', 503).planned, [], 'a moment later');
      for (const at of [1_000, 3_000, 6_000, 10_000]) {
        assert.deepEqual([life.due('reception').planned, life.now - start], [['answer'], at]);
        life.failed('answer', 503);
      }
      assert.deepEqual(life.planned, [], 'not for ever');
      const late = screenedLife(menu);
      late.now = start + 15_000;
      assert.deepEqual(late.failed('answer', 503).planned, []);
      assert.deepEqual(
        late.due('settle').done({ kind: 'settle', askedAt: late.now, news: null, participants: null }).call
          .phase,
        'ended',
      );
      assert.equal(became(late), 'missed');
    });

    it('asks Graph where an answer was lost, and answers again only if it still rings', () => {
      const lost = () => {
        const life = screenedLife(menu);
        return life.tell({ kind: 'outcomeUnknown', effectId: life.effect('answer') });
      };
      assert.deepEqual(lost().planned, ['settle']);
      const life = lost().settled(null, 'incoming');
      assert.deepEqual(life.planned, ['answer']);
      const there = lost().settled(null, 'established');
      assert.deepEqual([there.planned.includes('answer'), there.call.phase], [false, 'established']);
    });
  });

  describe('that agents are asked about', () => {
    it('goes to whoever takes it first', () => {
      const life = screenedLife(ask);
      assert.deepEqual([life.planned, life.call.incoming?.asking?.until], [[], start + 8_000]);
      life.tell({ kind: 'agentChose', by: agent, choice: 'take' });
      assert.deepEqual(effectOf(life), [
        { kind: 'redirect', targets: [{ kind: 'user', id: agent.id }], seconds: null },
      ]);
      const late = { id: 'b', name: 'Late' };
      life.tell({ kind: 'agentChose', by: late, choice: 'reject' });
      assert.deepEqual([life.planned, life.call.incoming?.chosen?.by], [[], agent]);
      assert.equal(became(life.done({ kind: 'redirect' })), 'taken');
    });

    it('does what each button says', () => {
      const more = { ...ask, menu: 'other', voicemail: 'v' };
      const chosen = (choice: 'menu' | 'voicemail' | 'reject') =>
        screenedLife(more).tell({ kind: 'agentChose', by: agent, choice });
      assert.deepEqual(effectOf(chosen('voicemail')), [
        { kind: 'redirect', targets: [{ kind: 'voicemail', id: 'v' }], seconds: null },
      ]);
      assert.deepEqual(effectOf(chosen('reject')), [{ kind: 'reject', reason: 'busy' }]);
      assert.equal(chosen('menu').call.talk?.menu, 'other');
    });

    it('goes on without them eight seconds after it came', () => {
      const life = incomingLife(ask);
      life.now = start + 3_000;
      life.done({ kind: 'screen', facts }).due('asking');
      assert.deepEqual([life.planned, life.now - start], [['answer'], 8_000]);
      assert.deepEqual([life.call.talk?.menu, life.call.incoming?.asking], ['helpdesk', null]);
    });
  });

  describe('that holds the line', () => {
    const holding = () => screenedLife(hold).done({ kind: 'answer' }).tell(said('established'));

    it('is answered with a word of patience, and counts as waiting', () => {
      const life = holding();
      assert.match(life.call.talk?.menu ?? '', /hold/);
      assert.deepEqual([became(life), life.call.incoming?.asking?.answered], [null, true]);
    });

    it('is handed to whoever takes it', () => {
      const life = holding().tell({ kind: 'agentChose', by: agent, choice: 'take' });
      assert.deepEqual(effectOf(life), [{ kind: 'transfer', to: agent.id, replacesCallId: null }]);
      life.done({ kind: 'transfer' }).tell(ended(0, 7015));
      assert.deepEqual([life.call.ending?.reason, became(life)], ['transferred', 'taken']);
    });

    it('goes into the menu where that agent does not pick up, or nobody presses', () => {
      const life = holding()
        .tell({ kind: 'agentChose', by: agent, choice: 'take' })
        .done({ kind: 'transfer' });
      life.tell({ kind: 'callUpdated', news: { graphId, state: 'transferring' } });
      const result = { code: 500, subcode: 7000, message: '' };
      life.tell({ kind: 'callUpdated', news: { graphId, state: 'established', result } });
      assert.deepEqual([life.call.talk?.menu, became(life)], ['helpdesk', 'answered']);
      const nobody = holding().due('asking');
      assert.deepEqual([nobody.call.talk?.menu, became(nobody)], ['helpdesk', 'answered']);
    });
  });

  it('comes to the same, whatever order and however often its news comes', () => {
    const news = [said('incoming'), said('establishing'), said('established')];
    fc.assert(
      fc.property(fc.shuffledSubarray([...news, ...news]), fc.nat(6), (sent, at) => {
        const life = screenedLife(menu);
        for (const [index, event] of sent.entries()) {
          if (index === at) life.done({ kind: 'answer' });
          life.tell(event);
        }
        for (let i = 0; i < 5 && (i === 0 || life.call.timers.settle?.due); i += 1) {
          if (!life.call.settling) life.due(life.call.timers.settle?.due ? 'settle' : 'silence');
          life.settled(null);
        }
        const { phase, graphState, incoming } = life.call;
        assert.deepEqual([phase, graphState, incoming?.became], ['established', 'established', 'answered']);
        const asked = life.all.flatMap(({ effects }) => effects.map(({ effect }) => effect.kind));
        assert.equal(asked.filter((kind) => kind === 'answer').length, 1);
        assert.equal(life.tell(ended()).call.phase, 'ended');
      }),
    );
  });
});
