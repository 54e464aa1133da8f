/** Imports put together: files fetched and checked for chat, and the job that schedules what was confirmed. */
import type { Kysely } from 'kysely';
import { createImports, type Imports } from './chat/imports.ts';
import type { Config } from './config.ts';
import type { Graph } from './graph/client.ts';
import { createManyUsers } from './graph/manyUsers.ts';
import type { Handlers, Jobs } from './jobs/jobs.ts';
import type { Clock } from './lib/clock.ts';
import { resolveMany } from './people/manyPeople.ts';
import { fetchFile } from './reminders/importFile.ts';
import { runImport } from './reminders/importJob.ts';
import type { Reminders } from './reminders/reminders.ts';
import { importStore } from './store/imports.ts';
import type { Schema } from './store/schema.ts';

/**
 * @param made `jobs` and `changed` (cards are behind) are asked when something was confirmed, not before
 * @returns `runImports`: runs jobs of the queue `import`
 */
export function importsForChat(made: {
  config: Pick<Config, 'FILE_HOSTS' | 'REMINDERS_PER_FILE' | 'APPLICATION_INSTANCE_ID'>;
  db: Kysely<Schema>;
  graph: Graph;
  clock: Clock;
  reminders: Pick<Reminders, 'check' | 'schedule'>;
  jobs(): Pick<Jobs, 'add'>;
  changed(): void;
}): { imports: Imports; runImports: Handlers['import'] } {
  const { config, db, graph, clock, reminders } = made;
  const rows = importStore(db, (importId, tx) =>
    made.jobs().add('import', [{ data: { importId }, key: importId }], tx),
  );
  const users = createManyUsers(graph);
  return {
    imports: createImports({
      rows,
      fetchFile: (url) => fetchFile(url, config.FILE_HOSTS),
      resolveMany: (words) => resolveMany(words, users),
      check: reminders.check,
      phoneCalls: config.APPLICATION_INSTANCE_ID !== '',
      most: config.REMINDERS_PER_FILE,
    }),
    runImports: (jobs, signal) => {
      const { schedule } = reminders;
      const needs = { rows, schedule, now: () => clock.now(), progress: made.changed };
      return Promise.all(
        jobs.map(async ({ data: { importId } }) =>
          (await runImport(importId, needs, signal)) ? { kind: 'done' as const } : { kind: 'back' as const },
        ),
      );
    },
  };
}
