import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { TimeCondition } from '../../src/frontdesk/frontDesk.ts';
import { isWithin } from '../../src/frontdesk/hours.ts';

const weekdays = [1, 2, 3, 4, 5];
const at = (hours: number, minutes = 0) => hours * 60 + minutes;
const always: TimeCondition = { days: null, hours: null, holiday: null };
const office: TimeCondition = { days: weekdays, hours: { from: at(8), to: at(18) }, holiday: false };

const within = (condition: Partial<TimeCondition>, instant: string, zone = 'UTC', holidays: string[] = []) =>
  isWithin({ ...always, ...condition }, Date.parse(instant), { zone, holidays });

describe('hours', () => {
  it('begin with their first minute and end before their last', () => {
    assert.ok(within(office, '2026-11-18T08:00:00Z'));
    assert.ok(within(office, '2026-11-18T17:59:59.999Z'));
    assert.ok(!within(office, '2026-11-18T18:00:00Z'));
    assert.ok(!within(office, '2026-11-18T07:59:59.999Z'));
    assert.ok(!within(office, '2026-11-21T12:00:00Z'), 'a Saturday');
    assert.ok(within({ hours: { from: at(18), to: at(24) } }, '2026-11-18T23:59:00Z'));
  });

  it('are those of the zone', () => {
    assert.ok(within(office, '2026-11-18T07:30:00Z', 'Europe/Berlin'));
    assert.ok(!within(office, '2026-11-18T07:30:00Z', 'Europe/London'));
    assert.ok(!within(office, '2026-11-20T20:00:00Z', 'Pacific/Auckland'), 'Saturday there');
    assert.ok(within({ days: [6] }, '2026-11-20T20:00:00Z', 'Pacific/Auckland'));
  });

  it('of a night belong to the day on which it began', () => {
    const fridayNight = { days: [5], hours: { from: at(22), to: at(6) } };
    assert.ok(within(fridayNight, '2026-11-20T22:00:00Z'));
    assert.ok(within(fridayNight, '2026-11-21T05:59:00Z'), 'Saturday morning');
    assert.ok(!within(fridayNight, '2026-11-20T05:00:00Z'), 'Friday morning is Thursday’s night');
    assert.ok(!within(fridayNight, '2026-11-21T22:00:00Z'));
    const eve = { holiday: true, hours: { from: at(22), to: at(6) } };
    assert.ok(within(eve, '2026-12-26T01:00:00Z', 'UTC', ['12-25']));
    assert.ok(!within(eve, '2026-12-25T01:00:00Z', 'UTC', ['12-25']));
  });

  it('know holidays of one year and of each', () => {
    assert.ok(!within(office, '2026-12-25T10:00:00Z', 'UTC', ['12-25']));
    assert.ok(!within(office, '2028-12-25T10:00:00Z', 'UTC', ['12-25']));
    assert.ok(!within(office, '2026-11-18T10:00:00Z', 'UTC', ['2026-11-18']));
    assert.ok(within(office, '2027-11-18T10:00:00Z', 'UTC', ['2026-11-18']));
    assert.ok(within({ holiday: true }, '2026-12-24T23:30:00Z', 'Europe/Berlin', ['12-25']), 'in the zone');
  });

  it('follow the clocks when they change', () => {
    // Berlin, 29 March 2026: 02:00 becomes 03:00 at 01:00 UTC.
    const small = { hours: { from: at(2), to: at(3, 30) } };
    assert.ok(!within(small, '2026-03-29T00:59:00Z', 'Europe/Berlin'), '01:59');
    assert.ok(within(small, '2026-03-29T01:00:00Z', 'Europe/Berlin'), '03:00');
    assert.ok(!within(small, '2026-03-29T01:30:00Z', 'Europe/Berlin'), '03:30');
    const skipped = { hours: { from: at(2, 10), to: at(2, 50) } };
    for (let minute = 0; minute < 180; minute += 1) {
      const instant = new Date(Date.parse('2026-03-29T00:00:00Z') + minute * 60_000).toISOString();
      assert.ok(!within(skipped, instant, 'Europe/Berlin'), 'an hour that never comes');
    }
    // 25 October 2026: 03:00 becomes 02:00 at 01:00 UTC, so 02:10 comes twice.
    assert.ok(within(skipped, '2026-10-25T00:15:00Z', 'Europe/Berlin'));
    assert.ok(within(skipped, '2026-10-25T01:15:00Z', 'Europe/Berlin'));
    const night = { days: [6], hours: { from: at(22), to: at(6) } };
    assert.ok(within(night, '2026-03-29T03:59:00Z', 'Europe/Berlin'), '05:59 after the spring night');
    assert.ok(!within(night, '2026-03-29T04:00:00Z', 'Europe/Berlin'));
    assert.ok(within(night, '2026-10-25T04:59:00Z', 'Europe/Berlin'), '05:59 after the autumn night');
    assert.ok(!within(night, '2026-10-25T05:00:00Z', 'Europe/Berlin'));
  });

  it('and those that are left over make up the day', () => {
    const minute = fc.integer({ min: 0, max: 1439 });
    const instant = fc.integer({ min: 0, max: 4e12 });
    const zone = fc.constantFrom(
      'UTC',
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
    );
    fc.assert(
      fc.property(minute, minute, instant, zone, (from, to, now, name) => {
        fc.pre(from !== to);
        const inside = (hours: { from: number; to: number }) =>
          isWithin({ ...always, hours }, now, { zone: name, holidays: [] });
        assert.notEqual(inside({ from, to }), inside({ from: to, to: from }));
      }),
    );
  });
});
