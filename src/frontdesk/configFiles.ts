/** The files of CONFIG_DIR that say how calls are received. */
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface ConfigFiles {
  /** Null: there is no such file. */
  frontDesk: { name: string; text: string } | null;
  /** Those of the folder menus, by name. */
  menus: { name: string; text: string }[];
  /** The same for the same files, those of the folder prompts included. */
  version: string;
}

/**
 * Reads `frontdesk.yaml` and `menus/*.yaml` and looks at `prompts`; what is not there is as if empty.
 * @throws Error of node:fs where something is there that cannot be read
 */
export async function readConfigFiles(folder: string): Promise<ConfigFiles> {
  const name = 'frontdesk.yaml';
  const text = await orNull(readFile(join(folder, name), 'utf8'));
  const menus = await Promise.all(
    (await namesIn(join(folder, 'menus')))
      .filter((menu) => /\.ya?ml$/i.test(menu))
      .map(async (menu) => ({ name: menu, text: await readFile(join(folder, 'menus', menu), 'utf8') })),
  );
  const prompts = await Promise.all(
    (await namesIn(join(folder, 'prompts'))).map(async (prompt) => {
      const { size, mtimeMs } = await stat(join(folder, 'prompts', prompt));
      return { prompt, size, mtimeMs };
    }),
  );
  return {
    frontDesk: text === null ? null : { name, text },
    menus,
    version: createHash('sha256')
      .update(JSON.stringify([text, menus, prompts]))
      .digest('hex')
      .slice(0, 12),
  };
}

const namesIn = async (folder: string): Promise<string[]> => ((await orNull(readdir(folder))) ?? []).sort();

async function orNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
