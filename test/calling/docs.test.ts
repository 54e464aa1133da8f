import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';

describe('docs/architecture.md', () => {
  it('names the job of each file in src/calling, and of no other', () => {
    const docs = readFileSync('docs/architecture.md', 'utf8');
    const [, files = ''] = docs.split('\n## The files of `src/calling`\n');
    const named = (files.split('\n## ')[0] ?? '').matchAll(/`(\w+\.ts)`/g);
    assert.deepEqual(
      [...new Set([...named].map(([, name]) => name))].sort(),
      readdirSync('src/calling').sort(),
    );
  });
});
