import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { mostActions } from '../../../src/chat/cards/card.ts';
import { type Verb, verbs } from '../../../src/chat/verbs.ts';
import { importCards } from './importSamples.ts';
import { reminderCards } from './reminderSamples.ts';
import { cards } from './samples.ts';

// Its ES modules leave out the file endings that Node wants, so the bundle is taken.
const AdaptiveCards: typeof import('adaptivecards') = createRequire(import.meta.url)(
  'adaptivecards/dist/adaptivecards.js',
);

type Json = Record<string, unknown>;

/** Everything in a card that has a type of its own, at any depth. */
function* elements(value: unknown): Generator<Json> {
  if (Array.isArray(value)) for (const each of value) yield* elements(each);
  else if (value && typeof value === 'object') {
    if (typeof (value as Json).type === 'string') yield value as Json;
    for (const each of Object.values(value)) yield* elements(each);
  }
}

/** Everything of a card that people read. */
function* words(value: unknown): Generator<string> {
  for (const element of elements(value)) {
    for (const key of ['text', 'title', 'label', 'placeholder', 'errorMessage', 'fallbackText', 'question']) {
      const found = element[key];
      if (typeof found === 'string') yield found;
    }
    for (const { title, value: said } of (element.facts ?? []) as { title: string; value: string }[])
      yield* [title, said];
    for (const { title } of (element.choices ?? []) as { title: string }[]) yield title;
  }
}

describe('every card in every state', () => {
  for (const [name, card] of [...cards, ...reminderCards, ...importCards]) {
    describe(name, () => {
      it('is read by the adaptivecards library without an objection', () => {
        const context = new AdaptiveCards.SerializationContext(AdaptiveCards.Versions.v1_5);
        const parsed = new AdaptiveCards.AdaptiveCard();
        parsed.parse(card, context);
        const events = Array.from(
          { length: context.eventCount },
          (_, index) => context.getEventAt(index).message,
        );
        // Teams reads the people picker in cards from 1.2 on (its people-picker page), the library only from 1.6.
        const picker = /^Property "choices\.data" is supported in version 1\.6/;
        assert.deepEqual(
          events.filter((message) => !picker.test(message)),
          [],
        );
        // A people picker may start without choices of its own, which the library does not know either.
        const searching = /^An Input.ChoiceSet must have at least one choice/;
        assert.deepEqual(
          parsed
            .validateProperties()
            .validationEvents.map(({ message }) => message)
            .filter((message) => !(searching.test(message) && JSON.stringify(card).includes('"choices":[]'))),
          [],
        );
        assert.equal(parsed.getItemCount(), card.body.length);
      });

      it('is under 28 KB', () => {
        assert.ok(
          Buffer.byteLength(JSON.stringify(card)) < 28_000,
          `${Buffer.byteLength(JSON.stringify(card))}`,
        );
      });

      it('has no more buttons than clients show, no refresh and no fallback', () => {
        assert.ok((card.actions ?? []).length <= mostActions);
        const json = JSON.stringify(card);
        assert.ok(!json.includes('"refresh"'));
        assert.ok(!json.includes('"fallback":'));
      });

      it('has buttons that its verbs accept, with the inputs that they name', () => {
        const buttons = [...elements(card)].filter((element) => element.type === 'Action.Execute');
        for (const { verb, data } of buttons) {
          const schema = verbs[verb as Verb];
          assert.ok(schema, String(verb));
          const result = schema.safeParse(data);
          assert.ok(result.success, JSON.stringify(result.error?.issues));
        }
        for (const input of [...elements(card)].filter(({ type }) => String(type).startsWith('Input.'))) {
          const sending = buttons.filter(({ associatedInputs }) => associatedInputs === 'auto');
          assert.ok(sending.length > 0);
          for (const { verb } of sending) {
            assert.ok(
              String(input.id) in verbs[verb as Verb].shape,
              `${String(input.id)} in ${String(verb)}`,
            );
          }
        }
      });

      it('has words everywhere: no bare key, no empty place, no unfilled value', () => {
        for (const said of words(card)) {
          assert.ok(said.trim().length > 0);
          assert.doesNotMatch(said, /^(card|call|control|error|name)\.[a-z]/);
          assert.doesNotMatch(
            said.replace(/\{\{(DATE|TIME)\([-:TZ0-9]+(, SHORT)?\)\}\}/g, ''),
            /\{\{|undefined|null|NaN/,
          );
        }
      });
    });
  }
});

describe('the cards folder', () => {
  const folder = new URL('../../../src/chat/cards/', import.meta.url);
  const sources = readdirSync(folder).map(
    (file) => [file, readFileSync(new URL(file, folder), 'utf8')] as const,
  );

  it('makes Action.Execute in one place only', () => {
    const makers = sources.filter(
      ([file, source]) => file !== 'card.ts' && source.includes('Action.Execute'),
    );
    assert.deepEqual(
      makers.map(([file]) => file),
      ['button.ts'],
    );
  });

  it('has every card among the samples', () => {
    const samples = ['samples.ts', 'reminderSamples.ts', 'importSamples.ts']
      .map((file) => readFileSync(new URL(file, import.meta.url), 'utf8'))
      .join();
    for (const [file] of sources.filter(([name]) => name.endsWith('Card.ts') && name !== 'draftCard.ts')) {
      assert.ok(samples.includes(`/${file}'`), file);
    }
  });
});
