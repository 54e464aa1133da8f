import assert from 'node:assert/strict';
import { ringMissing, ringNamed } from '../../src/chat/actions/ringMissing.ts';
import { Refusal } from '../../src/lib/errors.ts';
import type { Meeting } from '../../src/meetings/meeting.ts';
import { call as meetingCall } from './cards/calls.ts';
import { meeting, participant } from './cards/samples.ts';
import { openRoom, person, type Room } from './room.ts';

const refused = (key: string) => (error: unknown) => error instanceof Refusal && error.key === key;

describe('ringing the missing', () => {
  let room: Room;
  const callId = meetingCall().id;
  const own: Meeting = { ...meeting, subject: 'Budget *review*', organizer: person('Megan') };

  beforeEach(() => {
    room = openRoom({ scheduling: { get: async () => own } as never });
    const there = participant('Lee Gu', { personId: person('Lee').id });
    const outsider = { id: 'pat@fabrikam.com', name: 'Pat' };
    room.calls.set(callId, {
      ...meetingCall({
        roster: { participants: [there], asOf: 1, sequence: null },
        invited: [...['Megan', 'Adele', 'Lee', 'Joni'].map(person), outsider],
      }),
      tenantId: room.services.tenantId,
    });
  });

  const ask = (who: string) => ringMissing(room.turn(who), { callId }, room.services);
  const question = () =>
    room.cards.at(-1)?.actions?.[0]?.data as { callId: string; formId: string; people: string };
  const answer = (data = question()) => ringNamed(room.turn('Megan'), data, room.services);

  it('asks with the names of those who can be rung and are not there', async () => {
    await ask('Megan');
    assert.deepEqual(room.said, ['Ring Adele Vance and Joni Sherman?']);
    assert.deepEqual(room.controls, []);
  });

  it('rings them once for two presses, and says what the meeting is', async () => {
    await ask('Megan');
    await answer();
    await answer();
    assert.deepEqual(
      room.controls.map(({ request }) => request),
      [
        {
          verb: 'ringMissing',
          people: [person('Adele'), person('Joni')],
          sentence: 'Budget *review* has started.',
        },
      ],
    );
    assert.deepEqual(room.noted[0]?.people, ['Adele Vance', 'Joni Sherman']);
  });

  it('leaves out who would rather not be rung, in the question already', async () => {
    room.wishes.set('Joni', 'off');
    await ask('Megan');
    assert.deepEqual(room.said, ['Ring Adele Vance?']);
    assert.match(JSON.stringify(room.cards), /Joni Sherman would rather not be rung/);
    await answer({ ...question(), people: `${person('Adele').id},${person('Joni').id}` });
    assert.deepEqual(room.noted[0]?.people, ['Adele Vance']);
  });

  it('rings nobody who was not missing, whatever the button says', async () => {
    await ask('Megan');
    const made = { ...question(), people: [person('Lee').id, person('Patti').id].join(',') };
    await assert.rejects(answer(made), refused('error.nobodyMissing'));
  });

  it('is for organizers and presenters', async () => {
    await assert.rejects(ask('Alex W'), refused('refusal.ringMissing'));
  });
});
