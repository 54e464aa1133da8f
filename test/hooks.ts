/** What mocha runs once around the whole run. */
import { globSync, rmSync } from 'node:fs';
import { stopDatabases } from './fixtures/database.ts';

export const mochaHooks = {
  /** What the contract's checker reads is the traffic of one run. */
  beforeAll(): void {
    for (const file of globSync('test/.traffic/*.jsonl')) rmSync(file, { force: true });
  },
  async afterAll(): Promise<void> {
    await stopDatabases();
  },
};
