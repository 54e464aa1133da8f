/** The WAV files of config/prompts: which of them Graph can play, and what to do about the others. */
import { readdir, readFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { promptMistake } from './wav.ts';

export interface PromptFiles {
  /** Names of the files that can be played. */
  right: ReadonlySet<string>;
  /** Each of the others by its name: "is an MP3" or the like, and the command that converts it. */
  wrong: ReadonlyMap<string, string>;
}

/** What may lie beside prompts without being one. */
const notSound = /^\.|\.(md|txt)$/i;

/** The ffmpeg command that makes `file` a prompt, in its own place or, where it is no .wav, beside it. */
function converted(file: string): string {
  const { dir, name, ext } = parse(file);
  const wav = join(dir, `${name}.wav`);
  const convert = (to: string) => `ffmpeg -i "${file}" -ac 1 -ar 16000 -c:a pcm_s16le "${to}"`;
  if (ext.toLowerCase() !== '.wav') return convert(wav);
  const beside = join(dir, `${name}.16k.wav`);
  return `${convert(beside)} && mv "${beside}" "${file}"`;
}

/**
 * Checks every file of a folder, subfolders left out.
 * @param folder where the prompts are; one that is not there has none
 * @throws Error of node:fs where the folder is there and cannot be read
 */
export async function checkPromptFiles(folder: string): Promise<PromptFiles> {
  const right = new Set<string>();
  const wrong = new Map<string, string>();
  for (const entry of await entriesOf(folder)) {
    if (!entry.isFile() || notSound.test(entry.name)) continue;
    const path = join(folder, entry.name);
    const mistake = promptMistake(await readFile(path));
    if (mistake) wrong.set(entry.name, `${mistake}. Convert it: ${converted(path)}`);
    else if (!/\.wav$/i.test(entry.name)) wrong.set(entry.name, 'is a WAV under another name. Name it .wav');
    else right.add(entry.name);
  }
  return { right, wrong };
}

/** @returns what is wrong with a menu that names this file, in words that follow the place where it does; null: nothing */
export const mistakeIn =
  ({ right, wrong }: PromptFiles) =>
  (file: string): string | null => {
    if (right.has(file)) return null;
    const what = wrong.get(file);
    return what ? `names a file that ${what}` : 'names no WAV file of config/prompts';
  };

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/**
 * The sound of one prompt, checked again, as files change.
 * @returns null where there is no such file in the folder, or none that Graph would play
 */
export async function readPromptFile(folder: string, name: string): Promise<Buffer | null> {
  if (parse(name).base !== name || name.startsWith('.')) return null;
  try {
    const bytes = await readFile(join(folder, name));
    return promptMistake(bytes) ? null : bytes;
  } catch {
    return null;
  }
}
