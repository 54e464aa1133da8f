import assert from 'node:assert/strict';
import fc from 'fast-check';
import { choosePersonCard } from '../../../src/chat/cards/choosePersonCard.ts';
import { escaped, plain } from '../../../src/chat/cards/escape.ts';
import { liveCard } from '../../../src/chat/cards/liveCard.ts';
import { meetingCard } from '../../../src/chat/cards/meetingCard.ts';
import { rosterCard } from '../../../src/chat/cards/rosterCard.ts';
import { liveView } from '../../../src/chat/present.ts';
import { call } from './calls.ts';
import { control, meeting, participant, roster, target, text } from './samples.ts';

/** Text as an attacker, or a cat on a keyboard, would name a meeting. */
const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc
    .array(
      fc.constantFrom(
        '**',
        '_',
        '[x](https://evil.example)',
        '![i](https://evil.example/i.png)',
        '<at>Megan</at>',
        '<b>',
        '`',
        '{{DATE(2026-11-20T10:00:00Z)}}',
        '$t(error.whenPast)',
        '{{count}}',
        '\u202e',
        '\u0000',
        '\n# ',
        '1. ',
        '- ',
        '&lt;',
        '\ud800',
        '|',
        '~~',
        '\\',
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('')),
);

/** A Markdown mark that no backslash precedes would format; an even run of backslashes escapes only itself. */
const loose = /(?<!\\)(?:\\\\)*[*_`~[\]<>|]/;

/** The texts of a card that clients read as Markdown: of its elements and facts, not of choices and buttons. */
function* markdown(value: unknown): Generator<string> {
  if (!value || typeof value !== 'object') return;
  const { type, text: said, title, value: fact } = value as Record<string, unknown>;
  if (type === 'TextBlock') yield String(said);
  if (!type && title && fact) yield String(fact);
  for (const [key, each] of Object.entries(value)) if (key !== 'choices') yield* markdown(each);
}

describe('text that people wrote', () => {
  it('keeps no mark of Markdown that would format, however it is mixed', () => {
    fc.assert(
      fc.property(nasty, (written) => {
        const said = escaped(written);
        assert.doesNotMatch(said, loose);
        assert.doesNotMatch(said, /^(#|\+|-|\d+[.)])/);
        assert.doesNotMatch(said, /(?<!\\)&#?\w+;/);
      }),
    );
  });

  it('shows what was typed once the backslashes are read', () => {
    fc.assert(
      fc.property(nasty, (written) => {
        const read = escaped(written).replace(/\\([\\*_`~[\]<>|#+\-.)&])/g, '$1');
        assert.equal(read, plain(written));
      }),
    );
  });

  it('has no control character, no change of direction, no date function and no endless length', () => {
    fc.assert(
      fc.property(nasty, (written) => {
        const said = plain(written, 50);
        assert.doesNotMatch(said, /[\p{Cc}\u202a-\u202e\u2066-\u2069\u2028\u2029]/u);
        assert.ok(!said.includes('{{'));
        assert.ok(said.isWellFormed());
        assert.ok([...said].length <= 50);
      }),
    );
  });

  it('leaves ordinary names as they are', () => {
    for (const name of [
      "Seán O'Brien",
      '李 雷',
      'Анна-Мария',
      'Zoë (Sales)',
      'Team A & B',
      '👩‍👩‍👧 Family',
    ]) {
      assert.equal(escaped(name), name);
    }
  });

  it('cannot bring its own marks, functions or texts into any card', () => {
    fc.assert(
      fc.property(nasty, (written) => {
        const own = call({
          subject: written,
          controls: [
            { ...control('mute', [target(written, 'failed', written)]), by: { id: 'x', name: written } },
          ],
          invited: [{ id: 'absent', name: written }],
        });
        const made = [
          meetingCard(text, {
            meeting: {
              ...meeting,
              subject: written,
              organizer: { id: 'x', name: written },
              invited: meeting.invited.map((person) => ({ ...person, name: written })),
            },
            live: null,
            newMeetingUrl: null,
          }),
          liveCard(text, liveView(own, null)),
          rosterCard(text, {
            ...roster,
            subject: written,
            participants: [participant(written, { inLobby: true })],
          }),
          choosePersonCard(text, {
            pick: { callId: meeting.id, command: 'mute' },
            name: written,
            people: [],
          }),
        ];
        for (const card of made) {
          const json = JSON.stringify(card);
          assert.doesNotMatch(json.replace(/\{\{(DATE|TIME)\([-:TZ0-9]+(, SHORT)?\)\}\}/g, ''), /\{\{/);
          for (const said of markdown(card))
            assert.doesNotMatch(said, /(?<!\\)<at>|(?<!\\)\]\(https:\/\/evil/);
          assert.ok(!json.includes(text('error.whenPast')));
        }
      }),
    );
  });
});
