import assert from 'node:assert/strict';
import type { Placed } from '../../src/calling/placed.ts';
import { callAgain, chooseCallee, meetInstead, placeCall } from '../../src/chat/actions/call.ts';
import { call } from '../../src/chat/commands/call.ts';
import { Refusal } from '../../src/lib/errors.ts';
import { newId } from '../../src/lib/ids.ts';
import { openRoom, person, type Room } from './room.ts';

describe('calling people', () => {
  let room: Room;
  beforeEach(() => {
    room = openRoom();
  });

  const say = (who: string, said: string, more: object = {}) => {
    const turn = room.turn(who, said, more);
    return call(turn, turn.text, room.services).then(() => turn);
  };
  const refused = (key: string) => (error: unknown) => error instanceof Refusal && error.key === key;
  const rung = () => room.placed.map(({ sides }) => sides.map(({ name }) => name));

  describe('with names', () => {
    it('rings the sender and them together, and shows one card', async () => {
      await say('Megan', '@Adele @Lee');
      assert.deepEqual(rung(), [['Megan Bowen', 'Adele Vance', 'Lee Gu']]);
      assert.deepEqual(room.placed[0]?.purpose, { kind: 'talk' });
      assert.equal(room.placed[0]?.subject, 'Call with Adele Vance, Lee Gu');
      assert.deepEqual(room.shown, [`call:${room.placed[0]?.id}`]);
      assert.deepEqual(room.deeds, ['placeCall waiting', 'placeCall done']);
      assert.deepEqual(room.noted[0]?.people, ['Adele Vance', 'Lee Gu']);
    });

    it('rings once however often the message is delivered', async () => {
      const turn = await say('Megan', '@Adele');
      await call(turn, turn.text, room.services);
      assert.equal(room.placed.length, 1);
      assert.equal(room.noted.length, 1);
      assert.equal(room.said.length, 1);
    });

    it('tells each who calls: alone where that can be, else in this chat, else nobody', async () => {
      room.personal.add(person('Adele').id);
      await say('Megan', 'Adele, Lee and Joni');
      assert.deepEqual(room.toldAlone, ['Megan Bowen is calling you through Rollcall.']);
      assert.deepEqual(room.said, ['@Lee Gu Megan Bowen is calling you through Rollcall.']);
    });

    it('tells each of a call that has to wait for a line, too', async () => {
      const { calls } = room.services;
      const { place } = calls;
      calls.place = async (request) => {
        const { placed, call: made } = await place(request);
        return { placed, call: { ...made, placed: { ...(made.placed as Placed), waiting: true } } };
      };
      await say('Megan', '@Lee');
      assert.deepEqual(room.said, [
        '@Lee Gu Megan Bowen wants to call you through Rollcall, as soon as a line is free.',
      ]);
    });

    it('tells nobody in a personal chat but those who have one', async () => {
      const place = { id: 'a:megan', kind: 'personal', reference: {}, botMeetingId: null };
      await say('Megan', 'Lee', { place });
      assert.deepEqual([room.said, room.toldAlone], [[], []]);
      assert.equal(room.placed.length, 1);
    });

    it('asks which of two was meant, and rings that one with those who were clear', async () => {
      await say('Megan', 'Alex and Lee');
      assert.deepEqual(room.said, ['Which Alex?']);
      const data = room.cards[0]?.actions?.[1]?.data as Parameters<typeof chooseCallee>[1];
      const press = () => chooseCallee(room.turn('Megan'), data, room.services);
      assert.deepEqual(await press(), { notice: 'Ringing. The card of the call shows how it goes.' });
      await press();
      assert.deepEqual(rung(), [['Megan Bowen', 'Alex Kim', 'Lee Gu']]);
    });

    it('offers a meeting for more than five, which starts with one press', async () => {
      await say('Megan', '@Adele @Lee @Joni @Patti, Alex Kim');
      assert.deepEqual(rung(), []);
      assert.match(room.said.join(), /Start a meeting instead/);
      assert.equal(room.cards[0]?.actions?.length, 1);
      const data = room.cards[0]?.actions?.[0]?.data as { people: string };
      assert.equal(data.people.split(',').length, 5);
    });

    it('starts that meeting without another question', async () => {
      const started: string[][] = [];
      const scheduling = {
        get: async () => null,
        async startNow(request: { invited: { name: string }[] }) {
          started.push(request.invited.map(({ name }) => name));
          return { meeting: { ...request, id: newId(), joinUrl: 'https://x', invited: [] }, missing: [] };
        },
      } as never;
      room = openRoom({ scheduling });
      const ids = ['Adele', 'Lee', 'Joni', 'Patti', 'Alex W', 'Alex K'].map((name) => person(name).id);
      const data = { formId: newId(), people: ids.join(',') };
      await meetInstead(room.turn('Megan'), data, room.services);
      assert.equal(started[0]?.length, 6);
    });

    for (const [said, key] of [
      ['@Megan', 'error.callYourself'],
      ['Nobody Atall', 'error.personUnknown'],
      ['someone@fabrikam.com', 'error.personOutside'],
      ['030 123456', 'error.phoneWrong'],
      ['+4930123456', 'error.phoneNotSetUp'],
      ['@Adele say', 'error.sayWhat'],
      ['@Adele @Lee say "hi"', 'error.sayToOne'],
      [`@Adele say ${'x'.repeat(601)}`, 'error.sayTooLong'],
    ] as const) {
      it(`is refused for ${said.slice(0, 30)}`, async () => {
        await assert.rejects(say('Megan', said), refused(key));
        assert.deepEqual([room.placed, room.noted], [[], []]);
      });
    }

    it('is refused for an anonymous guest', async () => {
      const who = { id: '29:guest', name: 'Guest' };
      await assert.rejects(say('Megan', '@Adele', { who }), refused('error.notOurTenant'));
    });

    it('is refused for an application', async () => {
      const mentions = [{ id: 'bot', mri: '28:bot', name: 'Other bot' }];
      await assert.rejects(say('Megan', '', { mentions }), refused('error.callApp'));
    });
  });

  it('rings one person alone to say something', async () => {
    await say('Megan', '@Adele say "It moved to 4pm"');
    assert.deepEqual(rung(), [['Adele Vance']]);
    assert.deepEqual(room.placed[0]?.purpose, { kind: 'say', text: 'It moved to 4pm' });
  });

  it('rings a number where numbers can be called', async () => {
    room = openRoom({ phoneCalls: true });
    await say('Megan', '+49 30 123456');
    assert.deepEqual(
      room.placed[0]?.sides.map(({ kind, id }) => [kind, id === person('Megan').id ? 'Megan' : id]),
      [
        ['user', 'Megan'],
        ['phone', '+4930123456'],
      ],
    );
  });

  describe('who would rather not be rung', () => {
    it('is left out, and the sender hears it', async () => {
      room.wishes.set('Lee', 'off').set('Joni', 'oftenRung');
      await say('Megan', '@Adele @Lee @Joni');
      assert.deepEqual(rung(), [['Megan Bowen', 'Adele Vance']]);
      assert.match(room.said.at(-1) ?? '', /Lee Gu would rather not be rung.*Joni Sherman was rung often/);
    });

    it('is never rung alone', async () => {
      for (const [why, key] of [
        ['off', 'rings.off'],
        ['oftenRung', 'rings.oftenRung'],
        ['ringsTooMuch', 'rings.ringsTooMuch'],
      ] as const) {
        room.wishes.set('Lee', why);
        await assert.rejects(say('Megan', '@Lee'), refused(key));
        await assert.rejects(say('Megan', '@Lee say hi'), refused(key));
      }
      assert.deepEqual(rung(), []);
    });

    it('may still call others', async () => {
      room.wishes.set('Megan', 'off');
      await say('Megan', '@Adele');
      assert.equal(room.placed.length, 1);
    });
  });

  describe('the form', () => {
    const formId = newId();
    const press = (data: object) =>
      placeCall(room.turn('Megan', '', { cardActivityId: 'form' }), { formId, ...data }, room.services);

    it('comes where nobody is named', async () => {
      await say('Megan', '');
      assert.deepEqual(room.said, ['Whom to call?']);
    });

    it('rings once for two presses, and is replaced by a line', async () => {
      const people = `${person('Adele').id},${person('Lee').id}`;
      await Promise.all([press({ people }), press({ people })]);
      assert.equal(room.placed.length, 1);
      assert.match(room.updated[0] ?? '', /Call with Adele Vance, Lee Gu.*Ringing/);
    });

    it('comes back with what is wrong, everything filled in', async () => {
      const answer = await press({ people: `${person('Adele').id},${person('Lee').id}`, say: 'Hello' });
      const shown = JSON.stringify(answer);
      assert.match(shown, /one person at a time/);
      assert.match(shown, /"value":"Hello"/);
      assert.ok(shown.includes(`"value":"${person('Adele').id},${person('Lee').id}"`));
      assert.match(JSON.stringify(await press({})), /Nobody was named/);
      assert.match(JSON.stringify(await press({ phone: 'abc' })), /no whole phone number/);
      assert.deepEqual(room.placed, []);
    });

    it('opens no call of another chat', async () => {
      await press({ people: person('Adele').id });
      const place = { id: 'elsewhere', kind: 'groupChat' as const, reference: {}, botMeetingId: null };
      const other = room.turn('Joni', '', { place });
      assert.match(
        JSON.stringify(await placeCall(other, { formId, people: person('Adele').id }, room.services)),
        /no longer works/,
      );
    });
  });

  describe('calling again', () => {
    const over = () => {
      for (const [id, one] of room.calls) room.calls.set(id, { ...one, phase: 'ended' });
    };
    const again = (who: string, callId: string) => callAgain(room.turn(who), { callId }, room.services);

    it('rings the same people anew, for two presses once', async () => {
      await say('Megan', '@Adele');
      const first = room.placed[0]?.id ?? '';
      assert.match(JSON.stringify(await again('Megan', first)), /still going on/);
      over();
      await Promise.all([again('Megan', first), again('Adele', first)]);
      assert.equal(room.placed.length, 2);
      over();
      await again('Adele', first);
      assert.deepEqual(rung().slice(1), [
        ['Megan Bowen', 'Adele Vance'],
        ['Adele Vance', 'Megan Bowen'],
      ]);
      assert.equal(new Set(room.placed.map(({ id }) => id)).size, 3);
    });

    it('says the same again', async () => {
      await say('Megan', '@Adele say hi');
      over();
      await again('Megan', room.placed[0]?.id ?? '');
      assert.deepEqual(room.placed[1]?.purpose, { kind: 'say', text: 'hi' });
      assert.deepEqual(rung()[1], ['Adele Vance']);
    });

    it('is over once those of the call are forgotten', async () => {
      await say('Megan', '@Adele');
      for (const [id, one] of room.calls) {
        const placed = one.placed && { ...one.placed, sides: [] };
        room.calls.set(id, { ...one, phase: 'ended', ...(placed && { placed }) });
      }
      await assert.rejects(again('Megan', room.placed[0]?.id ?? ''), refused('error.callForgotten'));
    });

    it('is for those of the call', async () => {
      await say('Megan', '@Adele');
      over();
      await assert.rejects(again('Joni', room.placed[0]?.id ?? ''), refused('refusal.callAgain'));
      await assert.rejects(again('Megan', newId()), refused('error.callUnknown'));
    });
  });
});
