import assert from 'node:assert/strict';
import type { Call } from '../../src/calling/call.ts';
import type { Incoming } from '../../src/calling/incoming.ts';
import { callBack, deskCall } from '../../src/chat/actions/frontDesk.ts';
import { frontdesk } from '../../src/chat/commands/frontDesk.ts';
import { missedSince, showMissed } from '../../src/chat/missedLine.ts';
import { Refusal } from '../../src/lib/errors.ts';
import { newId } from '../../src/lib/ids.ts';
import { now } from './cards/samples.ts';
import { comesIn, menu } from './incoming.ts';
import { openRoom, person, type Room } from './room.ts';

const refused = (key: string) => (error: unknown) => error instanceof Refusal && error.key === key;

describe('the front desk in its chat', () => {
  let room: Room;
  beforeEach(() => {
    room = openRoom();
    room.agentsChat = '19:chat';
  });

  const comes = (
    ...what: [caller?: Partial<Incoming['caller']>, more?: Partial<Incoming>, rest?: Partial<Call>]
  ) => comesIn(room, ...what);
  const missed = (who: Partial<Incoming['caller']> = {}) =>
    comes(who, { asking: null, became: 'missed' }, { phase: 'ended' });
  const type = (run: typeof frontdesk, who: string, rest: string, more = {}) => {
    const turn = room.turn(who, rest, more);
    return run(turn, turn.text, room.services);
  };
  const said = () => room.said.join(' ');

  describe('"/frontdesk"', () => {
    it('has an admin bind the chat, which then shows the queue', async () => {
      room.agentsChat = '19:old';
      await type(frontdesk, 'Patti', 'here');
      assert.equal(room.agentsChat, '19:chat');
      const subject = `frontdesk:${room.services.tenantId}`;
      assert.deepEqual(room.shown, [`moved ${subject}`, `changed ${subject}`]);
      assert.deepEqual(room.deeds, ['bindFrontDesk waiting', 'bindFrontDesk done']);
    });

    it('refuses others, and a chat of one', async () => {
      await assert.rejects(type(frontdesk, 'Megan', 'here'), refused('refusal.frontDesk'));
      const place = { id: 'a:patti', kind: 'personal', reference: {}, botMeetingId: null };
      await assert.rejects(type(frontdesk, 'Patti', 'here', { place }), refused('error.frontDeskWhere'));
      await assert.rejects(type(frontdesk, 'Patti', 'there'), refused('error.frontDeskHow'));
    });

    it('tells where it is', async () => {
      await type(frontdesk, 'Megan', '');
      room.agentsChat = '19:other';
      await type(frontdesk, 'Megan', '');
      room.agentsChat = null;
      await type(frontdesk, 'Megan', '');
      assert.match(said(), /^This chat takes the calls\..*Another chat takes.*No chat takes calls yet/);
    });
  });

  describe('a call that waits', () => {
    const press = (who: string, callId: string, choice: 'take' | 'menu' | 'voicemail' | 'reject') =>
      deskCall(room.turn(who), { callId, choice }, room.services);

    it('goes to whoever presses first; the second hears who that was', async () => {
      const id = comes();
      assert.deepEqual(await press('Megan', id, 'take'), {
        notice: 'Joni Sherman comes to you now. Pick up.',
      });
      assert.deepEqual(await press('Adele', id, 'take'), {
        notice: 'Megan Bowen was first and takes that call.',
      });
      assert.deepEqual(await press('Adele', id, 'reject'), {
        notice: 'Megan Bowen was first and takes that call.',
      });
      assert.deepEqual(room.chosen.length, 1);
    });

    it('can only be done to what works', async () => {
      await assert.rejects(press('Megan', comes(), 'voicemail'), refused('error.choiceGone'));
      const held = comes({}, { asking: { until: now, otherwise: menu, answered: true } });
      await assert.rejects(press('Megan', held, 'reject'), refused('error.choiceGone'));
      await press('Megan', held, 'menu');
      await assert.rejects(press('Megan', missed(), 'take'), refused('error.callerGone'));
      await assert.rejects(press('Megan', newId(), 'take'), refused('error.callUnknown'));
    });

    it('is not taken by who calls', async () => {
      const id = comes({ id: person('Megan').id, name: 'Megan Bowen' });
      await assert.rejects(press('Megan', id, 'take'), refused('error.ownCall'));
      assert.equal(room.chosen.length, 0);
      await press('Megan', id, 'menu');
    });

    it('is for those in the chat', async () => {
      const id = comes();
      room.agentsChat = '19:elsewhere';
      await assert.rejects(press('Megan', id, 'take'), refused('refusal.takeCalls'));
      await press('Patti', id, 'take');
    });
  });

  it('shows a line for a call that was missed, and for no other', async () => {
    for (const id of [missed(), comes()]) {
      const call = room.calls.get(id);
      if (call) await showMissed(call, room.services);
    }
    room.agentsChat = null;
    const unseen = room.calls.get(missed());
    if (unseen) await showMissed(unseen, room.services);
    assert.deepEqual(room.shown, [`missed:${[...room.calls.keys()][0]}`]);
  });

  it('makes up for lines that were owed, and never fails', async () => {
    const id = missed();
    comes();
    await missedSince(room.services);
    assert.deepEqual(room.shown, [`missed:${id}`]);
    room.services.calls.incomingLive = () => Promise.reject(new Error('no database'));
    await missedSince(room.services);
  });

  describe('calling back', () => {
    const back = (who: string, callId: string) => callBack(room.turn(who), { callId }, room.services);

    it('rings the agent and the caller, once; whoever presses second hears who was first', async () => {
      const id = missed();
      await back('Megan', id);
      await back('Megan', id);
      assert.deepEqual(await back('Adele', id), { notice: 'Megan Bowen was first and calls them back.' });
      assert.deepEqual(
        room.placed.map(({ sides }) => sides.map(({ name }) => name)),
        [['Megan Bowen', 'Joni Sherman']],
      );
    });

    it('calls a number only where that can be', async () => {
      const id = missed({ kind: 'phone', id: '+4930123456', name: '' });
      await assert.rejects(back('Megan', id), refused('error.cannotCallBack'));
      await assert.rejects(back('Megan', missed({ kind: 'encrypted' })), refused('error.cannotCallBack'));
      const { calls } = room;
      room = openRoom({ phoneCalls: true });
      room.agentsChat = '19:chat';
      for (const [key, one] of calls) room.calls.set(key, one);
      await back('Megan', id);
      assert.equal(room.placed[0]?.sides[1]?.kind, 'phone');
    });
  });
});
