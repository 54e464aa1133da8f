import assert from 'node:assert/strict';
import {
  answerReminder,
  cancelListed,
  cancelReminder,
  cancelReminders,
  rescheduleReminder,
  rescheduleReminderForm,
  stopReminders,
} from '../../src/chat/actions/reminder.ts';
import { mostActions } from '../../src/chat/cards/card.ts';
import { remind } from '../../src/chat/commands/remind.ts';
import { reminders } from '../../src/chat/commands/reminders.ts';
import { createReminderCards } from '../../src/chat/presentReminders.ts';
import { Refusal } from '../../src/lib/errors.ts';
import { newId } from '../../src/lib/ids.ts';
import { textFor } from '../../src/locales/text.ts';
import type { Reminder } from '../../src/reminders/reminder.ts';
import { now } from './cards/samples.ts';
import { openRoom, person, type Room } from './room.ts';

const refused = (key: string) => (error: unknown) => error instanceof Refusal && error.key === key;
const hour = 3_600_000;
const calm = { paused: false, teamsAway: false };
const cardsOf = ({ services: { reminders: kept } }: Room, line = calm) =>
  createReminderCards({ text: textFor, reminders: kept, line: async () => line });

describe('a reminder that is set', () => {
  let room: Room;
  beforeEach(async () => {
    room = openRoom();
    await type('Megan', '@Adele "Call" in 1 hour');
  });
  const type = (who: string, words: string, more = {}) => {
    const turn = room.turn(who, words, more);
    return remind(turn, turn.text, room.services);
  };
  const first = (): Reminder => {
    const [one] = room.reminders.values();
    assert.ok(one);
    return one;
  };
  const become = (more: Partial<Reminder>) => room.reminders.set(first().id, { ...first(), ...more });
  const reminderId = () => first().id;
  const list = async (who: string, more = {}): Promise<string> => {
    await reminders(room.turn(who, '', more), '', room.services);
    return JSON.stringify(room.cards.at(-1));
  };

  it('is cancelled by its sender and admins, written down, and by nobody else', async () => {
    for (const who of ['Adele', 'Lee'])
      await assert.rejects(
        cancelReminder(room.turn(who), { reminderId: reminderId() }, room.services),
        refused('refusal.changeReminder'),
      );
    const cancel = (who: string) =>
      cancelReminder(room.turn(who), { reminderId: reminderId() }, room.services);
    assert.deepEqual(await cancel('Patti'), { notice: 'Cancelled.' });
    assert.deepEqual(await cancel('Megan'), { notice: 'Cancelled.' });
    assert.equal(first().state, 'cancelled');
    assert.deepEqual(room.deeds.slice(2), ['cancelReminder waiting', 'cancelReminder done']);
  });

  it('is nobody’s under a made-up id, nor of another tenant', async () => {
    const press = (id: string) => cancelReminder(room.turn('Megan'), { reminderId: id }, room.services);
    await assert.rejects(press(newId()), refused('error.remind.gone'));
    become({ tenantId: newId() });
    await assert.rejects(press(reminderId()), refused('error.remind.gone'));
  });

  it('moves to another time, which the form asks for', async () => {
    await rescheduleReminderForm(room.turn('Megan'), { reminderId: reminderId() }, room.services);
    assert.match(
      JSON.stringify(room.cards.at(-1)),
      /"value":"2026-11-20".*"value":"15:21".*rescheduleReminder/,
    );
    const move = (date: string, time: string) =>
      rescheduleReminder(
        room.turn('Megan', '', { cardActivityId: 'form' }),
        { reminderId: reminderId(), date, time },
        room.services,
      );
    assert.match(JSON.stringify(await move('2026-11-20', '10:00')), /That time has passed/);
    assert.match(JSON.stringify(await move('2028-11-20', '10:00')), /too far ahead/);
    assert.deepEqual(await move('2026-11-23', '10:00'), { notice: 'Moved. The card shows the new time.' });
    assert.equal(first().due, Date.parse('2026-11-23T10:00:00Z'));
    assert.match(room.updated[0] ?? '', /Moved/);
    assert.match(JSON.stringify(await move('2026-11-23', '10:00')), /its time already/);
    become({ state: 'heard', wakeAt: null });
    await assert.rejects(
      rescheduleReminderForm(room.turn('Megan'), { reminderId: reminderId() }, room.services),
      refused('error.remind.over'),
    );
  });

  it('is answered on its written card', async () => {
    const press = (answer: 'heard' | 'snooze' | 'stop') =>
      answerReminder(room.turn('Adele'), { reminderId: reminderId(), answer }, room.services);
    become({ state: 'written', wakeAt: null });
    assert.deepEqual(await press('snooze'), { notice: 'Rollcall reminds you again in 10 minutes.' });
    assert.deepEqual([first().state, first().wakeAt], ['snoozed', now + hour / 6]);
    become({ state: 'written', wakeAt: null });
    assert.deepEqual(await press('heard'), { notice: 'Got it.' });
    assert.equal(first().state, 'heard');
  });

  it('of a batch is cancelled with all the others', async () => {
    room.reminders.clear();
    await type('Megan', '@Adele, @Lee "Lunch" in 1 hour');
    const batchId = first().batchId ?? '';
    const cancel = (who: string) => cancelReminders(room.turn(who), { batchId }, room.services);
    await assert.rejects(cancel('Lee'), refused('refusal.changeReminder'));
    assert.deepEqual(await cancel('Megan'), { notice: 'Cancelled for 2.' });
    assert.deepEqual(await cancel('Megan'), { notice: 'Cancelled for 0.' });
    const cards = cardsOf(room);
    assert.match(
      JSON.stringify(await cards('reminders', batchId, false)),
      /Reminder for 2 people.*Cancelled/,
    );
    assert.equal(await cards('reminders', newId(), false), null);
  });

  it('of a batch is moved with all the others, and shows how it is with each', async () => {
    room.reminders.clear();
    await type('Megan', '@Adele, @Lee "Lunch" in 1 hour');
    const [adeles] = room.reminders.values();
    assert.ok(adeles);
    const batchId = adeles.batchId ?? '';
    const card = async () => {
      const cards = cardsOf(room);
      return JSON.stringify(await cards('reminders', batchId, false));
    };
    await assert.rejects(
      rescheduleReminderForm(room.turn('Lee'), { batchId }, room.services),
      refused('refusal.changeReminder'),
    );
    const failed = { state: 'failed', reason: 'noChat', wakeAt: null } as const;
    room.reminders.set(adeles.id, { ...adeles, ...failed });
    assert.match(
      await card(),
      /Adele Vance\*\*: Not delivered\. Rollcall can't write.*Lee Gu\*\*: Scheduled.*rescheduleReminderForm/,
    );
    await rescheduleReminderForm(room.turn('Megan'), { batchId }, room.services);
    assert.match(JSON.stringify(room.cards.at(-1)), new RegExp(`"batchId":"${batchId}"`));
    const filled = { batchId, date: '2026-12-01', time: '11:30' };
    const move = () =>
      rescheduleReminder(room.turn('Megan', '', { cardActivityId: 'form' }), filled, room.services);
    assert.deepEqual(await move(), { notice: 'Moved. The card shows the new time.' });
    const [, lees] = room.reminders.values();
    assert.deepEqual([room.reminders.get(adeles.id)?.state, lees?.state], ['failed', 'scheduled']);
    assert.equal(lees?.due, Date.parse('2026-12-01T11:30Z'));
    room.reminders.set(lees.id, { ...lees, state: 'heard', wakeAt: null });
    assert.match(
      JSON.stringify(
        await rescheduleReminder(room.turn('Megan'), { ...filled, time: '12:00' }, room.services),
      ),
      /is over/,
    );
    assert.doesNotMatch(await card(), /rescheduleReminderForm/);
  });

  it('is listed for both, with what each may do', async () => {
    assert.match(await list('Megan'), /For Adele Vance\*\*: Call.*cancelListed/);
    assert.match(await list('Adele'), /From Megan Bowen\*\*: Call.*stopReminders/);
    assert.doesNotMatch(await list('Adele'), /cancelListed/);
    assert.match(await list('Lee'), /Nothing is set by you or for you/);
    const cancel = (who: string) => cancelListed(room.turn(who), { reminderId: reminderId() }, room.services);
    await assert.rejects(cancel('Adele'), refused('refusal.changeReminder'));
    assert.match(JSON.stringify(await cancel('Megan')), /Nothing is set by you or for you/);
    assert.match(
      JSON.stringify(await stopReminders(room.turn('Adele'), {}, room.services)),
      /no reminders by others/,
    );
    assert.ok((room.cards.at(-1)?.actions ?? []).length <= mostActions);
  });

  it('is listed in its own chat and alone, not before others', async () => {
    const place = { ...room.turn('Megan').place, id: '19:other' };
    const elsewhere = await list('Megan', { place });
    assert.match(elsewhere, /1 more was set in another chat/);
    assert.doesNotMatch(elsewhere, /Adele/);
    assert.match(await list('Megan', { place: { ...place, kind: 'personal' } }), /For Adele Vance/);
  });

  it('is listed with what somebody chose about being rung', async () => {
    const { reminders: kept } = room.services;
    await kept.setPreferences(
      person('Adele'),
      { remindersOff: true, quiet: { from: '22:00', to: '07:00', zone: 'Europe/Berlin' } },
      now,
    );
    room.wishes.set('Adele', 'off');
    assert.match(
      await list('Adele'),
      /no reminders by others.*doesn't ring you for others.*Quiet from 22:00 to 07:00, Europe\/Berlin/,
    );
  });

  it('that waits tells what for', async () => {
    become({ state: 'waiting', attempts: 1 });
    const shown = async (line = calm) =>
      JSON.stringify(await cardsOf(room, line)('reminder', reminderId(), false));
    assert.match(await shown(), /Waiting for a free line/);
    assert.match(await shown({ ...calm, paused: true }), /Waiting: outgoing calls are paused/);
    assert.match(await shown({ ...calm, teamsAway: true }), /Waiting: Teams isn't answering/);
  });

  it('has cards for its sender and its reader; earlier ones point down', async () => {
    const cards = cardsOf(room);
    const shown = async (...of: Parameters<typeof cards>) => JSON.stringify(await cards(...of));
    assert.match(await shown('reminder', reminderId(), false), /Reminder for Adele Vance.*Scheduled.*Cancel/);
    become({ state: 'written', wakeAt: null, reason: 'noAnswer' });
    assert.match(
      await shown('reminded', reminderId(), false),
      /Reminder from Megan Bowen: Call.*nobody pressed 1.*Got it.*Again in 10 minutes.*Stop reminders/,
    );
    assert.match(await shown('reminded', reminderId(), true), /The card is further down/);
    assert.equal(await cards('reminder', newId(), false), null);
  });
});
