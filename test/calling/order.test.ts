import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Call, CallEvent, Participant } from '../../src/calling/call.ts';
import { counts } from '../../src/calling/roster.ts';
import { graphId, Life, person, rollcall, rosterOf, start } from './fixtures.ts';

const people = ['Alex', 'Pat', 'Lee', 'Kim'].map((name) => person(name));

const arbitraryPerson = fc.record({
  who: fc.integer({ min: 0, max: 3 }),
  muted: fc.boolean(),
  inLobby: fc.boolean(),
});
const arbitraryRoster = fc
  .uniqueArray(arbitraryPerson, { selector: (one) => one.who, maxLength: 4 })
  .map((chosen): Participant[] =>
    chosen.map(({ who, ...rest }) => ({ ...(people[who] ?? person('X')), ...rest })),
  );

/** What Graph says of a call in the order it happens: in, then who comes and goes. */
const arbitraryStory = fc
  .array(arbitraryRoster, { minLength: 1, maxLength: 6 })
  .map((rosters): CallEvent[] => [
    { kind: 'callUpdated', news: { graphId, state: 'establishing', myParticipantId: 'p-me' } },
    { kind: 'callUpdated', news: { graphId, state: 'established' } },
    ...rosters.map((roster) => rosterOf(...roster)),
  ]);

/** The same story as the wire may bring it: disordered, doubled, with holes, sooner or later. */
const arbitraryDelivery = arbitraryStory.chain((story) =>
  fc.record({
    last: fc.constant(story.at(-1)),
    sent: fc
      .shuffledSubarray([...story, ...story])
      .chain((events) =>
        fc.tuple(
          ...events.map((event) =>
            fc.record({ event: fc.constant(event), after: fc.integer({ min: 0, max: 4_000 }) }),
          ),
        ),
      ),
  }),
);

/** What may differ: when something was heard, and how often. */
function truth(call: Call): unknown {
  const { phase, graphState, myParticipantId, roster } = call;
  return { phase, graphState, myParticipantId, graphId: call.graphId, participants: roster.participants };
}

const joined = (): Life => new Life().done({ kind: 'join', news: { graphId, state: 'establishing' } });

/** Runs timers until a settle was answered that nothing came after; Graph tells the same each time. */
function settle(life: Life, participants: Participant[]): void {
  for (let i = 0; i < 10 && (life.call.settling || life.call.timers.settle?.due || i === 0); i++) {
    if (!life.call.settling) life.due(life.call.timers.settle?.due ? 'settle' : 'silence');
    life.settled(participants);
  }
}

describe('notifications in any order', () => {
  it('end in the same state once the settling GET is in', () => {
    fc.assert(
      fc.property(arbitraryDelivery, ({ last, sent }) => {
        const final = last?.kind === 'rosterUpdated' ? last.participants : [];
        const life = joined();
        for (const { event, after } of sent) life.tell(event, after);
        settle(life, final);
        const straight = joined();
        settle(straight, final);
        assert.deepEqual(truth(life.call), truth(straight.call));
        assert.equal(life.call.phase, 'established');
      }),
    );
  });

  it('never count Rollcall, whatever came first', () => {
    fc.assert(
      fc.property(arbitraryDelivery, ({ sent }) => {
        const life = new Life();
        for (const { event, after } of sent) {
          life.tell(event, after);
          const { here, lobby } = counts(life.call);
          const rest = life.call.roster.participants.filter((one) => one.id !== rollcall().id);
          assert.equal(here + lobby, rest.length);
        }
      }),
    );
  });

  it('have no effect twice for a duplicate that follows at once', () => {
    fc.assert(
      fc.property(arbitraryStory, (story) => {
        const life = joined();
        for (const event of story) {
          life.tell(event, 100);
          const before = life.call;
          life.tell(event);
          assert.deepEqual([life.planned, life.last.audit, life.last.cardChanged], [[], [], false]);
          assert.equal(life.call.timers.settle?.generation, before.timers.settle?.generation);
        }
      }),
    );
  });

  it('change nothing after the end, and never end twice', () => {
    const over: CallEvent = {
      kind: 'callDeleted',
      news: { graphId, state: 'terminated', result: { code: 200, subcode: 5002, message: '' } },
    };
    fc.assert(
      fc.property(arbitraryDelivery, fc.nat(20), ({ sent }, at) => {
        const life = joined();
        sent.slice(0, at).forEach(({ event, after }) => {
          life.tell(event, after);
        });
        life.tell(over);
        const ended = life.call;
        for (const { event, after } of [...sent, { event: over, after: 1 }]) {
          life.tell(event, after);
          assert.deepEqual(life.call, ended);
          assert.deepEqual([life.planned, life.last.timers, life.last.cardChanged], [[], [], false]);
        }
      }),
    );
  });

  it('give every effect an id of its own', () => {
    fc.assert(
      fc.property(arbitraryDelivery, ({ sent }) => {
        const life = joined();
        for (const { event, after } of sent) life.tell(event, after).tell({ kind: 'doubted' });
        const ids = life.all.flatMap((decision) => decision.effects.map((one) => one.id));
        assert.equal(new Set(ids).size, ids.length);
        assert.ok(life.now >= start);
      }),
    );
  });
});
