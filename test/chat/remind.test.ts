import assert from 'node:assert/strict';
import { chooseReminded, confirmBatch, remindForm, scheduleReminder } from '../../src/chat/actions/remind.ts';
import type { Answer } from '../../src/chat/answer.ts';
import type { Card } from '../../src/chat/cards/card.ts';
import { remind } from '../../src/chat/commands/remind.ts';
import { quiet } from '../../src/chat/commands/reminders.ts';
import { Refusal } from '../../src/lib/errors.ts';
import { newId } from '../../src/lib/ids.ts';
import type { Meeting } from '../../src/meetings/meeting.ts';
import type { Reminder } from '../../src/reminders/reminder.ts';
import { now, meeting as sample } from './cards/samples.ts';
import { openRoom, people, person, type Room } from './room.ts';

const minute = 60_000;
const refused = (key: string) => (error: unknown) => error instanceof Refusal && error.key === key;

/** What a button of a card carries. */
function dataOf(card: unknown, verb: string, title?: string): never {
  const found = [...JSON.stringify(card).matchAll(/\{"type":"Action\.Execute".*?"associatedInputs":"\w+"\}/g)]
    .map(([action]) => JSON.parse(action))
    .find((action) => action.verb === verb && (!title || action.title === title));
  assert.ok(found, `no ${verb} in ${JSON.stringify(card)}`);
  return found.data as never;
}

describe('reminding from the chat', () => {
  let room: Room;
  beforeEach(() => {
    room = openRoom();
  });
  const type = (who: string, words: string, more = {}) => {
    const turn = room.turn(who, words, more);
    return remind(turn, turn.text, room.services);
  };
  const set = (): Reminder[] => [...room.reminders.values()];
  const said = () =>
    set().map(
      ({ by, to, text, how, due }) =>
        `${by.name} > ${to.name}: ${text}, ${how} in ${Math.round((due - now) / minute)}`,
    );
  const lastCard = (): string => JSON.stringify(room.cards.at(-1));

  it('sets one for somebody, shows its card and writes it down', async () => {
    await type('Megan', '@Adele "Your appointment is at 3pm" in 2 hours');
    assert.deepEqual(said(), ['Megan Bowen > Adele Vance: Your appointment is at 3pm, ring in 120']);
    assert.deepEqual(room.shown, [`reminder:${set()[0]?.id}`]);
    assert.deepEqual(room.deeds, ['scheduleReminder waiting', 'scheduleReminder done']);
    assert.deepEqual(room.said, []);
  });

  it('has a recording played in place of the text, where there is one that can be', async () => {
    await type('Megan', '@Adele "Your appointment is at 3pm" in 2 hours with recording appointment.wav');
    assert.equal(set()[0]?.recording, 'appointment.wav');
    await type('Megan', '@Adele in chat "Come at 3pm" in 2 hours with recording appointment.wav');
    assert.equal(set()[1]?.recording, undefined);
    await type('Megan', '@Adele "Your appointment is at 4pm" in 2 hours with recording gone.wav');
    assert.match(lastCard(), /No recording called gone\.wav can be played/);
    const turn = room.turn('Megan', '', { cardActivityId: 'form' });
    const filled = { people: person('Adele').id, said: 'Come at 4pm', date: '2026-12-01', time: '09:00' };
    const data = { ...(dataOf(room.cards.at(-1), 'scheduleReminder') as object), ...filled } as never;
    await scheduleReminder(turn, data, room.services);
    assert.deepEqual([set()[2]?.text, set()[2]?.recording], ['Come at 4pm', undefined]);
  });

  it('sets one for oneself, which is nobody else’s matter', async () => {
    await type('Megan', 'me in 20 minutes to call the bank');
    assert.deepEqual(said(), ['Megan Bowen > Megan Bowen: call the bank, ring in 20']);
    assert.deepEqual(room.deeds, []);
  });

  it('sets it once, however often the message is delivered, and what comes again', async () => {
    const turn = room.turn('Megan', '@Adele every Monday 9:00 to file the report');
    for (const _ of [1, 2]) await remind(turn, turn.text, room.services);
    assert.equal(set().length, 1);
    assert.deepEqual(set()[0]?.every, { kind: 'weekly', days: [1] });
    assert.equal(new Date(set()[0]?.due ?? 0).toISOString(), '2026-11-23T09:00:00.000Z');
  });

  it('has one card for several people, and says who was left out and why', async () => {
    await room.services.reminders.setPreferences(person('Lee'), { remindersOff: true }, now);
    await type('Megan', '@Adele, @Lee and me "Lunch" in chat in 1 hour');
    assert.deepEqual(
      said().map((one) => one.split(':')[0]),
      ['Megan Bowen > Megan Bowen', 'Megan Bowen > Adele Vance'],
    );
    assert.deepEqual(room.shown, [`reminders:${set()[0]?.batchId}`]);
    assert.match(room.said[0] ?? '', /Not set for Lee Gu: Lee Gu wants no reminders by others/);
  });

  for (const [words, problem] of [
    ['@Adele tomorrow 14:00', /What about\?/],
    ['@Adele "Call"', /A time is missing/],
    [
      '@Adele "Call" Friday 10:00',
      /Friday 10:00 has passed\. Friday, 2026-11-27, 10:00 instead\?.*"2026-11-27"/,
    ],
    ['@Adele "Call" November 19 10:00', /That time has passed|has passed/],
    ['in 20 minutes to call', /Nobody was named/],
    ['Nobodyelse "Call" tomorrow 9:00', /Nobody called Nobodyelse was found/],
    ['@Adele "Call" tomorrow 9:00 or so', /Part of that could belong to the text.*Call or so/],
    ['@Adele "Call" every 2 weeks 15:00', /daily, on weekdays, weekly or monthly/],
    ['+49 30 1234567 "Call" tomorrow 9:00', /can't call phone numbers here yet/],
    ['pat@fabrikam.com "Call" tomorrow 9:00', /outside your organization/],
    [`me "${'x'.repeat(601)}" tomorrow 9:00`, /601 characters; 600 fit/],
    ['me "Call" on November 20 2028 9:00', /too far ahead/],
  ] as const) {
    it(`gives the form with what was understood: ${words.slice(0, 60)}`, async () => {
      await type('Megan', words);
      assert.match(lastCard(), problem);
      assert.match(lastCard(), /"scheduleReminder"/);
      assert.deepEqual(set(), []);
    });
  }

  it('writes to no number', async () => {
    room = openRoom({ phoneCalls: true });
    await type('Megan', '+49 30 1234567 in chat "Call" tomorrow 9:00');
    assert.match(lastCard(), /A phone number can't be written to.*"\+49301234567"/);
    assert.deepEqual(set(), []);
  });

  it('tells those who are rung by nobody’s reminders only that', async () => {
    await room.services.reminders.setPreferences(person('Adele'), { remindersOff: true }, now);
    await type('Megan', '@Adele "Call" in 1 hour');
    assert.match(lastCard(), /Adele Vance wants no reminders by others/);
    assert.deepEqual([room.shown, room.deeds.at(-1)], [[], 'scheduleReminder failed']);
  });

  it('refuses ten thousand characters with a clear word, and guests', async () => {
    await assert.rejects(
      type('Megan', `me "${'x'.repeat(10_000)}" tomorrow`),
      refused('error.remind.tooLong'),
    );
    const guest = { who: { id: '29:guest', name: 'Guest' } };
    await type('Megan', 'me in 1 hour to rest', guest);
    assert.match(lastCard(), /only for people of its own organization/);
  });

  it('asks which of several is meant, and sets it for that one and those who were clear', async () => {
    await type('Megan', 'Alex and @Adele "Lunch" in 1 hour');
    assert.match(lastCard(), /Which Alex\?.*Alex Wilber.*Alex Kim/);
    await chooseReminded(
      room.turn('Megan'),
      dataOf(room.cards[0], 'chooseReminded', 'Alex Kim'),
      room.services,
    );
    assert.deepEqual(
      set()
        .map(({ to, due }) => [to.name, due])
        .sort(),
      [
        ['Adele Vance', now + 60 * minute],
        ['Alex Kim', now + 60 * minute],
      ],
    );
  });

  describe('with the form', () => {
    const fill = (data: object, who = 'Megan') =>
      scheduleReminder(room.turn(who), { formId: newId(), ...data }, room.services);
    const filled = { people: person('Adele').id, said: 'Call', date: '2026-11-23', time: '10:00' };
    const shown = (answer: Answer): string => JSON.stringify(answer);

    it('begins with oneself, and nothing else', async () => {
      await type('Megan', '');
      await remindForm(room.turn('Adele'), {}, room.services);
      const [first, second] = room.cards.map((card: Card) => JSON.stringify(card));
      assert.ok(first?.includes(`"value":"${person('Megan').id}"`) && !first.includes('"emphasis"'));
      assert.ok(second?.includes(`"value":"${person('Adele').id}"`));
    });

    it('takes no number that none is, whatever a press carries', async () => {
      room = openRoom({ phoneCalls: true });
      const answer = await fill({ ...filled, people: '+49301234567;post=1' });
      assert.match(shown(answer), /Nobody was named/);
      assert.deepEqual(set(), []);
    });

    it('sets what was filled in, for two presses once', async () => {
      const data = { formId: newId(), ...filled, every: 'weekly', how: 'chat' as const };
      const turn = room.turn('Megan', '', { cardActivityId: 'form' });
      for (const _ of [1, 2]) await scheduleReminder(turn, data, room.services);
      assert.deepEqual(said(), [
        `Megan Bowen > Adele Vance: Call, chat in ${((Date.parse('2026-11-23T10:00:00Z') - now) / minute) | 0}`,
      ]);
      assert.deepEqual(set()[0]?.every, { kind: 'weekly', days: [1] });
      assert.match(room.updated[0] ?? '', /Set\. The card shows/);
    });

    it('moves a first time that is on none of its days', async () => {
      await fill({ ...filled, every: 'weekly:2,4' });
      assert.equal(new Date(set()[0]?.due ?? 0).toISOString(), '2026-11-24T10:00:00.000Z');
    });

    it('says what is wrong, and keeps the rest', async () => {
      for (const [data, problem] of [
        [{ ...filled, people: '' }, /Nobody was named/],
        [{ ...filled, said: ' ' }, /What about\?/],
        [{ ...filled, said: 'y'.repeat(10_000) }, /10000 characters; 600 fit/],
        [{ ...filled, date: '2026-11-20', time: '10:00' }, /That time has passed/],
        [{ ...filled, time: undefined }, /A time is missing/],
        [{ ...filled, phone: '030' }, /no whole phone number/],
        [{ ...filled, people: newId() }, /Nobody called/],
        [{ ...filled, people: Array.from({ length: 51 }, newId).join(',') }, /51 people are too many; 50/],
      ] as const)
        assert.match(shown(await fill(data)), problem);
      assert.deepEqual(set(), []);
      await assert.rejects(fill({ ...filled, every: 'weekly:9' }), refused('error.actionBroken'));
    });

    it('sets another one for whoever else presses, and in another chat', async () => {
      const formId = newId();
      for (const who of ['Megan', 'Lee']) await fill({ ...filled, formId }, who);
      const place = { ...room.turn('Megan').place, id: '19:other' };
      await scheduleReminder(room.turn('Megan', '', { place }), { ...filled, formId }, room.services);
      assert.equal(set().length, 3);
    });
  });

  describe('everyone', () => {
    const invited = ['Adele', 'Alex W', 'Lee', 'Joni', 'Patti'].map((name) => ({
      ...{ ...person(name), address: null, response: 'none' as const, outside: false },
    }));
    const outsider = {
      id: 'pat@fabrikam.com',
      name: 'Pat',
      address: null,
      response: 'none' as const,
      outside: true,
    };
    const ahead = (more: object = {}): Meeting =>
      ({
        ...sample,
        ...{ tenantId: room.services.tenantId, organizer: person('Megan'), invited: [...invited, outsider] },
        ...more,
      }) as unknown as Meeting;
    const meetings = (...all: Meeting[]) => {
      room.services.scheduling = {
        get: async (id: string) => all.find((one) => one.id === id) ?? null,
        upcoming: async () => all,
      } as never;
    };
    beforeEach(() => meetings(ahead()));

    it('is written to ten minutes before, in one batch, outsiders aside', async () => {
      await type('Megan', 'everyone in budget 10 minutes before');
      assert.equal(set().length, 6);
      assert.deepEqual(
        said()[0],
        'Megan Bowen > Megan Bowen: "Budget review" starts in 10 minutes., chat in 50',
      );
      assert.deepEqual(room.shown, [`reminders:${set()[0]?.batchId}`]);
      assert.deepEqual(room.said, ['1 outside your organization is left out.']);
    });

    it('is rung only after a question with how many that are', async () => {
      meetings(ahead({ invited: [...invited, { ...invited[0], ...person('Alex K') }] }));
      await type('Megan', 'ring everyone in Budget review 10 minutes before "Bring slides"');
      assert.match(lastCard(), /Ring 7 people\?/);
      assert.deepEqual(set(), []);
      const turn = room.turn('Megan', '', { cardActivityId: 'question' });
      for (const _ of [1, 2])
        await confirmBatch(turn, dataOf(room.cards.at(-1), 'confirmBatch', 'Ring 7'), room.services);
      assert.equal(set().length, 7);
      assert.ok(set().every(({ how, text }) => how === 'ring' && text === 'Bring slides'));
      assert.deepEqual(room.deeds, [
        'scheduleReminder waiting',
        'scheduleReminder done',
        'scheduleReminder waiting',
        'scheduleReminder done',
      ]);
    });

    it('is written to instead, where that is pressed', async () => {
      await type('Megan', 'ring everyone in Budget review 10 minutes before');
      await confirmBatch(
        room.turn('Megan'),
        dataOf(room.cards.at(-1), 'confirmBatch', 'Write in chat instead'),
        room.services,
      );
      assert.ok(set().every(({ how }) => how === 'chat'));
    });

    it('is asked about where the meeting is not clear', async () => {
      await assert.rejects(
        type('Megan', 'everyone in Standup 5 minutes before'),
        refused('error.remind.noMeeting'),
      );
      await assert.rejects(type('Megan', 'everyone 5 minutes before'), refused('error.remind.meetingWhere'));
      meetings(ahead(), ahead({ id: newId(), subject: 'Budget plan' }));
      await assert.rejects(
        type('Megan', 'everyone in Budget 5 minutes before'),
        refused('error.remind.whichMeeting'),
      );
      meetings(ahead({ conversationId: '19:chat' }));
      await type('Megan', 'everyone here 5 minutes before');
      assert.equal(set().length, 6);
    });

    it('is asked about where the time is not certain, with the meeting kept', async () => {
      await type('Megan', 'everyone in Budget review');
      assert.match(lastCard(), /A time is missing.*Everyone in Budget review\*\*: 6 people/);
      await type('Megan', 'everyone in Budget review 2 hours before');
      assert.match(lastCard(), /That time has passed/);
      meetings(ahead({ start: now - minute }));
      await type('Megan', 'everyone in Budget review 10 minutes before');
      assert.match(lastCard(), /That meeting has begun/);
      assert.deepEqual(set(), []);
      const data = {
        ...(dataOf(room.cards[0], 'scheduleReminder') as object),
        said: 'Soon',
        how: 'chat',
        date: '2026-11-20',
        time: '15:00',
      };
      await scheduleReminder(room.turn('Megan'), data as never, room.services);
      assert.equal(set().length, 6);
    });

    it('is for organizers and presenters, pressed as well as typed', async () => {
      const words = 'everyone in Budget review 10 minutes before';
      await assert.rejects(type('Adele', words), refused('refusal.remindEveryone'));
      const data = { formId: newId(), meetingId: sample.id, said: 'x', due: now + minute };
      await assert.rejects(
        confirmBatch(room.turn('Adele'), data, room.services),
        refused('refusal.remindEveryone'),
      );
      assert.equal(people.Adele, undefined);
    });
  });

  describe('what somebody chooses for themselves', () => {
    const chosen = () => room.services.reminders.preferences(person('Megan').id);

    it('is no reminders by others, and some again', async () => {
      await type('Megan', 'off');
      assert.equal((await chosen()).remindersOff, true);
      await type('Megan', 'ON');
      assert.equal((await chosen()).remindersOff, false);
      assert.match(room.said.join(), /only your own.*reminders by others again/);
    });

    it('is quiet hours, in any writing', async () => {
      const say = (words: string) => quiet(room.turn('Megan', words), words, room.services);
      for (const words of ['22:00-7:00', '10pm to 7am', 'from 22 to 7', '22h – 7h', '22.00 - 07.00']) {
        await say('off');
        assert.equal((await chosen()).quiet, null);
        await say(words);
        assert.deepEqual((await chosen()).quiet, { from: '22:00', to: '07:00', zone: 'UTC' }, words);
      }
      for (const wrong of ['22:00', 'at night', '25:00-7:00', '22:61-7:00', '7-7', '13pm-7am'])
        await assert.rejects(say(wrong), refused('error.remind.quietHow'), wrong);
    });
  });
});
