/** `npm run jobs`: the queues for an admin, over the database that the environment names. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readDatabaseConfig } from './config.ts';
import { readCommand, type Said } from './jobs/command.ts';
import { deadLetters } from './jobs/deadLetters.ts';
import { createLog } from './lib/log.ts';
import { connectDatabase } from './store/database.ts';

async function answer(): Promise<Said> {
  const asked = readCommand(process.argv.slice(2));
  if (typeof asked !== 'function') return asked;
  const { DATABASE_URL: url, DATA_DIR: dataDir } = readDatabaseConfig();
  if (!url && !existsSync(join(dataDir, 'postgres')))
    return { text: `There is no database in ${dataDir}: set DATABASE_URL, or DATA_DIR.`, code: 1 };
  const log = createLog('silent');
  const database = await connectDatabase({ url, dataDir, log });
  try {
    await database.ping();
    return await asked(deadLetters({ db: database.db, log }));
  } finally {
    await database.close();
  }
}

/** SQLSTATEs of a table or a schema that is not there. */
const isUnmigrated = (error: unknown): boolean =>
  ['42P01', '3F000'].includes(String((error as { code?: string } | null)?.code));

const { text, code } = await answer().catch((error: unknown): Said => {
  const message = error instanceof Error ? error.message : String(error);
  return {
    text: isUnmigrated(error) ? 'The database has no queues yet: start Rollcall once.' : message,
    code: 1,
  };
});
(code === 0 ? process.stdout : process.stderr).write(`${text.trimEnd()}\n`);
process.exitCode = code;
