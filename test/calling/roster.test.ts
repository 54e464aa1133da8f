import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Call, Participant } from '../../src/calling/call.ts';
import { inRange, letterRanges } from '../../src/calling/letters.ts';
import { byAttention, counts, find, missing } from '../../src/calling/roster.ts';
import { botId, Life, person, rollcall } from './fixtures.ts';

const callOf = (participants: Participant[], invited: Call['invited'] = []): Call => ({
  ...new Life().call,
  myParticipantId: 'p-me',
  roster: { participants, asOf: 1, sequence: null },
  invited,
});
const names = (people: { name: string }[]) => people.map((one) => one.name);

describe('the roster', () => {
  it('counts everybody but Rollcall, even before Graph said which one it is', () => {
    const people = [rollcall(), person('A'), person('B', { inLobby: true }), person('C', { muted: true })];
    const call = callOf(people, [
      { id: 'ID-A', name: 'A' },
      { id: 'id-z', name: 'Z' },
    ]);
    assert.deepEqual(counts(call), { here: 2, lobby: 1, unmuted: 1, missing: 1 });
    assert.deepEqual(counts({ ...call, myParticipantId: null, botId: botId.toUpperCase() }), counts(call));
    assert.deepEqual(names(missing(call)), ['Z']);
  });

  it('puts those who need attention first', () => {
    const muted = { muted: true };
    const people = [
      person('Zoe', muted),
      person('Ann', muted),
      person('Guest', { kind: 'guest', ...muted }),
      person('+1555', { kind: 'phone', ...muted }),
      person('Loud'),
      person('Waiting', { inLobby: true }),
    ];
    assert.deepEqual(names(byAttention(people)), ['Waiting', 'Loud', '+1555', 'Guest', 'Ann', 'Zoe']);
  });

  it('finds people by any part of their name, all who match, the exact one alone', () => {
    const call = callOf([
      rollcall(),
      person('Alex Wilber'),
      person('Alexandra Ruiz'),
      person('José Álvarez'),
    ]);
    assert.deepEqual(names(find(call, 'alex')), ['Alex Wilber', 'Alexandra Ruiz']);
    assert.deepEqual(names(find(call, 'ruiz alex')), ['Alexandra Ruiz']);
    assert.deepEqual(names(find(call, 'jose alvarez')), ['José Álvarez']);
    assert.deepEqual(find(call, 'rollcall'), []);
    assert.deepEqual(find(call, '  '), []);
    assert.deepEqual(names(find(callOf([person('Alex'), person('Alexa')]), 'alex')), ['Alex']);
  });
});

describe('ranges of letters', () => {
  const arbitraryNames = fc.array(
    fc.string({ unit: fc.constantFrom('a', 'b', 'É', 'm', 'Z', ' ', '-', '3', '李', '😀'), maxLength: 6 }),
    { maxLength: 150 },
  );

  it('hold every name exactly once', () => {
    fc.assert(
      fc.property(arbitraryNames, (all) => {
        const ranges = letterRanges(all);
        for (const name of all) {
          assert.equal(ranges.filter((range) => inRange(name, range)).length, 1, `${name} in ${ranges}`);
        }
      }),
    );
  });

  it('hold at most twenty names that four letters can tell apart', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 9_999 }), { maxLength: 400 }), (numbers) => {
        const all = numbers.map((number) => String(number).padStart(4, '0'));
        for (const range of letterRanges(all)) {
          assert.ok(all.filter((name) => inRange(name, range)).length <= 20);
          assert.ok(range.length <= 10);
        }
      }),
    );
  });
});
