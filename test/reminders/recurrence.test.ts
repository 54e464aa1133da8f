import assert from 'node:assert/strict';
import fc from 'fast-check';
import { civilOf, timeText } from '../../src/meetings/civil.ts';
import { quietUntil } from '../../src/reminders/quietHours.ts';
import { occurrenceAfter, occurrenceAt } from '../../src/reminders/recurrence.ts';
import type { Recurrence } from '../../src/reminders/reminder.ts';

const at = (text: string) => Date.parse(text);
const berlin = 'Europe/Berlin';
const from = (due: string, every: Recurrence, zone = berlin) => ({
  ...{ due: at(due), firstDue: at(due), zone, every },
});
const nextOf = (due: string, every: Recurrence, zone?: string) => {
  const next = occurrenceAfter(from(due, every, zone), at(due));
  return next && new Date(next).toISOString();
};

describe('a recurrence', () => {
  it('keeps the time of day over changes of the clocks', () => {
    assert.equal(nextOf('2026-10-24T07:00:00Z', { kind: 'daily' }), '2026-10-25T08:00:00.000Z');
    assert.equal(nextOf('2026-11-20T08:00:00Z', { kind: 'weekdays' }), '2026-11-23T08:00:00.000Z');
    assert.equal(
      nextOf('2026-11-21T08:00:00Z', { kind: 'weekly', days: [1, 4] }),
      '2026-11-23T08:00:00.000Z',
    );
    assert.equal(nextOf('2027-01-31T08:00:00Z', { kind: 'monthly', day: 31 }), '2027-02-28T08:00:00.000Z');
  });

  it('moves a time that does not exist forward on that day alone, and takes the earlier of two', () => {
    const daily = from('2027-03-27T01:30:00Z', { kind: 'daily' });
    const gap = occurrenceAfter(daily, daily.due) ?? 0;
    assert.equal(new Date(gap).toISOString(), '2027-03-28T01:30:00.000Z');
    assert.deepEqual(civilOf(gap, berlin).hour, 3);
    const next = occurrenceAfter({ ...daily, due: gap }, gap) ?? 0;
    assert.equal(timeText(civilOf(next, berlin)), '02:30');
    assert.equal(nextOf('2026-10-24T00:30:00Z', { kind: 'daily' }), '2026-10-25T00:30:00.000Z');
  });

  it('gives the last one of those missed, so that they do not pile up, and the next where none was', () => {
    const daily = from('2026-11-01T08:00:00Z', { kind: 'daily' });
    assert.equal(occurrenceAt(daily, at('2026-11-21T09:00:00Z')), at('2026-11-21T08:00:00Z'));
    assert.equal(occurrenceAt(daily, at('2029-11-21T07:00:00Z')), at('2029-11-20T08:00:00Z'));
    assert.equal(occurrenceAt(daily, at('2026-11-01T09:00:00Z')), at('2026-11-02T08:00:00Z'));
    const monthly = from('2026-01-31T08:00:00Z', { kind: 'monthly', day: 31 });
    assert.equal(occurrenceAt(monthly, at('2026-12-30T09:00:00Z')), at('2026-11-30T08:00:00Z'));
  });

  it('always moves on, at its time of day unless that does not exist, whatever the zone', () => {
    const recurrence: fc.Arbitrary<Recurrence> = fc.oneof(
      fc.constant<Recurrence>({ kind: 'daily' }),
      fc.constant<Recurrence>({ kind: 'weekdays' }),
      fc
        .uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 })
        .map((days): Recurrence => ({ kind: 'weekly', days })),
      fc.integer({ min: 1, max: 31 }).map((day): Recurrence => ({ kind: 'monthly', day })),
    );
    const zones = fc.constantFrom(berlin, 'America/Sao_Paulo', 'Asia/Kolkata', 'Australia/Lord_Howe', 'UTC');
    const minutes = fc.integer({
      min: at('2026-01-01T00:00Z') / 60_000,
      max: at('2028-01-01T00:00Z') / 60_000,
    });
    fc.assert(
      fc.property(recurrence, zones, minutes, fc.nat(5_000_000), (every, zone, begin, later) => {
        const due = begin * 60_000;
        const of = { due, firstDue: due, zone, every };
        const next = occurrenceAfter(of, due);
        assert.ok(next !== null && next > due && next - due <= 32 * 86_400_000);
        const shift = Math.abs(minuteOfDay(next, zone) - minuteOfDay(due, zone));
        assert.ok(shift <= 60, `${shift} minutes off`);
        const now = due + later * 1_000;
        const current = occurrenceAt(of, now);
        assert.ok(current !== null && current > due);
        const following = occurrenceAfter(of, current) ?? 0;
        assert.ok(current > now ? current === next : following > now);
      }),
      { numRuns: 100 },
    );
  });
});

const minuteOfDay = (instant: number, zone: string): number => {
  const { hour, minute } = civilOf(instant, zone);
  return hour * 60 + minute;
};

describe('quiet hours', () => {
  const night = { from: '22:00', to: '07:00', zone: berlin };
  const end = (now: string, quiet = night) => {
    const until = quietUntil(quiet, at(now));
    return until && new Date(until).toISOString();
  };

  it('go over midnight, end on the right day, and are none when both ends are the same', () => {
    assert.equal(end('2026-11-21T20:59:00Z'), null);
    assert.equal(end('2026-11-21T21:00:00Z'), '2026-11-22T06:00:00.000Z');
    assert.equal(end('2026-11-22T05:59:00Z'), '2026-11-22T06:00:00.000Z');
    assert.equal(end('2026-11-22T06:00:00Z'), null);
    assert.equal(
      end('2026-11-22T11:30:00Z', { ...night, from: '12:00', to: '13:00' }),
      '2026-11-22T12:00:00.000Z',
    );
    assert.equal(end('2026-11-22T11:30:00Z', { ...night, from: '12:00', to: '12:00' }), null);
  });

  it('end by the clock on the wall in the night that the clocks change', () => {
    assert.equal(end('2026-10-24T21:00:00Z'), '2026-10-25T06:00:00.000Z');
  });
});
