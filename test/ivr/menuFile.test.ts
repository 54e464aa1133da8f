import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readMenus } from '../../src/ivr/menuFile.ts';
import { sample } from './walk.fixtures.ts';

const agent = 'c0a80000-7e57-4c0d-a000-000000000002';
const has = { prompt: (file: string) => (file === 'there.wav' ? null : 'names no WAV file') };
const read = (...texts: string[]) =>
  readMenus(
    texts.map((text, at) => ({ name: `menu${at}.yaml`, text })),
    has,
  );
const mistakesIn = (...texts: string[]): string[] => {
  const result = read(...texts);
  assert.ok('mistakes' in result, 'no mistake was found');
  return result.mistakes.map(({ file, line, message }) => `${file}:${line} ${message}`);
};
/** A menu of these nodes, from line 4 on. */
const nodes = (text: string, start = 'a', more = '') =>
  `languages: [en]\nstart: ${start}\nnodes:\n${text}\n${more}`;
const end = '  z: { hangUp: true }';

describe('the files of menus', () => {
  it('give the help desk in four languages', () => {
    const { menus } = sample();
    assert.deepEqual(Object.keys(menus), ['helpdesk', 'afterHours']);
    assert.deepEqual(menus.helpdesk?.languages, ['en', 'ru', 'zh-CN', 'pt-BR']);
  });

  it('give texts and WAV files', () => {
    const result = read(nodes('  a: { prompt: { en: { file: there.wav } }, hangUp: true }'));
    assert.ok('book' in result);
    const start = result.book.menus.menu0?.nodes.a;
    assert.deepEqual(start, {
      kind: 'speak',
      prompt: { en: { file: 'there.wav' } },
      report: null,
      next: 'hangUp',
    });
  });

  const wrong: [string, string, RegExp[]][] = [
    [
      'an unknown node',
      nodes('  a: { prompt: { en: x }, next: b }'),
      [/^menu0.yaml:4 `next` names no node of this menu; there are: a$/],
    ],
    [
      'an unknown menu',
      nodes('  a: { prompt: { en: x }, next: { menu: b } }'),
      [/:4 `menu` names no menu there is/],
    ],
    ['an unknown start', nodes(end, 'y'), [/:2 `start` names no node/]],
    [
      'a text too long to be spoken',
      nodes(`  a: { prompt: { en: ${'x'.repeat(1_501)} }, hangUp: true }`),
      [/:4 `\w+` has 1501 characters; 1500 can be spoken at once$/],
    ],
    ['a node nobody reaches', nodes(`${end}\n  y: { hangUp: true }`, 'z'), [/:5 `y` is never reached/]],
    ['a missing prompt', nodes('  a: { next: hangUp }'), [/:4 `prompt` is missing/]],
    [
      'a prompt without a language',
      `languages: [en, ru]\nstart: a\nnodes:\n  a:\n    prompt: { en: x }\n    next: hangUp`,
      [/:5 `ru` is missing/],
    ],
    [
      'a prompt in a language of no menu',
      nodes('  a: { prompt: { en: x, de: y }, next: hangUp }'),
      [/:4 `de` is not known here; what is: en/],
    ],
    [
      'a WAV file that is not there',
      nodes('  a: { prompt: { en: { file: no.wav } }, next: hangUp }'),
      [/:4 `file` names no WAV file/],
    ],
    ['an empty prompt', nodes('  a: { prompt: { en: " " }, next: hangUp }'), [/:4 `text` must be a text/]],
    [
      'a round without a key',
      nodes('  a: { prompt: { en: x }, next: b }\n  b: { prompt: { en: x }, next: a }'),
      [/:4 `a` goes round for ever .*: a, b, a$/],
    ],
    [
      'a round by silence',
      nodes('  a:\n    prompt: { en: x }\n    choices: [{ key: 1, next: hangUp }]\n    silence: { next: a }'),
      [/:4 `a` goes round for ever/],
    ],
    [
      'a round by a transfer that fails',
      nodes(`  a: { transfer: { to: ${agent}, otherwise: a } }`),
      [/:4 `a` goes round for ever/],
    ],
    [
      'a key given twice',
      nodes(
        '  a:\n    prompt: { en: x }\n    choices:\n      - { key: 1, next: hangUp }\n      - { key: "1", next: hangUp }',
      ),
      [/:8 `key` has key 1, which choice 1 has already/],
    ],
    [
      'a phrase given twice',
      nodes(
        '  a:\n    prompt: { en: x }\n    choices:\n      - { key: 1, next: hangUp, phrases: { en: [Yes] } }\n      - { key: 2, next: hangUp, phrases: { en: [yes] } }',
      ),
      [/:8 `en` has en "yes", which choice 1 has already/],
    ],
    ['a node written twice', nodes(`${end}\n${end}`, 'z'), [/:5 This is not YAML: Map keys must be unique/]],
    [
      'a key that no phone has',
      nodes('  a: { prompt: { en: x }, choices: [{ key: A, next: hangUp }] }'),
      [/:4 `key` must be a key: 0 to 9/],
    ],
    [
      'more choices than keys',
      nodes(
        `  a:\n    prompt: { en: x }\n    choices:\n${Array.from({ length: 13 }, (_, at) => `      - { key: ${at % 10}, next: hangUp }`).join('\n')}`,
      ),
      [/:6 `choices` has more choices than a phone has keys: at most 12/],
    ],
    [
      'a transfer to nobody',
      nodes('  a: { transfer: { to: Adele } }'),
      [/:4 `to` must be an id of Entra, a GUID/],
    ],
    [
      'a webhook without https',
      nodes('  a:\n    lookUp: { url: "http://x.example", failed: { en: x }, next: hangUp }'),
      [/:5 `url` must be an address that begins with https/],
    ],
    [
      'a person who is nowhere named',
      nodes('  a: { prompt: { en: x }, next: person }'),
      [/:4 `next` needs a person/],
    ],
    [
      'a node that does nothing',
      nodes('  a: { prompt: { en: x } }'),
      [/:4 `a` must have exactly one of these/],
    ],
    [
      'a node that does two things',
      nodes('  a: { prompt: { en: x }, next: hangUp, hangUp: true }'),
      [/:4 `a` must have exactly one of these/],
    ],
    [
      'a node with a name of Rollcall’s own',
      nodes('  a: { prompt: { en: x }, next: hangUp }\n  person: { hangUp: true }'),
      [/:5 `person` has a meaning of its own/],
    ],
    ['a misspelt word', nodes('  a: { promt: { en: x }, hangUp: true }'), [/:4 `promt` is not known here/]],
    [
      'a recording that is too long',
      nodes('  a: { prompt: { en: x }, takeMessage: { seconds: 1800 } }'),
      [/:4 `seconds` must be a whole number from 1 to 120/],
    ],
    ['nothing', '', [/:1 The file must have/]],
    ['no YAML', 'a: [', [/:1 This is not YAML/]],
  ];
  for (const [what, text, expected] of wrong) {
    it(`name the line of ${what}`, () => {
      const mistakes = mistakesIn(text);
      for (const pattern of expected)
        assert.ok(
          mistakes.some((one) => pattern.test(one)),
          mistakes.join('\n'),
        );
    });
  }

  it('tell of every mistake of every file together', () => {
    const mistakes = mistakesIn(
      nodes('  a: { prompt: { en: x }, next: b }\n  c: { next: hangUp }'),
      nodes('  a: { transfer: { to: x } }'),
    );
    assert.deepEqual(
      mistakes.map((one) => one.split(' ')[0]),
      ['menu0.yaml:4', 'menu0.yaml:5', 'menu1.yaml:4'],
    );
  });

  it('see a language that the next menu lacks, and a round through two menus', () => {
    const first =
      'languages: [en, ru]\nstart: a\nnodes:\n  a: { prompt: { en: x, ru: x }, next: { menu: menu1 } }';
    const second = nodes('  a: { prompt: { en: x }, next: { menu: menu0 } }');
    const mistakes = mistakesIn(first, second);
    assert.match(
      mistakes.join('\n'),
      /menu0.yaml:4 `a` leads callers in ru to the menu menu1, which has no ru/,
    );
    assert.match(mistakes.join('\n'), /goes round for ever/);
  });

  it('see two files of one menu, and file names that are none or that Rollcall has itself', () => {
    const text = nodes(end, 'z');
    const files = ['a.yaml', 'a.yml', 'apology.yaml', 'b c.yaml'].map((name) => ({ name, text }));
    const result = readMenus(files, has);
    assert.ok('mistakes' in result);
    assert.deepEqual(
      result.mistakes.map(({ file }) => file),
      ['a.yml', 'apology.yaml', 'b c.yaml'],
    );
  });

  it('never throw, whatever is in them', () => {
    const word = fc.constantFrom(
      ...[
        'languages',
        'start',
        'nodes',
        'prompt',
        'choices',
        'next',
        'a',
        'en',
        'hangUp',
        'person',
        'menu',
        'key',
      ],
      ...['__proto__', 'constructor', 'transfer', 'lookUp', 'silence', 'phrases', 'fallback', 'takeMessage'],
    );
    const leaf = fc.oneof(word, fc.string(), fc.integer(), fc.constant(null), fc.boolean());
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 6 },
        leaf,
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(word, tie('tree'), { maxKeys: 5 }),
      ),
    }));
    const text = fc.oneof(
      fc.string(),
      tree.map((value) => JSON.stringify(value)),
      fc
        .tuple(tree, tree)
        .map(([a, z]) => JSON.stringify({ languages: ['en'], start: 'a', nodes: { a, z } })),
    );
    fc.assert(
      fc.property(fc.array(text, { maxLength: 3 }), (texts) => {
        const result = read(...texts);
        if ('mistakes' in result) {
          assert.ok(result.mistakes.length > 0);
          for (const { line, message } of result.mistakes) assert.ok(line >= 1 && message.length > 0);
        }
      }),
      { numRuns: 500 },
    );
  });
});
