import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reachableCopy } from '../../src/store/embeddedUser.ts';

describe('what the user of the database must reach', () => {
  let folder: string;
  const nobody = { uid: 65_534, gid: 65_534 };
  beforeEach(function () {
    if (process.getuid?.() !== 0) this.skip();
    folder = mkdtempSync(join(tmpdir(), 'reach-'));
    mkdirSync(join(folder, 'closed/native'), { recursive: true });
    writeFileSync(join(folder, 'closed/native/program'), 'ours');
    chmodSync(join(folder, 'closed'), 0o700);
  });
  afterEach(() => {
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  const copied = () => reachableCopy(join(folder, 'closed/native'), nobody, join(folder, 'shared'));

  it('is copied once', async () => {
    const copy = await copied();
    assert.equal(readFileSync(join(copy, 'program'), 'utf8'), 'ours');
    assert.equal(await copied(), copy);
  });

  it('is never what somebody else put under its name', async () => {
    const copy = await copied();
    rmSync(copy, { recursive: true });
    mkdirSync(join(folder, 'theirs'));
    symlinkSync(join(folder, 'theirs'), copy);
    await assert.rejects(copied(), /is not ours/);
  });
});
