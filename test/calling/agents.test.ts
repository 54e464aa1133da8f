import assert from 'node:assert/strict';
import type { CallEvent } from '../../src/calling/call.ts';
import { graphId, type Life } from './fixtures.ts';
import { screenedLife } from './incoming.fixtures.ts';

const said = (state: 'incoming' | 'establishing' | 'established'): CallEvent => ({
  kind: 'callUpdated',
  news: { graphId, state, ...(state === 'established' && { audio: 'active' as const }) },
});
const menu = { do: 'answer', menu: 'helpdesk' } as const;
const hold = { do: 'hold', seconds: 30, otherwise: menu } as const;
const agent = { id: 'a9e00000-0000-4000-8000-000000000001', name: 'Amber Agent' };
const taken: CallEvent = { kind: 'agentChose', by: agent, choice: 'take' };

const transfers = ({ all }: Life) =>
  all.flatMap(({ effects }) => effects).filter(({ effect }) => effect.kind === 'transfer').length;

describe('a caller on hold', () => {
  it('is handed over as soon as Graph has answered the call, however early an agent pressed', () => {
    const life = screenedLife(hold).tell(taken);
    assert.deepEqual(
      [life.planned, life.call.transfer?.to],
      [[], agent.id],
      'Graph transfers no call that rings',
    );
    life.done({ kind: 'answer' }).tell(said('establishing'));
    assert.equal(transfers(life), 0);
    life.tell(said('established'));
    assert.equal(transfers(life), 1);
    life.tell(said('established'));
    assert.equal(transfers(life), 1, 'once');
    life.failed('transfer' as never, 500);
    assert.equal(life.call.talk?.menu, 'helpdesk', 'back to what follows without an agent');
  });

  it('hears the menu where the agent who pressed early could not be asked in time', () => {
    const life = screenedLife(hold).tell(taken).done({ kind: 'answer' }).due('transfer');
    assert.deepEqual([transfers(life), life.call.transfer, life.call.talk?.menu], [0, undefined, 'helpdesk']);
  });

  it('is answered again where the answer was lost, and is still on hold', () => {
    const life = screenedLife(hold).failed('answer', 0, 'connectionLost');
    life.settled(null, 'incoming');
    assert.deepEqual(life.planned, ['answer']);
    life.done({ kind: 'answer' }).tell(said('established'));
    assert.deepEqual([life.call.incoming?.asking?.answered, life.call.talk?.menu], [true, 'built-in hold']);
    assert.equal(life.due('asking').call.talk?.menu, 'helpdesk');
  });

  it('is answered again where Graph refused the answer, and is still on hold', () => {
    const life = screenedLife(hold).failed('answer', 500);
    assert.deepEqual([life.planned, life.call.talk?.menu], [['answer'], 'built-in hold']);
  });
});
