import assert from 'node:assert/strict';
import type { Incoming } from '../../src/calling/incoming.ts';
import { block, unblock } from '../../src/chat/commands/block.ts';
import { Refusal } from '../../src/lib/errors.ts';
import { newId } from '../../src/lib/ids.ts';
import { comesIn } from './incoming.ts';
import { openRoom, type Room } from './room.ts';

const refused = (key: string) => (error: unknown) => error instanceof Refusal && error.key === key;

describe('"/block"', () => {
  let room: Room;
  beforeEach(() => {
    room = openRoom();
  });
  const missed = (caller: Partial<Incoming['caller']>) =>
    comesIn(room, caller, { asking: null, became: 'missed' }, { phase: 'ended' });
  const type = (run: typeof block, who: string, rest: string) => {
    const turn = room.turn(who, rest);
    return run(turn, turn.text, room.services);
  };
  const said = () => room.said.join(' ');

  it('turns away a person, a number or the last caller, and lets them through again', async () => {
    await type(block, 'Patti', '@Lee');
    await type(block, 'Patti', '+49 30 123456');
    missed({ kind: 'guest', id: newId(), name: 'Spam' });
    await type(block, 'Patti', 'the last caller');
    assert.deepEqual(
      room.blocked.map(({ kind, name }) => `${kind} ${name}`),
      ['user Lee Gu', 'guest Lee Gu', 'phone +4930123456', 'guest Spam'],
    );
    await type(block, 'Patti', '');
    assert.match(said(), /Blocked: Spam, .*4930123456 and Lee Gu|Blocked: Lee Gu, .*4930123456 and Spam/);
    await type(unblock, 'Patti', 'Lee');
    await type(unblock, 'Patti', '@Lee');
    assert.match(said(), /Lee Gu can call Rollcall again\. Lee Gu was not blocked/);
    assert.deepEqual(room.blocked.length, 2);
  });

  it('says why not', async () => {
    await assert.rejects(type(block, 'Patti', 'last'), refused('error.nobodyCalled'));
    missed({ kind: 'anonymous', id: null, name: '' });
    await assert.rejects(type(block, 'Patti', 'last'), refused('error.callerHidden'));
    await assert.rejects(type(block, 'Patti', 'Alex'), refused('error.personAmbiguous'));
    await assert.rejects(type(block, 'Patti', '030 123'), refused('error.phoneWrong'));
    for (const run of [block, unblock])
      await assert.rejects(type(run, 'Megan', '@Lee'), refused('refusal.blockCallers'));
    await type(unblock, 'Patti', '');
    assert.match(said(), /Nobody is blocked/);
    assert.deepEqual(room.blocked, []);
  });
});
