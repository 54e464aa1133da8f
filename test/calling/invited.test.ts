import assert from 'node:assert/strict';
import type { CallEvent } from '../../src/calling/call.ts';
import { newIncomingCall } from '../../src/calling/incoming.ts';
import type { Outcome } from '../../src/frontdesk/frontDesk.ts';
import { botId, graphId, Life, noDesk, request, rules, start } from './fixtures.ts';
import { arrival, facts, incomingLife } from './incoming.fixtures.ts';

const said = (state: 'established' | 'incoming'): CallEvent => ({
  kind: 'callUpdated',
  news: { graphId, state, ...(state === 'established' && { audio: 'active' as const }) },
});
const menu = { do: 'answer', menu: 'helpdesk' } as const;
const ended: CallEvent = {
  kind: 'callDeleted',
  news: { graphId, state: 'terminated', result: { code: 200, subcode: 4521, message: '' } },
};

/** Rollcall is invited into a meeting; the only rule is for callers. */
function invited(): Life {
  const of = { id: request.id, botId, tenantId: request.tenantId, locale: 'en', graphId };
  const rule = { name: 'everybody', line: 1, when: null, unless: null, outcome: menu };
  return new Life(
    {},
    {
      call: newIncomingCall(of, { ...arrival, group: true }, start),
      first: { kind: 'incomingCall' },
      rules: { ...rules, desk: { ...noDesk, rules: [rule] } },
    },
  );
}
const answeredSilently = (life: Life) => {
  assert.deepEqual([life.planned, life.call.media, life.call.talk], [['answer'], 'service', undefined]);
  life.done({ kind: 'answer' }).tell(said('established'));
  assert.equal(life.call.phase, 'established');
  assert.deepEqual(life.planned, [], 'no keys, no prompts');
};

describe('an invitation into a meeting', () => {
  it('is followed without a word, and ends as answered', () => {
    const life = invited().done({ kind: 'screen', facts });
    answeredSilently(life);
    assert.equal(life.call.incoming?.became, null, 'nothing for the agents’ card');
    assert.equal(life.tell(ended).call.incoming?.became, 'answered');
  });

  it('is followed so where nothing is known of it, or the first answer was refused: no meeting hears an apology', () => {
    answeredSilently(invited().failed('screen', 0));
    answeredSilently(invited().due('reception'));
    answeredSilently(invited().done({ kind: 'screen', facts }).failed('answer', 503));
  });

  it('is spoken to where a rule is about it', () => {
    const life = incomingLife(menu, { group: true }).done({ kind: 'screen', facts });
    assert.equal(life.call.talk?.menu, 'helpdesk');
  });

  it('that a rule turns away or sends on is not joined where Graph refuses that', () => {
    const redirect: Outcome = { do: 'redirect', targets: [{ kind: 'user', id: 'a' }], seconds: null };
    for (const outcome of [{ do: 'reject', reason: 'busy' } as const, redirect]) {
      const life = incomingLife(outcome, { group: true }).done({ kind: 'screen', facts });
      life.failed(outcome.do, 500);
      assert.deepEqual(life.planned, []);
      assert.deepEqual(life.due('settle').settled(null, 'incoming').planned, []);
      assert.equal(life.tell(ended).call.incoming?.became, 'missed');
    }
  });
});
