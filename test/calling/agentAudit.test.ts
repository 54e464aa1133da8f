import assert from 'node:assert/strict';
import type { CallEvent } from '../../src/calling/call.ts';
import { fold } from '../../src/calling/fold.ts';
import type { AgentChoice } from '../../src/calling/incoming.ts';
import { graphId, type Life, request, rules } from './fixtures.ts';
import { caller, screenedLife } from './incoming.fixtures.ts';

const menu = { do: 'answer', menu: 'helpdesk' } as const;
const ask = { do: 'ask', seconds: 8, otherwise: menu, menu: 'helpdesk', voicemail: 'lee' } as const;
const hold = { do: 'hold', seconds: 30, otherwise: menu } as const;
const agent = { id: 'a9e00000-0000-4000-8000-000000000001', name: 'Amber Agent' };

const pressed = (choice: AgentChoice): CallEvent => ({ kind: 'agentChose', by: agent, choice });
const established: CallEvent = {
  kind: 'callUpdated',
  news: { graphId, state: 'established', audio: 'active' },
};
const ended = (code: number, subcode: number): CallEvent => ({
  kind: 'callDeleted',
  news: { graphId, state: 'terminated', result: { code, subcode, message: '' } },
});
const asked = (choice: AgentChoice) => screenedLife(ask).tell(pressed(choice), 2_000);
const held = (choice: AgentChoice) =>
  screenedLife(hold).done({ kind: 'answer' }).tell(established).tell(pressed(choice), 2_000);

const entries = ({ all }: Life) => all.flatMap(({ audit }) => audit);
/** What came of a choice, once that is written; it is written at most twice, whatever follows. */
function outcome(life: Life) {
  const [last = assert.fail(), ...more] = entries(life.tell(ended(200, 0), 60_000)).reverse();
  assert.ok(more.length <= 1 && more.every(({ finishedAt }) => finishedAt === null));
  const { outcome: became, reason } = last.targets[0] ?? assert.fail();
  return reason ? [became, reason] : [became];
}

describe('what an agent chose', () => {
  it('is written down as it is decided: who, what, on whom and when', () => {
    const life = asked('take');
    const [entry = assert.fail(), ...more] = entries(life);
    assert.deepEqual(more, []);
    assert.deepEqual(entry, {
      ...{ controlId: `desk/${request.id}`, verb: 'takeCaller', by: agent, at: life.now, finishedAt: null },
      targets: [{ participantId: null, personId: caller.id, name: caller.name, outcome: 'waiting' }],
    });
    life.tell({ kind: 'agentChose', by: { ...agent, id: 'second' }, choice: 'reject' });
    assert.equal(entries(life).length, 1, 'the first press counts');
  });

  it('is done when Graph has done it', () => {
    const verbs = {
      take: asked('take').done({ kind: 'redirect' }),
      voicemail: asked('voicemail').done({ kind: 'redirect' }),
      reject: asked('reject').done({ kind: 'reject' }),
      menu: asked('menu').done({ kind: 'answer' }).tell(established),
    };
    for (const [choice, life] of Object.entries(verbs)) {
      const last = entries(life).at(-1);
      assert.deepEqual([last?.targets[0]?.outcome, last?.finishedAt], ['done', life.now], choice);
      assert.equal(last?.at, life.call.incoming?.chosenAt);
      assert.deepEqual(outcome(life), ['done']);
    }
    assert.deepEqual(outcome(held('menu')), ['done']);
    assert.deepEqual(outcome(held('take').done({ kind: 'transfer' }).tell(ended(0, 7015))), ['done']);
  });

  it('failed where something else came of the call', () => {
    const menuInstead = asked('take').failed('redirect', 403).done({ kind: 'answer' }).tell(established);
    assert.deepEqual(outcome(menuInstead), ['failed', 'refused']);
    const nobodyThere = held('take').failed('transfer', 500);
    assert.deepEqual(outcome(nobodyThere), ['failed', 'noAnswer']);
    assert.equal(nobodyThere.tell(ended(0, 7015)).call.incoming?.became, 'answered');
    for (const gone of [asked('menu'), held('take')])
      assert.deepEqual(outcome(gone), ['failed', 'callerGone']);
  });

  it('is of the moment of the press, where it was done in the same decision', () => {
    const { call, now } = screenedLife(ask);
    const effectId = `${call.id}/${call.effectCount + 1}`;
    const events: CallEvent[] = [
      pressed('reject'),
      { kind: 'effectDone', effectId, result: { kind: 'reject' } },
    ];
    const decision = fold(
      call,
      events.map((event, n) => ({ event, at: now + n })),
      rules,
      assert.fail,
    );
    assert.deepEqual(
      decision.audit.map(({ at, finishedAt }) => [at, finishedAt]),
      [[now, now + 1]],
    );
  });
});
