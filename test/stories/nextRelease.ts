/**
 * Releases that are still to come, made from this source: the first one has when a conversation was last heard in
 * another column, which the database keeps equal to the old one; the second drops the old one.
 */
import { globSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

export interface NextRelease {
  /** Its main.ts. */
  main: string;
  remove(): Promise<void>;
}

type Patch = readonly [from: string, to: string];

/** Nothing here names the old column: the first of them still runs when the second has dropped it. */
const patches: readonly Patch[] = [
  ['updated_at = now(),', 'heard_at = now(),'],
  ['same.updated_at >', 'same.heard_at >'],
  ["orderBy('updated_at'", "orderBy('heard_at'"],
  ['order by updated_at desc limit 1', 'order by heard_at desc limit 1'],
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
  const releases = `import { sql } from 'kysely';\nconst releases = [first, second, ${groups.join(', ')}]`;
  await patch(folder, [...patches, ['const releases = [first, second]', releases]]);
  return { main: join(folder, 'src/main.ts'), remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Each in the one file of the store that has it. @throws Error where the source is not what the patch knows */
async function patch(folder: string, patches: readonly Patch[]): Promise<void> {
  const files = globSync(join(folder, 'src/store/**/*.ts'));
  for (const [from, to] of patches) {
    const read = await Promise.all(files.map(async (file) => ({ file, text: await readFile(file, 'utf8') })));
    const [found, another] = read.filter(({ text }) => text.includes(from));
    if (!found || another)
      throw new Error(`One file of the store had "${from}": the next release must be made otherwise`);
    await writeFile(
      found.file,
      found.text.replace(from, () => to),
    );
  }
}
