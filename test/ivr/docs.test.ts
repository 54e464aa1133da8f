import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readMenus } from '../../src/ivr/menuFile.ts';
import { actions } from '../../src/ivr/menuWords.ts';

const docs = readFileSync(new URL('../../docs/menus.md', import.meta.url), 'utf8');
const afterHours = readFileSync(new URL('../../config/menus/afterHours.yaml', import.meta.url), 'utf8');
const named = (word: string) => new RegExp(`\`${word}[\`:]`).test(docs);

function reading(example: string) {
  const files = [
    { name: 'example.yaml', text: example },
    { name: 'afterHours.yaml', text: afterHours },
  ];
  return readMenus(files, { prompt: (file) => (file === 'saudacao.wav' ? null : 'is not there') });
}

describe('docs/menus.md', () => {
  const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(docs) ?? [];

  it('has an example that works and does everything that a menu can do', () => {
    const found = reading(example);
    assert.ok('book' in found, JSON.stringify(found));
    for (const action of actions) assert.match(example, new RegExp(`\\b${action}:`));
  });

  it('has every word of a menu', () => {
    const nodes = [
      '{ x: 1, choices: [{ x: 1 }] }',
      '{ choices: [], silence: { x: 1 }, wrong: { x: 1 } }',
      ...actions.map((action) => `{ x: 1, ${action}: { x: 1 } }`),
      '{ prompt: { en: { x: 1 } }, next: { x: 1 } }',
    ];
    const menus = [
      'x: 1\nnodes: {}',
      ...nodes.map((node) => `languages: en\nstart: a\nnodes: { a: ${node} }`),
    ];
    const words = menus.flatMap((text) => {
      const found = reading(text);
      return 'mistakes' in found
        ? found.mistakes.flatMap(({ message }) => / what is: (.*)$/.exec(message)?.[1]?.split(', ') ?? [])
        : [];
    });
    // A prompt's `text` is what a plain string is short for.
    const distinct = [...new Set(words)].filter((word) => !['en', 'text', 'menu', 'file'].includes(word));
    assert.ok(distinct.length > 20, String(distinct));
    assert.deepEqual(
      distinct.filter((word) => !named(word)),
      [],
    );
  });

  it('tells the shortest and the longest of each number, and what it is where nothing is said', () => {
    const rules: [string, RegExp][] = [
      ['choices: [{ key: 1, next: hangUp }], seconds: 0', /from 1 to 60$/],
      ['choices: [{ key: 1, next: hangUp }], silence: { retries: -1 }', /from 0 to 9$/],
      ['transfer: { to: c0a80000-7e57-4c0d-a000-000000000002, seconds: 0 }', /from 5 to 120$/],
      ['takeMessage: { seconds: 0 }', /from 1 to 120, as long as Graph records$/],
      [
        'lookUp: { url: "https://x.example", timeoutSeconds: 0, failed: { en: x }, next: hangUp }',
        /from 1 to 10$/,
      ],
    ];
    for (const [node, rule] of rules) {
      const found = reading(`languages: en\nstart: a\nnodes: { a: { prompt: { en: x }, ${node} } }`);
      assert.ok('mistakes' in found);
      assert.match(found.mistakes.map(({ message }) => message).join('\n'), rule);
      const [, least, most] = /from (\d+) to (\d+)/.exec(rule.source) ?? [];
      assert.match(docs, new RegExp(`\\b${least} to ${most}\\b`));
    }
  });
});
