/** Every key that the source uses has a text, and every text is used: both read from the source itself. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import en from '../../src/locales/en.json' with { type: 'json' };

type Tree = { [key: string]: string | Tree };
const flat = (tree: Tree, path = ''): string[] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [path + key] : flat(value, `${path}${key}.`),
  );
/** Plurals by their stem, as code names them. */
const keys = [...new Set(flat(en).map((key) => key.replace(/_(one|other)$/, '')))];
const sections = Object.keys(en).join('|');

const root = new URL('../../', import.meta.url);
const sources = globSync('src/**/*.ts', { cwd: root })
  .filter((file) => !file.startsWith('src/simulator/'))
  .map((file) => ({ file, source: readFileSync(new URL(file, root), 'utf8') }));

/** `${verb}` in a template is one part of a key, or several. */
const pattern = (key: string): RegExp =>
  new RegExp(`^${key.replaceAll('.', '\\.').replace(/\$\{(?:[^{}]|\{[^}]*\})*\}/g, '[\\w.]*')}$`);

/** Quoted or in backticks, beginning like a section of the texts: a key, or a template of keys; no property's name. */
const written = sources.flatMap(({ file, source }) =>
  [...source.matchAll(new RegExp(`'((?:${sections})\\.[\\w.]+)'(?!:)|\`((?:${sections})\\.[^\`]+)\``, 'g'))]
    .map(([, literal, template]) => literal ?? template ?? '')
    .filter((key) => /^(?:[\w.]|\$\{(?:[^{}]|\{[^}]*\})*\})+$/.test(key))
    .map((key) => ({ file, key })),
);

describe('the keys of texts', () => {
  it('exist, each that is written in the source', () => {
    assert.ok(written.length > 150, `${written.length} found`);
    const missing = written.filter(({ key }) => !keys.some((each) => pattern(key).test(each)));
    assert.deepEqual(missing, []);
  });

  it('exist, each that a refusal names', () => {
    const refused = sources.flatMap(({ source }) =>
      [...source.matchAll(/new Refusal\(\s*'([^']+)'/g)].map(([, key = '']) => key),
    );
    assert.ok(refused.length > 20);
    assert.deepEqual(
      refused.filter((key) => !keys.includes(key)),
      [],
    );
  });

  it('are used, each that has a text', () => {
    const patterns = written.map(({ key }) => pattern(key));
    assert.deepEqual(
      keys.filter((key) => !patterns.some((used) => used.test(key))),
      [],
    );
  });
});
