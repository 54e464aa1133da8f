/**
 * Every migration, in order, by release. Named, so that no folder is read, and loaded only where one of them was not
 * run yet. A name never changes once released. Two releases that follow each other share a database while instances are
 * replaced one by one: a release expands, and contracts only what the release before it uses no more. Those further
 * apart refuse (store/migrate.ts).
 */
import type { Migration } from 'kysely/migration';

type Load = () => Promise<Migration>;

const first: Record<string, Load> = {
  '0001-calls': () => import('./0001-calls.ts'),
  '0002-chat': () => import('./0002-chat.ts'),
  '0003-meetings': () => import('./0003-meetings.ts'),
  '0004-answers': () => import('./0004-answers.ts'),
  '0010-chat': () => import('./0010-chat.ts'),
  '0011-retention': () => import('./0011-retention.ts'),
  '0020-prompts': () => import('./0020-prompts.ts'),
  '0021-frontdesk': () => import('./0021-frontdesk.ts'),
  '0022-rings': () => import('./0022-rings.ts'),
};

const second: Record<string, Load> = {
  '0030-reminders': () => import('./0030-reminders.ts'),
  '0031-imports': () => import('./0031-imports.ts'),
  '0032-jobs': () => import('./0032-jobs.ts'),
  '0033-outgoing': () => import('./0033-outgoing.ts'),
  '0034-release': () => import('./0034-release.ts'),
};

const releases = [first, second];

/** The number of the release that this source is. */
export const ownRelease = releases.length;

const all: Record<string, Load> = Object.assign({}, ...releases);

export const migrationNames: readonly string[] = Object.keys(all);

/** The migrations themselves, by name. */
export async function loadMigrations(): Promise<Record<string, Migration>> {
  const loaded = Object.entries(all).map(async ([name, load]) => {
    const { up, down } = await load();
    return [name, { up, down }] as const;
  });
  return Object.fromEntries(await Promise.all(loaded));
}
