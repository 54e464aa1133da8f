import assert from 'node:assert/strict';
import { decideReminder } from '../../src/reminders/decideReminder.ts';
import { hangUpOf } from '../../src/reminders/ending.ts';
import type { Facts, Happened } from '../../src/reminders/happened.ts';
import { isOpen, type Reminder, type ReminderReason } from '../../src/reminders/reminder.ts';
import { adele, facts, minute, now, policy, reminder } from './fixtures.ts';

const decide = (one: Reminder, happened: Happened, at: number) => decideReminder(one, happened, at, policy);
const due = (one: Reminder, at: number, known: Partial<Facts> = {}) =>
  decide(one, { kind: 'due', facts: { ...facts, ...known } }, at);
const told = (one: Reminder, value: string, at: number) =>
  decide(one, { kind: 'told', callId: one.callId ?? '', value }, at).reminder;
const rung = (one = reminder(), at = now): Reminder => due(one, at).reminder;
/** State, why, and in how many minutes after ten it is looked at next. */
const is = ({ state, reason, wakeAt }: Reminder) => [
  state,
  reason,
  wakeAt === null ? null : (wakeAt - now) / minute,
];
const write = [{ kind: 'write', conversationId: 'chat-adele' }];

describe('a reminder', () => {
  it('rings when it is due, not before, and under a call id of its own for each attempt', () => {
    const one = reminder();
    assert.deepEqual(due(one, now - 1), { reminder: one, effects: [] });
    const { reminder: first, effects } = due(one, now);
    assert.deepEqual(is(first), ['waiting', null, 2]);
    assert.deepEqual(effects, [{ kind: 'ring', callId: first.callId, until: now + 60 * minute }]);
    const again = rung(told(first, 'over:noAnswer', now + minute), now + 6 * minute);
    assert.notEqual(again.callId, first.callId);
    assert.equal(again.attempts, 2);
  });

  it('is heard by key 1 alone: whoever picks up and presses nothing is rung again, then written to', () => {
    assert.deepEqual(is(told(told(rung(), 'ringing', now), 'heard', now + minute)), ['heard', null, null]);
    let one = told(rung(), 'over:left', now + minute);
    assert.deepEqual(is(one), ['scheduled', 'noAnswer', 6]);
    one = told(rung(one, now + 6 * minute), 'over:busyLine', now + 7 * minute);
    assert.deepEqual(is(one), ['scheduled', 'busy', 12]);
    one = told(rung(one, now + 12 * minute), 'over:declined', now + 13 * minute);
    assert.deepEqual(is(one), ['scheduled', 'declined', 13]);
    const last = due(one, now + 13 * minute);
    assert.deepEqual([is(last.reminder), last.effects], [['written', 'declined', null], write]);
  });

  it('comes again in ten minutes by key 2, with all its attempts', () => {
    const one = told(rung(), 'snooze', now + minute);
    assert.deepEqual(is(one), ['snoozed', null, 11]);
    const again = due(one, now + 11 * minute);
    assert.equal(again.reminder.attempts, 1);
    assert.deepEqual(again.effects, [
      { kind: 'ring', callId: again.reminder.callId, until: now + 71 * minute },
    ]);
    assert.equal(again.reminder.due, now);
  });

  it('hears a key that is told after the end, and nothing twice', () => {
    const one = told(rung(), 'over:left', now + minute);
    const heard = told(one, 'heard', now + minute);
    assert.deepEqual(is(heard), ['heard', null, null]);
    assert.equal(told({ ...heard, callId: one.callId }, 'over:left', now + minute).state, 'heard');
    assert.deepEqual(is(told(told(one, 'over:left', now + 2 * minute), 'ringing', now)), is(one));
    assert.equal(decide(one, { kind: 'told', callId: 'another', value: 'heard' }, now).reminder, one);
  });

  it('is written instead where nobody knows whether it rang, or ringing would not help', () => {
    const reasons = { notConfirmed: 'notConfirmed', consentMissing: 'notAllowed', noLine: 'noLine' };
    for (const [over, reason] of Object.entries(reasons)) {
      const one = told(rung(), `over:${over}`, now + minute);
      assert.deepEqual(is(one), ['scheduled', reason, 1]);
      assert.deepEqual(due(one, now + minute).effects, write);
    }
    assert.deepEqual(is(told(rung(), 'over:unreachable', now + minute)), ['scheduled', 'teamsSilent', 6]);
  });

  it('is written instead of rung by the wish of the reader, and fails where nobody can write to them', () => {
    const cases: [Partial<Facts>, string | null][] = [
      [{ ringsOff: true }, 'ringsOff'],
      [{ oftenRung: true }, 'oftenRung'],
      [
        {
          preferences: { remindersOff: false, quiet: { from: '09:00', to: '18:00', zone: 'Europe/Berlin' } },
        },
        'quietHours',
      ],
    ];
    for (const [known, reason] of cases) {
      const written = due(reminder(), now, known);
      assert.deepEqual([is(written.reminder), written.effects], [['written', reason, null], write]);
      assert.deepEqual(is(due(reminder(), now, { ...known, chat: null }).reminder), [
        'failed',
        'noChat',
        null,
      ]);
      const own = reminder({ by: adele });
      assert.equal(due(own, now, known).reminder.state, 'waiting');
    }
    assert.deepEqual(is(due(reminder({ how: 'chat' }), now).reminder), ['written', null, null]);
    const number = reminder({ to: { id: '+49301234567', name: '+49301234567', kind: 'phone' } });
    const ends = (one: Reminder, reason: ReminderReason) =>
      due({ ...one, reason, attempts: policy.attempts }, now, { chat: null }).reminder.reason;
    assert.deepEqual([ends(number, 'busy'), ends(number, 'notAllowed')], ['busy', 'notAllowed']);
    assert.deepEqual([ends(reminder(), 'busy'), ends(reminder(), 'notAllowed')], ['noChat', 'notAllowed']);
    const own = due(reminder({ how: 'chat', by: adele }), now, { chat: null });
    assert.deepEqual(own.effects, [{ kind: 'write', conversationId: 'c' }]);
  });

  it('waits for the end of quiet hours that end in time', () => {
    const quiet = { from: '09:00', to: '10:30', zone: 'Europe/Berlin' };
    const one = due(reminder(), now, { preferences: { remindersOff: false, quiet } });
    assert.deepEqual([is(one.reminder), one.effects], [['scheduled', 'quietHours', 30], []]);
    assert.equal(rung(one.reminder, now + 30 * minute).state, 'waiting');
  });

  it('disturbs nobody who presents until its attempts just fit in', () => {
    const away = { availability: 'DoNotDisturb' };
    assert.deepEqual(is(due(reminder(), now, away).reminder), ['scheduled', 'presence', 5]);
    const later = { ...reminder(), wakeAt: now + 43 * minute };
    assert.deepEqual(is(due(later, now + 43 * minute, away).reminder), ['scheduled', 'presence', 45]);
    assert.equal(due(later, now + 45 * minute, away).reminder.state, 'waiting');
    assert.equal(due(reminder(), now, { availability: 'Busy' }).reminder.state, 'waiting');
    const phone = reminder({ to: { id: '+49301234567', name: '+49301234567', kind: 'phone' } });
    assert.equal(due(phone, now, away).reminder.state, 'waiting');
  });

  it('that was missed rings late while that is of use, and is written after that', () => {
    assert.equal(due(reminder(), now + 59 * minute).reminder.state, 'waiting');
    const late = due(reminder(), now + 61 * minute);
    assert.deepEqual([is(late.reminder), late.effects], [['written', 'late', null], write]);
    const daily = reminder({ every: { kind: 'daily' } });
    const weeks = now + 21 * 24 * 60 * minute;
    const current = due(daily, weeks + 30 * minute).reminder;
    assert.deepEqual([current.state, current.due, current.occurrence], ['waiting', weeks, 2]);
    const missed = due(daily, weeks + 120 * minute);
    assert.deepEqual([is(missed.reminder), missed.effects], [['written', 'late', 22 * 24 * 60], write]);
  });

  it('that comes again keeps what came of it until the next is due, and is over for good when cancelled', () => {
    const day = 24 * 60;
    const daily = told(rung(reminder({ every: { kind: 'daily' } })), 'heard', now + minute);
    assert.deepEqual(is(daily), ['heard', null, day]);
    const next = rung(daily, now + day * minute);
    assert.deepEqual([next.due, next.occurrence, next.attempts], [now + day * minute, 2, 1]);
    assert.deepEqual(is(told(next, 'stop', now)), ['stopped', null, null]);
    const cancelled = decide(next, { kind: 'cancelled' }, now);
    assert.deepEqual(is(cancelled.reminder), ['cancelled', null, null]);
    assert.deepEqual(cancelled.effects, [hangUpOf(next.callId ?? '')]);
    assert.equal(told(cancelled.reminder, 'heard', now).state, 'cancelled');
  });

  it('moves to another time with new calls, and keeps its days', () => {
    const moved = decide(rung(), { kind: 'rescheduled', due: now + 90 * minute }, now);
    assert.deepEqual(is(moved.reminder), ['scheduled', null, 90]);
    assert.equal(moved.effects[0]?.kind, 'hangUp');
    const first = rung().callId;
    assert.notEqual(rung(moved.reminder, now + 90 * minute).callId, first);
    const weekly = reminder({ every: { kind: 'weekly', days: [6] } });
    const heard = told(
      rung(decide(weekly, { kind: 'rescheduled', due: now + 90 * minute }, now).reminder, now + 90 * minute),
      'heard',
      now + 91 * minute,
    );
    assert.deepEqual(is(heard), ['heard', null, 7 * 24 * 60 + 90]);
  });

  it('is looked after while it rings: placed where nobody did, written where its end was never told', () => {
    const one = rung();
    const { effects } = due(one, now + 1, { call: 'none' });
    assert.deepEqual(effects, [{ kind: 'ring', callId: one.callId, until: now + 60 * minute }]);
    const live = due(one, now + 2 * minute, { call: 'live' });
    assert.deepEqual([is(live.reminder), live.effects], [['waiting', null, 4], []]);
    assert.equal(live.reminder.revision, one.revision);
    const over = due(one, now + 2 * minute, { call: 'over' }).reminder;
    assert.deepEqual(is(over), ['scheduled', 'notConfirmed', 2]);
    // Whatever became of the call: longer than it could wait and be spoken on.
    const stuck = due(one, now + 71 * minute, { call: 'live' });
    assert.deepEqual(is(stuck.reminder), ['scheduled', 'notConfirmed', 71]);
    assert.deepEqual(stuck.effects, [hangUpOf(one.callId ?? '')]);
    const cancelled = decide(one, { kind: 'cancelled' }, now).reminder;
    const hangUp = [hangUpOf(one.callId ?? '')];
    assert.deepEqual(due(cancelled, now + 1, { call: 'live' }), { reminder: cancelled, effects: hangUp });
    assert.deepEqual(due(cancelled, now + 1, { call: 'over' }).effects, []);
    const forgotten = due(one, now + 61 * minute, { call: 'none' }).reminder;
    assert.deepEqual(is(forgotten), ['scheduled', 'late', 61]);
    assert.deepEqual(due(forgotten, now + 61 * minute).effects, write);
  });

  it('is answered on its written card, once, also while it rings again', () => {
    const written = due(reminder(), now, { ringsOff: true }).reminder;
    const answer = (one: Reminder, said: 'heard' | 'snooze' | 'stop') =>
      decide(one, { kind: 'answered', answer: said }, now + minute);
    const heard = answer(written, 'heard').reminder;
    assert.deepEqual(is(heard), ['heard', null, null]);
    assert.deepEqual(answer(heard, 'heard').reminder, heard);
    const snoozed = answer(written, 'snooze').reminder;
    assert.deepEqual(is(snoozed), ['snoozed', null, 11]);
    assert.deepEqual(answer(snoozed, 'snooze').reminder, snoozed);
    const ringing = rung(snoozed, now + 11 * minute);
    assert.deepEqual(answer(ringing, 'heard').effects, [hangUpOf(ringing.callId ?? '')]);
    assert.deepEqual(is(answer(written, 'stop').reminder), ['stopped', null, null]);
  });

  it('stops when the reader wants none by others, before it rings', () => {
    const off = { preferences: { remindersOff: true, quiet: null } };
    assert.deepEqual(is(due(reminder(), now, off).reminder), ['stopped', null, null]);
    assert.equal(due(reminder({ by: adele }), now, off).reminder.state, 'waiting');
    assert.equal(isOpen(decide(rung(), { kind: 'optedOut' }, now).reminder), false);
    const heard = told(rung(), 'heard', now);
    for (const kind of ['cancelled', 'optedOut'] as const)
      assert.equal(decide(heard, { kind }, now).reminder, heard);
  });
});
