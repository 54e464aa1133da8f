/** Whatever comes, and in whatever order: the same keys make the same walk, and no line is ever dead. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { byKeys, byVoice, Line } from './talk.fixtures.ts';

type Act = (line: Line, pick: number) => void;

const one = <Item>(items: readonly Item[], pick: number): Item | undefined => items[pick % items.length];
const keys = [...'012345*#'];
const sealed = 'sealed';

/** What Graph, the webhook, the recognizer, the caller and time can do. */
const acts: Record<string, Act> = {
  done(line, pick) {
    const head = one(line.heads, pick);
    if (head) line.carryOut(head);
  },
  endedAtOnce(line, pick) {
    const head = one(line.heads, pick);
    const media = head?.effect.kind === 'play' || head?.effect.kind === 'record';
    if (head) line.carryOut(head, media ? { ended: true, ok: pick % 2 === 0 } : {});
  },
  failed(line, pick) {
    const head = one(line.heads, pick);
    const failure = { status: pick % 2 ? 500 : 404, code: '', message: '', reference: 'r' };
    if (head) line.finish(head, { kind: 'effectFailed', effectId: head.id, failure });
  },
  unknown(line, pick) {
    const head = one(line.heads, pick);
    if (head) line.finish(head, { kind: 'outcomeUnknown', effectId: head.id });
  },
  heard(line, pick) {
    const head = line.heads.find(({ effect }) => effect.kind === 'understand');
    const choice = { kind: 'choice', choice: pick % 5 } as const;
    const kinds = ['silence', 'notUnderstood', 'angry', 'recorded', 'unavailable'] as const;
    const heard = pick % 2 ? choice : { kind: one(kinds, pick) ?? 'silence' };
    if (head) line.carryOut(head, { heard });
  },
  ended(line, pick) {
    const context = one(line.running, pick);
    if (context) line.end(context, null, pick % 3 ? sealed : undefined);
  },
  cutShort(line, pick) {
    const context = one(line.running, pick);
    const subcode = one([8508, 8510, 8536], pick) ?? 0;
    if (context) line.end(context, { code: 400, subcode });
  },
  /** An end that nobody waits for, or that is told twice. */
  endedAgain(line, pick) {
    line.end(`${line.call.id}/${1 + (pick % 30)}`, null);
  },
  press: (line, pick) => line.press(one(keys, pick) ?? '1'),
  pressLate: (line, pick) => line.press(one(keys, pick) ?? '1', 1 + (pick % 9)),
  audio: (line, pick) => line.hear({ state: 'established', audio: pick % 3 ? 'active' : 'inactive' }),
  due(line) {
    if (line.call.timers.talk?.due) line.due();
  },
  transferDue(line) {
    if (line.call.timers.transfer?.due) line.due('transfer');
  },
};

/** Mostly what should happen: lives that go far, and then astray. */
const act = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('done', 'ended', 'heard') },
  { weight: 3, arbitrary: fc.constant('press') },
  { weight: 1, arbitrary: fc.constantFrom(...Object.keys(acts)) },
);
const anything = fc.array(fc.tuple(act, fc.nat(200)), { maxLength: 150, size: 'max' });
const settings = fc.constantFrom(byKeys, byVoice);

function live(line: Line, life: readonly (readonly [string, number])[]): Line {
  for (const [act, pick] of life) if (!line.over) acts[act]?.(line, pick);
  return line;
}

/** Nobody answers any more, and the caller is silent: only time goes on. */
function untilOver(line: Line): void {
  const from = line.now;
  for (let fired = 0; !line.over; fired += 1) {
    assert.ok(fired < 100, `still talking after ${fired} timers`);
    assert.ok(line.call.timers.talk?.due, 'nothing is waited for: a dead line');
    line.due();
  }
  assert.ok(line.now - from < 3_600_000, `a line was dead for ${(line.now - from) / 60_000} minutes`);
}

describe('every talk ends', () => {
  it('whatever happened before, when nobody answers any more', () => {
    fc.assert(
      fc.property(settings, anything, (rules, life) => {
        const line = live(new Line(rules).hear({ state: 'established', audio: 'active' }), life);
        untilOver(line);
        assert.ok(line.planned.some(({ kind }) => kind === 'hangUp'));
        assert.ok(!JSON.stringify(line.call).includes(sealed));
      }),
      { numRuns: 1_500 },
    );
  });

  it('when all works and the caller says and presses nothing', () => {
    for (const rules of [byKeys, byVoice]) {
      const line = new Line(rules).begin();
      for (let step = 0; !line.over; step += 1) {
        assert.ok(step < 100);
        const head = line.heads.find(({ effect }) => effect.kind !== 'settle');
        const context = line.running[0];
        if (head) line.carryOut(head);
        else if (context) line.end(context, { code: 400, subcode: 8510 });
        else line.due();
      }
      assert.ok(line.now > 0);
    }
  });

  it('even where audio never becomes active', () => {
    untilOver(new Line().hear({ state: 'established' }));
  });

  it('even where nothing can be played at all', () => {
    for (const rules of [byKeys, byVoice]) {
      const line = new Line(rules).begin();
      for (let step = 0; !line.over; step += 1) {
        assert.ok(step < 200);
        const head = line.heads.find(({ effect }) => effect.kind === 'play' || effect.kind === 'record');
        if (head) line.fail(head.effect.kind, 424);
        else line.due();
      }
    }
  });
});

describe('keys that come in any order', () => {
  const pressed = fc.array(fc.constantFrom(...keys), { minLength: 1, maxLength: 8 });

  it('make the same walk and the same effects', () => {
    const muddled = pressed.chain((all) => {
      const numbered = all.map((key, at) => ({ key, sequenceId: at + 1 }));
      const copied = [...numbered, ...numbered];
      const heard = fc.shuffledSubarray(copied, { minLength: copied.length });
      return fc.record({ all: fc.constant(numbered), heard });
    });
    fc.assert(
      fc.property(settings, muddled, (rules, { all, heard }) => {
        const [inOrder, muddle] = [all, heard].map((news) => {
          const line = new Line(rules).begin();
          for (const { key, sequenceId } of news) line.press(key, sequenceId);
          return line;
        });
        assert.ok(inOrder && muddle);
        const shown = ({ planned, call }: Line) => [
          planned.filter(({ kind }) => kind !== 'settle'),
          call.talk?.walk,
          call.phase,
        ];
        assert.deepEqual(shown(muddle), shown(inOrder));
      }),
    );
  });
});
