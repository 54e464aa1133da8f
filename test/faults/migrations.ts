/** Kill -9 while the tables are made: whoever comes next finishes, and they are as if nothing had happened. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { createLog } from '../../src/lib/log.ts';
import { openDatabase } from '../../src/store/database.ts';
import { emptyDatabase } from '../fixtures/database.ts';
import type { Fault, Scene } from './fault.ts';

const log = createLog('silent');
const address = (file: string) => JSON.stringify(new URL(`../../src/${file}`, import.meta.url).href);

/** Opens the database as the product does at its start, says "go" right before and "done" after it. */
const script = `
  import { openDatabase } from ${address('store/database.ts')};
  import { createLog } from ${address('lib/log.ts')};
  process.stdout.write('go');
  await openDatabase({ url: process.env.DATABASE_URL, dataDir: '', log: createLog('silent') });
  process.stdout.write('done');
  await new Promise((resolve) => setTimeout(resolve, 60_000));
`;

const migrating = (url: string): ChildProcess =>
  spawn(process.execPath, ['--input-type=module', '-e', script], {
    env: { PATH: process.env.PATH, DATABASE_URL: url },
    stdio: ['ignore', 'pipe', 'inherit'],
  });

/** Everything that the tables are made of, as one text. */
async function shape(url: string): Promise<string> {
  const { db, close } = await openDatabase({ url, dataDir: '', log });
  try {
    const { rows } = await sql<{ line: string }>`
      select concat_ws(' ', table_schema, table_name, column_name, data_type, is_nullable, column_default) as line
        from information_schema.columns where table_schema not in ('pg_catalog', 'information_schema')
      union all select indexdef from pg_indexes where schemaname not in ('pg_catalog')
      union all select concat_ws(' ', conrelid::regclass, pg_get_constraintdef(oid)) from pg_constraint
        where connamespace <> 'pg_catalog'::regnamespace and connamespace <> 'information_schema'::regnamespace
      union all select name from kysely_migration
      order by 1`.execute(db);
    return rows.map(({ line }) => line).join('\n');
  } finally {
    await close();
  }
}

/** One or two processes begin at the same moment; one of them is killed somewhere in it. */
async function scene(): Promise<Scene> {
  const whole = await emptyDatabase();
  const wanted = await shape(whole.url);
  await whole.drop();
  return {
    async round(random) {
      const { url, drop } = await emptyDatabase();
      const children: ChildProcess[] = [];
      try {
        for (let attempt = 0; attempt < 2; attempt += 1) {
          const victim = migrating(url);
          children.push(victim);
          await once(victim.stdout ?? victim, 'data');
          if (random.chance(0.3)) children.push(migrating(url));
          await pause(random.below(250));
          victim.kill('SIGKILL');
        }
        const found = await shape(url);
        return found === wanted ? [] : ['the tables are not what they should be'];
      } finally {
        for (const child of children) {
          if (child.exitCode !== null || child.signalCode !== null) continue;
          child.kill('SIGKILL');
          await once(child, 'exit');
        }
        await drop();
      }
    },
    close: async () => undefined,
  };
}

export const killMigrations: Fault = {
  name: 'kill-migrations',
  what: 'kill -9 while the tables are made, alone and beside another instance',
  open: scene,
};
