/** Whatever happens to a reminder, in whatever order and however often. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decideReminder } from '../../src/reminders/decideReminder.ts';
import type { Facts, Happened } from '../../src/reminders/happened.ts';
import { isOpen, type Reminder } from '../../src/reminders/reminder.ts';
import { facts, minute, now, policy, reminder } from './fixtures.ts';

const known: fc.Arbitrary<Facts> = fc.record({
  preferences: fc.constantFrom(
    { remindersOff: false, quiet: null },
    { remindersOff: false, quiet: { from: '10:05', to: '10:20', zone: 'Europe/Berlin' } },
    { remindersOff: true, quiet: null },
  ),
  ringsOff: fc.boolean(),
  oftenRung: fc.boolean(),
  availability: fc.constantFrom('Available', 'DoNotDisturb', null),
  chat: fc.constantFrom('chat-adele', null),
  call: fc.constantFrom('none', 'live', 'over'),
});

/** `later`: minutes, negative where the clock is set back. `of`: which of the calls so far it is about. */
type Step = { later: number; of: number; happened: Happened };
const happened: fc.Arbitrary<Happened> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('due' as const), facts: known }) },
  { weight: 8, arbitrary: fc.constant<Happened>({ kind: 'due', facts }) },
  {
    weight: 6,
    arbitrary: fc
      .constantFrom('ringing', 'heard', 'snooze', 'over:noAnswer', 'over:left', 'over:notConfirmed', 'odd')
      .map((value): Happened => ({ kind: 'told', callId: '', value })),
  },
  fc.constantFrom<Happened>(
    { kind: 'told', callId: '', value: 'stop' },
    { kind: 'answered', answer: 'snooze' },
    { kind: 'answered', answer: 'heard' },
    { kind: 'cancelled' },
    { kind: 'optedOut' },
    { kind: 'rescheduled', due: now + 200 * minute },
  ),
);
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    later: fc.oneof({ weight: 9, arbitrary: fc.nat(20) }, fc.integer({ min: -90, max: 1_500 })),
    ...{ of: fc.nat(3), happened },
  }),
  { maxLength: 40 },
);
const every = fc.constantFrom(null, { kind: 'daily' as const });

const final = ['heard', 'written', 'failed', 'cancelled', 'stopped'];

describe('a reminder in any order of events, the clock set back and forth', () => {
  it('rings each attempt under one id, is heard by key 1 alone, and is over or looked at again', () => {
    fc.assert(
      fc.property(steps, every, fc.constantFrom('ring' as const, 'chat' as const), (all, comesAgain, how) => {
        let one: Reminder = reminder({ every: comesAgain, how });
        let at = now;
        const calls: string[] = [];
        const written = new Set<number>();
        const attempts = new Map<string, string>();
        for (const step of all) {
          at += step.later * minute;
          const callId = calls.at(-1 - step.of) ?? 'none';
          const event: Happened =
            step.happened.kind === 'told' ? { ...step.happened, callId } : step.happened;
          const before = one;
          const { reminder: next, effects } = decideReminder(before, event, at, policy);
          one = next;
          for (const effect of effects) {
            if (effect.kind === 'ring') {
              const attempt = `${next.occurrence}/${next.attempts}`;
              assert.equal(attempts.get(attempt) ?? effect.callId, effect.callId);
              if (!attempts.has(attempt)) assert.ok(!calls.includes(effect.callId));
              attempts.set(attempt, effect.callId);
              calls.push(effect.callId);
              assert.ok(next.attempts <= policy.attempts);
              assert.ok(at <= next.ringFrom + policy.lateMs, 'rung too late');
              assert.equal(how, 'ring');
            }
            if (effect.kind === 'write') {
              assert.ok(!written.has(next.occurrence), 'written twice');
              written.add(next.occurrence);
            }
          }
          if (next.state === 'heard' && before.state !== 'heard') {
            const said = event.kind === 'told' ? event.value : event.kind === 'answered' && event.answer;
            assert.equal(said, 'heard');
          }
          // Said twice, it means nothing more.
          const twice = decideReminder(next, event, at, policy);
          if (event.kind === 'told') assert.deepEqual(twice.reminder, next);
          if (['cancelled', 'stopped'].includes(before.state)) assert.equal(next, before);
          assert.ok(final.includes(next.state) || isOpen(next), `${next.state} and never looked at again`);
          if (next.state === 'cancelled' || next.state === 'stopped') assert.ok(!isOpen(next));
        }
      }),
      { numRuns: 400 },
    );
  });

  it('comes to an end by itself, whoever answers or not', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('over:left', 'over:noAnswer', 'over:gone', null)), (endings) => {
        let one = reminder();
        let at = now;
        for (let turn = 0; isOpen(one); turn += 1) {
          assert.ok(turn < 200, 'no end');
          at = Math.max(at, one.wakeAt ?? at);
          const rings = one.state === 'waiting' || one.state === 'ringing';
          const value = endings[turn % Math.max(1, endings.length)] ?? null;
          const event: Happened =
            rings && value !== null
              ? { kind: 'told', callId: one.callId ?? '', value }
              : { kind: 'due', facts: { ...facts, call: rings ? 'over' : 'none' } };
          one = decideReminder(one, event, at, policy).reminder;
        }
        assert.equal(one.state, 'written');
        assert.ok(at <= now + policy.lateMs + 3 * minute);
      }),
      { numRuns: 100 },
    );
  });
});
