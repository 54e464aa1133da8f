import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { defaultPermissions } from '../../src/simulator/settings.ts';

describe('the permissions an admin grants', () => {
  it('are in the README those that the simulator grants: stories run on no others', () => {
    const readme = readFileSync('README.md', 'utf8');
    const step = /Grant these application permissions[^.]*(?:\.\w[^.]*)*\.\n/.exec(readme)?.[0] ?? '';
    const listed = [...step.matchAll(/`([A-Za-z.]+)`/g)].map(([, name]) => name);
    assert.ok(listed.length > 5, step);
    assert.deepEqual(listed.sort(), [...defaultPermissions].sort());
  });
});
