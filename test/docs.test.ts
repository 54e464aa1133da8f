/** Whoever reads the documents finds what they point at: files, pictures, headings. */
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const documents = globSync(['*.md', 'docs/*.md'], { cwd: root });
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

/** What a document points at on our own disk: `[words](docs/menus.md#what-is-kept)`, `<img src="docs/images/live.png">`. */
const targetsOf = (words: string): string[] =>
  [...words.matchAll(/\]\(([^)\s]+)\)|\bsrc="([^"]+)"/g)]
    .map(([, link, source]) => link ?? source ?? '')
    .filter((target) => !/^[a-z]+:/.test(target));

/** The anchors that GitHub makes of a document's headings. */
const anchorsOf = (words: string): string[] =>
  [...words.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

describe('the documents', () => {
  it('are found, with links and pictures', () => {
    assert.ok(documents.includes('README.md') && documents.includes(join('docs', 'front-desk.md')));
    const targets = documents.flatMap((file) => targetsOf(read(file)));
    assert.ok(targets.filter((target) => target.endsWith('.png')).length > 3);
    assert.ok(targets.filter((target) => target.includes('#')).length > 0);
  });

  for (const file of documents) {
    it(`${file} points at nothing that is not there`, () => {
      const broken = targetsOf(read(file)).filter((target) => {
        const [path = '', anchor] = target.split('#');
        const there = path ? join(dirname(file), path) : file;
        if (!existsSync(join(root, there))) return true;
        return anchor !== undefined && !anchorsOf(read(there)).includes(anchor);
      });
      assert.deepEqual(broken, []);
    });
  }
});
