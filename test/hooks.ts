/** What mocha runs once around the whole run, in the process that was started; with --parallel, tests run in others. */
import { globSync, rmSync } from 'node:fs';
import { shareDatabases, stopDatabases } from './fixtures/database.ts';

export async function mochaGlobalSetup(): Promise<void> {
  // What the contract's checker reads is the traffic of one run.
  for (const file of globSync('test/.traffic/*.jsonl')) rmSync(file, { force: true });
  if (process.argv.includes('--parallel')) await shareDatabases();
}

export async function mochaGlobalTeardown(): Promise<void> {
  await stopDatabases();
}
