/** Whatever happens on the line, a walk goes on to its end: every event leaves something under way that brings another. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { languages } from '../../src/ivr/language.ts';
import type { Menu, MenuNode, Misstep, Target } from '../../src/ivr/menu.ts';
import { menuKeys, type Tone } from '../../src/ivr/tone.ts';
import { choicesAt, type Heard, type WalkEvent, walkOn } from '../../src/ivr/walk.ts';
import { agent, bookOf, Line, sample } from './walk.fixtures.ts';

const nodeNames = ['a', 'b', 'c', 'd', 'gone'];
const menuNames = ['one', 'two', 'lost'];
const prompt = fc.constant({ en: { text: 'Prompt', language: 'en' as const } });
const target: fc.Arbitrary<Target> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...nodeNames).map((node) => ({ node })) },
  fc.constantFrom(...menuNames).map((menu): Target => ({ menu })),
  fc.constantFrom<Target>('person', 'hangUp'),
);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const misstep: fc.Arbitrary<Misstep> = fc.record({
  retries: fc.nat(2),
  prompt: maybe(prompt),
  next: target,
});
const choice = fc.record({
  key: fc.constantFrom(...menuKeys),
  phrases: fc.constantFrom<Phrases>({}, { en: ['yes'] }),
  next: target,
});
type Phrases = { en?: string[] };
const seconds = fc.integer({ min: 1, max: 60 });
const to = fc.constantFrom(agent, 'c0a80000-7e57-4c0d-a000-000000000005');
/** Wilder than any file may be: rounds without a key, targets that are not there. */
const node: fc.Arbitrary<MenuNode> = fc.oneof(
  fc.record({
    kind: fc.constant('choose' as const),
    prompt,
    choices: fc.array(choice, { minLength: 1, maxLength: 4 }),
    negatives: fc.constantFrom<Phrases>({}, { en: ['no'] }),
    seconds,
    silence: misstep,
    wrong: misstep,
  }),
  fc.record({
    kind: fc.constant('speak' as const),
    prompt: maybe(prompt),
    report: fc.constantFrom(null, null, 'late'),
    next: target,
  }),
  fc.record({
    kind: fc.constant('transfer' as const),
    prompt: maybe(prompt),
    to,
    consult: fc.boolean(),
    seconds,
    otherwise: maybe(target),
  }),
  fc.record({ kind: fc.constant('takeMessage' as const), prompt, seconds }),
  fc.record({
    kind: fc.constant('recordAnswer' as const),
    prompt,
    seconds,
    next: target,
    otherwise: target,
  }),
  fc.record({
    kind: fc.constant('lookUp' as const),
    prompt: maybe(prompt),
    url: fc.constant('https://x.example/'),
    timeoutMs: fc.constant(1_000),
    failed: prompt,
    next: target,
  }),
  fc.record({ kind: fc.constant('stay' as const), prompt: maybe(prompt), seconds, next: target }),
);
const menu = (name: string): fc.Arbitrary<Menu> =>
  fc.record({
    name: fc.constant(name),
    languages: fc.constant(['en'] as Menu['languages']),
    start: fc.constantFrom('a', 'b'),
    fallback: fc.constantFrom(null, agent),
    nodes: fc.record({ a: node, b: node, c: node, d: node }),
  });
const can = fc.record({ hear: fc.boolean(), keepMessages: fc.boolean(), sentiment: fc.boolean() });
const tones: Tone[] = ['tone0', 'tone1', 'tone2', 'tone3', 'tone9', 'star', 'pound', 'a', 'flash'];
const heard: fc.Arbitrary<Heard> = fc.oneof(
  fc.constantFrom<Heard>(
    ...(['silence', 'notUnderstood', 'angry', 'recorded', 'unavailable'] as const).map((kind) => ({ kind })),
  ),
  fc.nat(5).map((choice): Heard => ({ kind: 'choice', choice })),
);
/** What happens next: a key, or the end of what is under way, in one way or another. */
const happening = fc.record({
  tone: fc.option(fc.constantFrom(...tones), { nil: null, freq: 2 }),
  ok: fc.boolean(),
  heard,
  text: maybe(fc.string()),
});
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

const wayOut: Record<string, WalkEvent['kind'] | undefined> = {
  speaking: 'spoken',
  ending: 'spoken',
  waiting: 'waited',
  listening: 'heard',
  transferring: 'transferFailed',
  lookingUp: 'lookedUp',
};

/** How what is under way ends. */
function ended(line: Line, { ok, heard, text }: Omit<Happening, 'tone'>): WalkEvent {
  const { step, doing } = line.at.walk;
  const kind = wayOut[doing];
  if (kind === 'spoken') return { kind, step, ok };
  if (kind === 'heard') return { kind, step, heard };
  if (kind === 'lookedUp') return { kind, step, text };
  assert.ok(kind === 'waited' || kind === 'transferFailed');
  return { kind, step };
}

const begun = { speaking: 'speak', ending: 'speak', waiting: 'wait', listening: 'listen' } as const;
const asked = { ...begun, transferring: 'transfer', lookingUp: 'lookUp' } as const;

/** Something is under way whose end will be told, or the line is hung up. */
function isAlive(line: Line) {
  const { doing, step } = line.at.walk;
  const last = line.steps.findLast((each) => each.do !== 'quiet' && each.do !== 'report');
  assert.ok(last);
  if (doing === 'over') return assert.equal(last.do, 'hangUp');
  assert.equal(last.do, asked[doing]);
  assert.ok('step' in last && last.step === step);
  assert.ok(last.do !== 'listen' || last.say.length <= 1);
}

const isOver = (line: Line): boolean => line.at.walk.doing === 'over';

/** A caller who does nothing any more: everything fails or is silent. */
function leftAlone(line: Line): number {
  for (let events = 0; events < 500; events += 1) {
    if (isOver(line)) return events;
    line.tell(ended(line, { ok: events % 2 === 0, heard: { kind: 'silence' }, text: null }));
    isAlive(line);
  }
  return assert.fail(`still ${line.at.walk.doing}`);
}

describe('every walk', () => {
  const own = bookOf({});

  it('ends, through any book and whatever happens', () => {
    const stories = fc.tuple(
      menu('one'),
      menu('two'),
      can,
      fc.array(happening, { maxLength: 80 }),
      fc.boolean(),
    );
    fc.assert(
      fc.property(stories, ([one, two, can, events, self]) => {
        const book = { ...own, menus: { one, two } };
        const line = new Line(book, 'one', can, 'en', self ? agent : null);
        isAlive(line);
        for (const event of events) {
          if (isOver(line)) break;
          line.tell(event.tone ? { kind: 'tone', tone: event.tone } : ended(line, event));
          isAlive(line);
        }
        leftAlone(line);
        assert.equal(line.steps.filter((step) => step.do === 'hangUp').length, 1);
      }),
      { numRuns: 500 },
    );
  });

  it('ends even for a caller who presses keys for ever', () => {
    fc.assert(
      fc.property(menu('one'), can, fc.infiniteStream(fc.constantFrom(...tones)), (one, can, keys) => {
        const line = new Line({ ...own, menus: { one } }, 'one', can);
        for (let events = 0; events < 5_000 && !isOver(line); events += 1) {
          line.press(keys.next().value ?? 'tone1');
          if (isOver(line)) break;
          line.tell(ended(line, { ok: true, heard: { kind: 'silence' }, text: 'x' }));
        }
        assert.equal(line.at.walk.doing, 'over');
      }),
      { numRuns: 50 },
    );
  });

  it('is not changed by what is stale, and is plain JSON', () => {
    fc.assert(
      fc.property(
        menu('one'),
        can,
        fc.array(happening, { maxLength: 20 }),
        fc.nat(30),
        (one, can, events, ago) => {
          const book = { ...own, menus: { one } };
          const line = new Line(book, 'one', can);
          for (const event of events) {
            if (!isOver(line)) line.tell(ended(line, event));
          }
          const { walk } = line.at;
          assert.deepEqual(JSON.parse(JSON.stringify(walk)), walk);
          const step = walk.step - 1 - ago;
          const stale: WalkEvent[] = [
            { kind: 'spoken', step, ok: true },
            { kind: 'waited', step },
            { kind: 'heard', step, heard: { kind: 'angry' } },
            { kind: 'transferFailed', step },
            { kind: 'lookedUp', step, text: 'late' },
          ];
          for (const event of stale) assert.deepEqual(walkOn(book, walk, event, can), { walk, steps: [] });
        },
      ),
    );
  });

  it('goes on in another book', () => {
    const books = fc.tuple(menu('one'), menu('one'));
    fc.assert(
      fc.property(books, can, fc.array(happening, { maxLength: 10 }), ([before, after], can, events) => {
        const line = new Line({ ...own, menus: { one: before } }, 'one', can);
        for (const event of events) if (!isOver(line)) line.tell(ended(line, event));
        line.book = { ...own, menus: { one: after } };
        choicesAt(line.book, line.at.walk);
        leftAlone(line);
      }),
    );
  });

  it('ends through the help desk, in every language', () => {
    const book = sample();
    const way = fc.tuple(fc.constantFrom(...languages), can, fc.array(happening, { maxLength: 60 }));
    fc.assert(
      fc.property(way, ([language, can, events]) => {
        const line = new Line(book, 'helpdesk', can, language);
        for (const event of events) {
          if (isOver(line)) break;
          line.tell(event.tone ? { kind: 'tone', tone: event.tone } : ended(line, event));
          isAlive(line);
        }
        leftAlone(line);
      }),
    );
  });
});
