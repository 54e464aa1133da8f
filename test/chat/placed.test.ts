import assert from 'node:assert/strict';
import type { Call } from '../../src/calling/call.ts';
import { leaveCall } from '../../src/chat/actions/live.ts';
import { addForm, addPeople, transferCall, transferForm } from '../../src/chat/actions/placed.ts';
import { invite, mute } from '../../src/chat/commands/control.ts';
import {
  gallery,
  hold,
  press,
  resumeFromHold as resume,
  share,
  unmute,
} from '../../src/chat/commands/operate.ts';
import { rings } from '../../src/chat/commands/rings.ts';
import { Refusal } from '../../src/lib/errors.ts';
import { newId } from '../../src/lib/ids.ts';
import { participant } from './cards/samples.ts';
import { openRoom, person, placedCall, type Room } from './room.ts';

const refused = (key: string) => (error: unknown) => error instanceof Refusal && error.key === key;

describe('in a call that Rollcall placed', () => {
  let room: Room;
  let callId: string;
  const formId = newId();

  const open = (names: string[], more: Partial<Call> = {}) => {
    room = openRoom();
    callId = newId();
    const sides = names.map((name) => ({ ...person(name), kind: 'user' as const }));
    const call = placedCall({
      ...{ id: callId, tenantId: '', sides, purpose: { kind: 'talk' }, subject: 'Call' },
      ...{ by: person('Megan'), conversationId: '19:chat', locale: 'en' },
    });
    room.calls.set(callId, { ...call, phase: 'established', ...more });
  };
  const requests = () => room.controls.map(({ request }) => request);
  const type = (run: typeof hold, who: string, rest: string) => {
    const turn = room.turn(who, rest);
    return run(turn, turn.text, room.services);
  };

  describe('between two', () => {
    beforeEach(() => open(['Adele']));

    it('hangs up for whoever had it placed, and for nobody else', async () => {
      const answer = await leaveCall(room.turn('Megan'), { callId }, room.services);
      assert.deepEqual(answer, { notice: 'Rollcall is hanging up.' });
      assert.deepEqual(requests(), [{ verb: 'leave' }]);
      await assert.rejects(leaveCall(room.turn('Joni'), { callId }, room.services), refused('refusal.leave'));
    });

    it('hands over after a question that names both, for two presses once', async () => {
      await transferForm(room.turn('Megan'), { callId }, room.services);
      assert.deepEqual(room.said, ['Hand the call over']);
      const hand = (data: object) =>
        transferCall(room.turn('Megan'), { callId, formId, ...data }, room.services);
      const people = person('Lee').id;
      assert.match(JSON.stringify(await hand({ people })), /Hand Adele Vance over to Lee Gu\?/);
      assert.deepEqual(requests(), []);
      await hand({ people, confirmed: true });
      await hand({ people, confirmed: true });
      assert.deepEqual(requests()[0], { verb: 'transfer', to: person('Lee') });
      assert.equal(new Set(room.controls.map(({ id }) => id)).size, 1);
    });

    it('hands over to nobody, to two or to the other side itself only after another choice', async () => {
      for (const [people, said] of [
        ['', /Nobody is chosen yet/],
        [`${person('Lee').id},${person('Joni').id}`, /handed over to one person/],
        [person('Adele').id, /in the call already/],
        [newId(), /Nobody called/],
      ] as const) {
        const data = { callId, formId, people, confirmed: true };
        assert.match(JSON.stringify(await transferCall(room.turn('Megan'), data, room.services)), said);
      }
      assert.deepEqual(requests(), []);
    });

    it('adds somebody who wants to be rung', async () => {
      await addForm(room.turn('Adele'), { callId }, room.services);
      const add = (name: string) =>
        addPeople(room.turn('Adele'), { callId, formId, people: person(name).id }, room.services);
      room.wishes.set('Joni', 'off');
      assert.match(JSON.stringify(await add('Joni')), /would rather not be rung/);
      await add('Lee');
      await add('Lee');
      assert.deepEqual(requests(), [{ verb: 'invite', people: [person('Lee')] }]);
      assert.deepEqual(room.noted[0]?.people, ['Lee Gu']);
    });

    it('holds five people at most, and says what to do for more', async () => {
      for (const [names, more] of [
        [['Megan', 'Adele', 'Pat', 'Joni', 'Lee'], 'Alex Wilber'],
        [['Megan', 'Adele', 'Pat', 'Joni'], 'Lee'],
      ] as const) {
        open([...names]);
        await addForm(room.turn('Adele'), { callId }, room.services);
        const data = { callId, formId, people: person(more).id };
        const full = JSON.stringify(await addPeople(room.turn('Adele'), data, room.services));
        assert.equal(/5 people at most/.test(full), names.length === 5);
        assert.equal(requests().length, names.length === 5 ? 0 : 1);
      }
    });

    it('has no participants to hold and no microphone of its own', async () => {
      for (const run of [hold, resume, share])
        await assert.rejects(type(run, 'Megan', '@Adele'), refused('error.groupOnly'));
      for (const run of [mute, unmute])
        await assert.rejects(type(run, 'Megan', 'Rollcall'), refused('error.groupOnly'));
      await assert.rejects(type(gallery, 'Megan', ''), refused('error.meetingOnly'));
    });

    it('presses keys', async () => {
      await type(press, 'Megan', '1 2#');
      assert.deepEqual(requests(), [{ verb: 'sendTones', keys: '12#' }]);
      for (const wrong of ['', 'hello', '1'.repeat(33), '1;2'])
        await assert.rejects(type(press, 'Megan', wrong), refused('error.keysWrong'));
      await assert.rejects(type(press, 'Adele', '1'), refused('refusal.operate'));
    });
  });

  describe('of several', () => {
    const roster = {
      participants: ['Adele', 'Alex W', 'Alex K'].map((name) =>
        participant(person(name).name, {
          personId: person(name).id,
        }),
      ),
      asOf: 1,
      sequence: null,
    };
    beforeEach(() => open(['Megan', 'Adele', 'Alex W', 'Alex K'], { roster }));

    it('plays music to one, and stops', async () => {
      await type(hold, 'Megan', '@Adele');
      await type(resume, 'Megan', 'Adele');
      const to = [roster.participants[0]?.id];
      assert.deepEqual(requests(), [
        { verb: 'hold', to },
        { verb: 'resume', to },
      ]);
      await assert.rejects(type(hold, 'Megan', 'Adele, Alex Wilber'), refused('error.holdOne'));
    });

    it('asks which of two', async () => {
      await type(hold, 'Megan', 'Alex');
      assert.deepEqual(room.said, ['Which Alex?']);
      assert.deepEqual(requests(), []);
    });

    it('mutes and unmutes Rollcall itself', async () => {
      await type(mute, 'Megan', 'Rollcall');
      await type(unmute, 'Megan', '');
      await assert.rejects(type(unmute, 'Megan', 'Adele'), refused('error.unmuteOthers'));
      assert.deepEqual(requests(), [{ verb: 'muteRollcall' }, { verb: 'unmuteRollcall' }]);
    });

    it('hands nobody over', async () => {
      const data = { callId, formId, people: person('Lee').id };
      await assert.rejects(
        transferCall(room.turn('Megan'), data, room.services),
        refused('error.transferGroup'),
      );
    });

    it('shares a screen only where an external host runs the media', async () => {
      await assert.rejects(type(share, 'Megan', ''), refused('error.shareNeedsHost'));
      open(['Megan', 'Adele'], { media: 'application' });
      await type(share, 'Megan', '');
      await type(share, 'Megan', 'stop');
      assert.deepEqual(requests(), [
        { verb: 'shareScreen', role: 'sharer' },
        { verb: 'shareScreen', role: 'viewer' },
      ]);
    });
  });

  it('"/rings off" keeps somebody from being rung into any call', async () => {
    open(['Megan', 'Adele']);
    await type(rings, 'Lee', ' OFF ');
    assert.match(room.said.join(), /no longer rings you/);
    await assert.rejects(type(invite, 'Megan', '@Lee'), refused('rings.off'));
    await type(rings, 'Lee', 'on');
    await type(invite, 'Megan', '@Lee');
    assert.deepEqual(requests(), [{ verb: 'invite', people: [person('Lee')] }]);
    await assert.rejects(type(rings, 'Lee', 'perhaps'), refused('error.ringsHow'));
  });
});
