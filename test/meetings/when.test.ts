import assert from 'node:assert/strict';
import fc from 'fast-check';
import { understandForm, understandWhen, type When } from '../../src/meetings/when.ts';

/** A Wednesday, 10:30 in Berlin. */
const now = Date.parse('2026-11-18T09:30:00Z');
const zone = 'Europe/Berlin';
const read = (text: string, context: Partial<{ now: number; zone: string; locale: string }> = {}): When =>
  understandWhen(text, { now, zone, locale: 'en-US', ...context });
/** "2026-11-19T14:00Z 45" for a certain one, "now", or "unsure past 2026-11-18 08:00". */
function told(when: When): string {
  if (when.kind === 'now') return 'now';
  if (when.kind === 'certain')
    return `${new Date(when.start).toISOString().slice(0, 16)}Z ${when.durationMinutes}`;
  return `unsure ${when.why} ${when.guess.date} ${when.guess.time}`;
}
const words = (text: string, when: When): string[] =>
  when.used.map(({ index, length }) => text.slice(index, index + length));

describe('understandWhen', () => {
  const cases: Record<string, string> = {
    'tomorrow 3pm for 45 min': '2026-11-19T14:00Z 45',
    'Friday 10:00-11:30': '2026-11-20T09:00Z 90',
    'tomorrow at 9': '2026-11-19T08:00Z 30',
    'in 20 minutes': '2026-11-18T09:50Z 30',
    'in half an hour for 1h': '2026-11-18T10:00Z 60',
    'tomorrow 10:00 for an hour and a half': '2026-11-19T09:00Z 90',
    'tomorrow 10:00 for 1.5 hours': '2026-11-19T09:00Z 90',
    'tomorrow 10:00 for two hours': '2026-11-19T09:00Z 120',
    'tomorrow 10:00 for 1h30': '2026-11-19T09:00Z 90',
    'from 10 to 11 on Friday': '2026-11-20T09:00Z 60',
    '10:00 May 5': 'unsure ambiguous null null',
    '5th of December at 10': '2026-12-05T09:00Z 30',
    'Friday 10h30': '2026-11-20T09:30Z 30',
    'tomorrow 11-1pm': '2026-11-19T10:00Z 120',
    'tomorrow 3-4pm': '2026-11-19T14:00Z 60',
    'Friday 22:00-01:00': '2026-11-20T21:00Z 180',
    'Friday 18:00 to Saturday 11:00': '2026-11-20T17:00Z 1020',
    'in a few minutes': 'unsure ambiguous null null',
    'Wednesday 14:00': '2026-11-18T13:00Z 30',
    'next Monday at 9': '2026-11-23T08:00Z 30',
    'the day after tomorrow 10:00': '2026-11-20T09:00Z 30',
    'On Friday, the 20th of November, at 10:00': '2026-11-20T09:00Z 30',
    'Friday 10:00 UTC': '2026-11-20T10:00Z 30',
    '2pm EST tomorrow': '2026-11-19T19:00Z 30',
    'Friday 10:00 art review': '2026-11-20T09:00Z 30',
    '10:00 review on Friday': '2026-11-20T09:00Z 30',
    'in 2 days at 3pm': '2026-11-20T14:00Z 30',
    now: 'now',
    'right now': 'now',
    'for two hours now': 'now',
    'today 8am': 'unsure past 2026-11-18 08:00',
    '5 minutes ago': 'unsure past 2026-11-18 10:25',
    '8:00': 'unsure past 2026-11-19 08:00',
    'Wednesday 10:00': 'unsure past 2026-11-25 10:00',
    'last friday 10:00': 'unsure past 2026-11-13 10:00',
    'yesterday 3pm': 'unsure past 2026-11-17 15:00',
    'Nov 17 10:00': 'unsure past 2027-11-17 10:00',
    'Friday 10:00 to Sunday 10:30': 'unsure durationTooLong 2026-11-20 10:00',
    'Friday 10:00 - 9:00': 'unsure endBeforeStart 2026-11-20 10:00',
    'tomorrow 10:00 for 0 minutes': 'unsure durationTooShort 2026-11-19 10:00',
    'tomorrow 10:00 for 48 hours': 'unsure durationTooLong 2026-11-19 10:00',
    'tomorrow 10:00 for 2 days': 'unsure durationTooLong 2026-11-19 10:00',
    'tomorrow 10:00 for a week': 'unsure durationTooLong 2026-11-19 10:00',
    'Friday 10:00-11:30 for 45 min': 'unsure ambiguous 2026-11-20 10:00',
    'tomorrow at 3': 'unsure ambiguous 2026-11-19 15:00',
    '2:30 tomorrow': 'unsure ambiguous 2026-11-19 14:30',
    'next Friday 10:00': 'unsure ambiguous 2026-11-27 10:00',
    'Thursday 20 November 10:00': 'unsure ambiguous 2026-11-20 10:00',
    'Monday 10:00 and Tuesday 11:00': 'unsure ambiguous 2026-11-23 10:00',
    'Friday 10:00 Moscow time': 'unsure ambiguous 2026-11-20 10:00',
    'a week from Friday at 10': 'unsure ambiguous 2026-11-20 10:00',
    'tomorrow at 7 in the evening': 'unsure ambiguous 2026-11-19 19:00',
    'on the 24th at 3pm': 'unsure ambiguous 2026-11-18 15:00',
    'Board evening of 5 December 18:00': 'unsure ambiguous 2026-11-18 18:00',
    '32 December 10:00': 'unsure ambiguous 2026-11-18 10:00',
    'Feb 30 10am': 'unsure ambiguous null null',
    'at 25:99': 'unsure ambiguous null null',
    'Friday 24:00': 'unsure ambiguous null null',
    'this afternoon': 'unsure ambiguous null null',
    tomorrow: 'unsure noTime 2026-11-19 null',
    Friday: 'unsure noTime 2026-11-20 null',
    '': 'unsure none null null',
    'whenever you like': 'unsure none null null',
  };
  for (const [text, expected] of Object.entries(cases))
    it(`"${text}" is ${expected}`, () => assert.equal(told(read(text)), expected));

  describe('words of a subject never move the meeting', () => {
    const traps: Record<string, string> = {
      'May planning tomorrow 3pm': '2026-11-19T14:00Z 30',
      'March Madness review Friday 10:00': '2026-11-20T09:00Z 30',
      'Sunday roast tomorrow 18:00': '2026-11-19T17:00Z 30',
      '24/7 support Friday 10:00': '2026-11-20T09:00Z 30',
      '5 year strategy tomorrow 9:00': '2026-11-19T08:00Z 30',
      'Apocalypse Now review tomorrow 3pm': '2026-11-19T14:00Z 30',
      'Review of 2025-01-01 incident tomorrow 10am': '2026-11-19T09:00Z 30',
      'Project 1830 tomorrow 10:00': '2026-11-19T09:00Z 30',
      'Phase 2-3 review tomorrow 10:00': '2026-11-19T09:00Z 30',
      'Prep for 3 people Friday 10:00': '2026-11-20T09:00Z 30',
      '2027-03-29 14:00 May planning': '2027-03-29T12:00Z 30',
      'end of May 11:00': 'unsure ambiguous 2026-11-18 11:00',
      'Sunday roast 18:00': 'unsure ambiguous 2026-11-22 18:00',
      'Friday standup 11:30': 'unsure ambiguous 2026-11-20 11:30',
      "Tomorrow's leaders 11:30": 'unsure ambiguous 2026-11-19 11:30',
      'Sunday roast': 'unsure noTime 2026-11-22 null',
      May: 'unsure none null null',
      '3 day plan': 'unsure none null null',
      'Version 2.10 review': 'unsure none null null',
    };
    for (const [text, expected] of Object.entries(traps))
      it(`"${text}" is ${expected}`, () => assert.equal(told(read(text)), expected));
  });

  describe('days named in a language that is not read', () => {
    for (const text of [
      'Freitag 15:00',
      'Planung morgen um 15:00',
      'amanhã às 15:00',
      'sexta 15:00',
      'vendredi 15:00',
      'завтра в 15:00',
      'в пятницу 15:00',
      '明天 15:00',
      '周五 15:00',
      '5. März 15:00',
      'reunião amanhã',
      'Planung um 15',
      '明天下午3点',
    ])
      it(`"${text}" is asked back`, () => {
        const when = read(text);
        assert.ok(when.kind === 'unsure' && when.why === 'ambiguous', told(when));
      });

    it('do not make an ordinary subject doubtful', () => {
      for (const text of [
        'Budget review',
        'Mars project',
        'August planning',
        'Second round',
        'Planung',
        '预算',
      ])
        assert.equal(told(read(text)), 'unsure none null null', text);
      assert.equal(told(read('Planung 15:00')), '2026-11-18T14:00Z 30');
    });
  });

  it('says which words it used', () => {
    const text = 'Budget review tomorrow 3pm for 45 min';
    assert.deepEqual(words(text, read(text)), ['tomorrow 3pm', 'for 45 min']);
    const apart = '10:00 review on Friday';
    assert.deepEqual(words(apart, read(apart)), ['10:00', 'on Friday']);
    assert.deepEqual(words('Standup for 2h now', read('Standup for 2h now')), ['for 2h', 'now']);
  });

  it('reads 03/04 as people of that locale write it', () => {
    assert.equal(told(read('03/04/2027 10:00')), '2027-03-04T09:00Z 30');
    assert.equal(told(read('03/04/2027 10:00', { locale: 'en-GB' })), '2027-04-03T08:00Z 30');
  });

  describe('when the clocks change', () => {
    it('asks back about an hour that is left out, and offers the one after', () => {
      assert.equal(told(read('2027-03-28 02:30')), 'unsure gap 2027-03-28 03:30');
      assert.equal(
        told(read('2027-03-14 02:30', { zone: 'America/New_York' })),
        'unsure gap 2027-03-14 03:30',
      );
    });

    it('takes the earlier of an hour that comes twice, and says so', () => {
      const before = { now: Date.parse('2026-10-20T09:00:00Z') };
      const berlin = read('2026-10-25 02:30', before);
      assert.equal(told(berlin), '2026-10-25T00:30Z 30');
      assert.ok(berlin.kind === 'certain' && berlin.overlap);
      const newYork = read('2026-11-01 01:30', { ...before, zone: 'America/New_York' });
      assert.equal(told(newYork), '2026-11-01T05:30Z 30');
      assert.ok(newYork.kind === 'certain' && newYork.overlap);
    });

    it('keeps the time on the wall across the change, not the offset of today', () => {
      const before = { now: Date.parse('2026-10-23T09:00:00Z') };
      assert.equal(told(read('tomorrow 10:00', before)), '2026-10-24T08:00Z 30');
      assert.equal(told(read('Monday 10:00', before)), '2026-10-26T09:00Z 30');
      assert.equal(told(read('in 3 days at 10:00', before)), '2026-10-26T09:00Z 30');
    });

    it('counts minutes, not wall clocks, in "in 30 minutes" and in durations', () => {
      const before = { now: Date.parse('2027-03-28T00:45:00Z') };
      assert.equal(told(read('in 30 minutes', before)), '2027-03-28T01:15Z 30');
      const night = read('2027-03-28 01:30 for 2h');
      assert.ok(night.kind === 'certain');
      assert.equal(night.end - night.start, 120 * 60_000);
    });

    it('is right where the offset is no whole hour and where clocks never change', () => {
      assert.equal(told(read('tomorrow 9:00', { zone: 'Asia/Kolkata' })), '2026-11-19T03:30Z 30');
      assert.equal(told(read('2027-03-28 02:30', { zone: 'Asia/Kolkata' })), '2027-03-27T21:00Z 30');
    });

    it('knows which day it is where the sender is', () => {
      const late = { now: Date.parse('2026-11-18T20:00:00Z') };
      assert.equal(told(read('today 9:00', { ...late, zone: 'Asia/Kolkata' })), '2026-11-19T03:30Z 30');
      assert.equal(
        told(read('tomorrow 9:00', { ...late, zone: 'America/New_York' })),
        '2026-11-19T14:00Z 30',
      );
    });
  });

  it('never throws, and a certain meeting lies ahead and ends after it starts', () => {
    const word = fc.oneof(
      fc.constantFrom(
        ...'tomorrow today Friday next last in at from to - 10:00 11:30 9 3pm 25:00 for 45 min 1h 0 2026-10-25'.split(
          ' ',
        ),
        ...'02:30 May Sunday now with ago noon UTC EST week days 31 Feb 2027 the of day after 99999'.split(
          ' ',
        ),
      ),
      fc.string({ maxLength: 6 }),
    );
    const zones = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Apia');
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 9 }),
        zones,
        fc.integer({ min: now, max: now + 4e10 }),
        (some, where, at) => {
          const text = some.join(' ');
          const when = read(text, { now: at, zone: where });
          for (const { index, length } of when.used) assert.ok(index >= 0 && index + length <= text.length);
          if (when.kind !== 'certain') return;
          assert.ok(when.start > at && when.end > when.start);
          assert.equal(when.end - when.start, when.durationMinutes * 60_000);
          assert.ok(when.durationMinutes >= 5 && when.durationMinutes <= 1440);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe('understandForm', () => {
  const form = (date?: string, time?: string, duration?: string) =>
    told(understandForm({ date, time, duration }, { now, zone, locale: 'en-US' }));

  it('reads the fields in the sender’s zone', () => {
    assert.equal(form('2026-11-20', '10:00', '45'), '2026-11-20T09:00Z 45');
    assert.equal(form('2026-11-20', '10:00'), '2026-11-20T09:00Z 30');
  });

  it('asks back what is missing, past, nonsense or left out by the clocks', () => {
    assert.equal(form(undefined, '10:00'), 'unsure none null 10:00');
    assert.equal(form('2026-11-20', ''), 'unsure noTime 2026-11-20 null');
    assert.equal(form('2026-11-17', '10:00'), 'unsure past 2026-11-17 10:00');
    assert.equal(form('2027-02-30', '10:00'), 'unsure ambiguous null null');
    assert.equal(form('2027-03-28', '02:30'), 'unsure gap 2027-03-28 03:30');
    assert.equal(form('2026-11-20', '10:00', '0'), 'unsure durationTooShort 2026-11-20 10:00');
    assert.equal(form('2026-11-20', '10:00', '2880'), 'unsure durationTooLong 2026-11-20 10:00');
    assert.equal(form('2026-11-20', '10:00', 'long'), 'unsure ambiguous 2026-11-20 10:00');
  });
});
