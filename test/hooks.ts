/** What mocha runs once around the whole run. */
import { stopDatabases } from './fixtures/database.ts';

export const mochaHooks = {
  async afterAll(): Promise<void> {
    await stopDatabases();
  },
};
