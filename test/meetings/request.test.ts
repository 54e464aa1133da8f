import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Refusal } from '../../src/lib/errors.ts';
import { mentionMark as mark } from '../../src/lib/mentionMark.ts';
import { understandMeet } from '../../src/meetings/request.ts';
import type { Mentioned } from '../../src/people/mentions.ts';

/** A Wednesday, 10:30 in Berlin. */
const now = Date.parse('2026-11-18T09:30:00Z');
const context = { now, zone: 'Europe/Berlin', locale: 'en-US' };
const adele: Mentioned = { id: 'a', mri: '29:a', name: 'Adele Vance' };
const alex: Mentioned = { id: 'b', mri: '29:b', name: 'Alex Wilber' };

/** @Adele and @Alex in the words stand for mentions. */
function ask(words: string) {
  const mentions = [...words.matchAll(/@(Adele|Alex)/g)].map(([, name]) => (name === 'Adele' ? adele : alex));
  return understandMeet(words.replace(/@(?:Adele|Alex)/g, mark), mentions, context);
}

/** "subject | when | people" */
function told(words: string): string {
  const { subject, when, mentions, names } = ask(words);
  const said =
    when.kind === 'certain'
      ? `${new Date(when.start).toISOString().slice(5, 16)} ${when.durationMinutes}`
      : when.kind === 'now'
        ? `now ${when.durationMinutes}`
        : `${when.why} ${when.guess.date} ${when.guess.time}`;
  return [subject, said, [...mentions.map(({ id }) => `@${id}`), ...names].join(' ')].join(' | ');
}

describe('understandMeet', () => {
  const cases: Record<string, string> = {
    '': ' | now null | ',
    now: ' | now null | ',
    'Budget review tomorrow 3pm for 45 min with @Adele @Alex': 'Budget review | 11-19T14:00 45 | @a @b',
    'with @Adele @Alex Budget review tomorrow 3pm for 45 min': 'Budget review | 11-19T14:00 45 | @a @b',
    'Friday 10:00-11:30 Planning': 'Planning | 11-20T09:00 90 | ',
    'with Adele tomorrow at 9 about Q3 numbers': 'Q3 numbers | 11-19T08:00 30 | Adele',
    'with Adele and lee@contoso.example tomorrow 10:00 Budget':
      'Budget | 11-19T09:00 30 | Adele lee@contoso.example',
    'with Adele, Alex & Lee Gu tomorrow 10:00 - Budget': 'Budget | 11-19T09:00 30 | Adele Alex Lee Gu',
    'with @Adele and Lee Gu tomorrow 10:00': ' | 11-19T09:00 30 | @a Lee Gu',
    'with adele budget tomorrow 10:00': 'budget | 11-19T09:00 30 | adele',
    'with lee@contoso.example, tomorrow 10:00': ' | 11-19T09:00 30 | lee@contoso.example',
    '@Adele @Alex tomorrow 3pm': ' | 11-19T14:00 30 | @a @b',
    'for 30 min with @Adele': ' | now 30 | @a',
    'now Standup': 'Standup | now null | ',
    'Standup now': 'Standup | now null | ',
    'Budget review': 'Budget review | now null | ',
    'Q3 review with Adele for 1h on Friday at 10': 'Q3 review | 11-20T09:00 60 | Adele',
    'Planning Friday 10:00 with Bob in Berlin': 'Planning in Berlin | 11-20T09:00 30 | Bob',
    '"May planning with Adele" tomorrow 3pm': 'May planning with Adele | 11-19T14:00 30 | ',
    '30 min with Alex at 5pm': ' | 11-18T16:00 30 | Alex',
    '30 min sync tomorrow 5pm': 'sync | 11-19T16:00 30 | ',
    '1h planning with @Adele friday 10:00': 'planning | 11-20T09:00 60 | @a',
    'Review 2 hours friday 10:00': 'Review | 11-20T09:00 120 | ',
    '45 min now': ' | now 45 | ',
    'half an hour sync tomorrow 5pm': 'sync | 11-19T16:00 30 | ',
    'sync in 30 min': 'sync | 11-18T10:00 30 | ',
    'sync 30 min from now': 'sync | 11-18T10:00 30 | ',
    'Team of 10 tomorrow at 9': 'Team of 10 | 11-19T08:00 30 | ',
    'Team of 10 on Friday': 'Team of 10 | noTime 2026-11-20 null | ',
    'Lunch with the board Friday 12:00': 'Lunch with the board | 11-20T11:00 30 | ',
  };
  for (const [words, expected] of Object.entries(cases))
    it(`"${words}"`, () => assert.equal(told(words), expected));

  describe('traps', () => {
    const traps: Record<string, string> = {
      'with Jan 11:00': ' | 11-18T10:00 30 | Jan',
      'with April tomorrow 10:00': ' | 11-19T09:00 30 | April',
      'May planning tomorrow 3pm': 'May planning | 11-19T14:00 30 | ',
      'Sunday roast': 'Sunday roast | noTime 2026-11-22 null | ',
      'Sunday roast 18:00 with @Adele': 'Sunday roast | ambiguous 2026-11-22 18:00 | @a',
      'Sunday roast tomorrow 18:00': 'Sunday roast | 11-19T17:00 30 | ',
      'Budget review Friday': 'Budget review | noTime 2026-11-20 null | ',
      'Review 25:99': 'Review 25:99 | ambiguous null null | ',
      'What now and then tomorrow 9:00': 'What now and then | 11-19T08:00 30 | ',
    };
    for (const [words, expected] of Object.entries(traps))
      it(`"${words}"`, () => assert.equal(told(words), expected));
  });

  it('cleans control characters, direction marks and markup out of a subject', () => {
    assert.equal(
      ask('<b>Bud\u0000get</b>\u202e [review](javascript:x) C# & more tomorrow 3pm').subject,
      'Bud get review C# & more',
    );
  });

  it('refuses a subject of more than 255 characters, and takes one of 255', () => {
    assert.equal(ask(`${'x'.repeat(255)} tomorrow 3pm`).subject.length, 255);
    for (const length of [256, 2_000, 100_000])
      assert.throws(
        () => ask(`${'x'.repeat(length)} tomorrow 3pm`),
        (error: Refusal) => error instanceof Refusal && error.key === 'error.subjectTooLong',
      );
  });

  it('refuses more than 250 people', () => {
    const people = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ ...adele, id: `p${index}` }));
    assert.equal(understandMeet('now', people(250), context).mentions.length, 250);
    assert.throws(
      () => understandMeet('now', people(400), context),
      (error: Refusal) => error.key === 'error.tooManyPeople' && error.values.count === 400,
    );
  });

  it('counts a person once', () => {
    assert.deepEqual(understandMeet('now', [adele, alex, adele], context).mentions, [adele, alex]);
    assert.deepEqual(ask('with Lee and lee tomorrow 9:00').names.length, 1);
  });

  it('means the same in whatever order the parts come', () => {
    const subject = fc.constantFrom('Budget review', 'May planning', 'Q3 numbers', 'Sprint 12 demo', 'R&D');
    const time = fc.constantFrom(
      'tomorrow 3pm',
      'Friday 10:00-11:00',
      '2027-03-29 14:00',
      'in 2 hours',
      'now',
    );
    const length = fc.constantFrom('', 'for 1h', 'for 60 minutes', 'for an hour');
    const people = fc.constantFrom('', 'with @Adele @Alex', 'with @Adele and @Alex', '@Adele @Alex');
    const order = fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 });
    fc.assert(
      fc.property(subject, time, length, people, order, (what, when, long, who, places) => {
        const parts = [what, when, long, who];
        const usual = told([what, when, long, who].filter(Boolean).join(' '));
        assert.equal(
          told(
            places
              .map((place) => parts[place])
              .filter(Boolean)
              .join(' '),
          ),
          usual,
        );
      }),
      { numRuns: 1_000 },
    );
  });

  it('throws nothing but a refusal, whatever the text, and ends after it starts', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'with',
        'and',
        mark,
        '"',
        'tomorrow',
        '10:00',
        'for',
        '1h',
        'now',
        'Adele',
        ',',
        'on',
        '<b>',
      ),
      fc.string({ maxLength: 5, unit: 'grapheme' }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const { subject, when } = understandMeet(pieces.join(' '), [], context);
        assert.ok(!/[\p{Cc}\u202e]/u.test(subject) && subject === subject.trim());
        if (when.kind === 'certain') assert.ok(now < when.start && when.start < when.end);
      }),
      { numRuns: 2_000 },
    );
  });

  it('answers soon even to text made to be slow', () => {
    const began = performance.now();
    for (const text of [
      ' , '.repeat(1_300),
      'with A and '.repeat(360),
      '10:00 '.repeat(660),
      'for '.repeat(990),
    ])
      try {
        ask(`${text}x`);
      } catch (error) {
        assert.ok(error instanceof Refusal);
      }
    assert.ok(performance.now() - began < 2_000);
  });
});
