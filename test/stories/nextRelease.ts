/**
 * Releases that are still to come, made from this source: the first one has when a conversation was last heard in
 * another column, which the database keeps equal to the old one; the second drops the old one.
 */
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

export interface NextRelease {
  /** Its main.ts. */
  main: string;
  remove(): Promise<void>;
}

type Patch = readonly [file: string, from: string, to: string];

/** Nothing here names the old column: the first of them still runs when the second has dropped it. */
const patches: readonly Patch[] = [
  ['store/conversations.ts', 'updated_at = now(),', 'heard_at = now(),'],
  ['store/conversations.ts', 'same.updated_at >', 'same.heard_at >'],
  ['store/conversations.ts', "orderBy('updated_at'", "orderBy('heard_at'"],
  ['store/reminders.ts', 'order by updated_at desc limit 1', 'order by heard_at desc limit 1'],
];

const expand = `
  alter table conversations add heard_at timestamptz not null default now();
  create function same_moment() returns trigger language plpgsql as $$ begin
    if new.heard_at = old.heard_at then new.heard_at := new.updated_at; else new.updated_at := new.heard_at; end if;
    return new;
  end $$;
  create trigger same_moment before update on conversations for each row execute function same_moment()`;
const contract = `
  drop trigger same_moment on conversations;
  drop function same_moment;
  alter table conversations drop updated_at`;
const migrations = [
  ['9001-heard', expand],
  ['9002-heard', contract],
] as const;

/** @param steps 1: the next release, 2: the one after it */
export async function makeNextRelease(steps: 1 | 2): Promise<NextRelease> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-release-'));
  await cp(join(root, 'src'), join(folder, 'src'), { recursive: true });
  await cp(join(root, 'package.json'), join(folder, 'package.json'));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  const added = migrations.slice(0, steps);
  const groups = added.map(
    ([name, text]) =>
      `{ '${name}': async () => ({ up: (db) => sql.raw(${JSON.stringify(text)}).execute(db) }) }`,
  );
  await patch(folder, [
    ...patches,
    ['store/migrations/index.ts', '[first, second]', `[first, second, ${groups.join(', ')}]`],
    [
      'store/migrations/index.ts',
      'import type { Migration }',
      "import { sql } from 'kysely';\nimport type { Migration }",
    ],
  ]);
  return { main: join(folder, 'src/main.ts'), remove: () => rm(folder, { recursive: true, force: true }) };
}

/** @throws Error where the source is not what the patch knows */
async function patch(folder: string, patches: readonly Patch[]): Promise<void> {
  for (const [file, from, to] of patches) {
    const path = join(folder, 'src', file);
    const text = await readFile(path, 'utf8');
    if (!text.includes(from))
      throw new Error(`${file} has no "${from}" any more: the next release must be made otherwise`);
    await writeFile(
      path,
      text.replace(from, () => to),
    );
  }
}
