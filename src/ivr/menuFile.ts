/** From the files of config/menus to menus, every mistake with its file and line. Pure. */
import { z } from 'zod';
import { type Expected, readYaml } from '../lib/yamlFile.ts';
import { choice, id, mapping, must, some } from '../lib/yamlWords.ts';
import { spoken } from '../locales/spoken.ts';
import { apologyMenuName } from './builtIn.ts';
import { type Language, languages } from './language.ts';
import type { Menu, MenuBook, MenuNode, Words } from './menu.ts';
import { checkMenus } from './menuChecks.ts';
import { actions, ends, nodeWords, type Surroundings } from './menuWords.ts';

/** `line` counts from 1. */
export interface Mistake {
  file: string;
  line: number;
  message: string;
}

/** A menu and where each part of it stands in its file. */
export interface FiledMenu {
  menu: Menu;
  file: string;
  lineOf(path: readonly PropertyKey[]): number;
}

const nameRule = 'must be a name of letters, digits, - and _, beginning with a letter';
const isEnd = (name: string) => ends.some((end) => end === name);
const isName = (name: string) => /^[a-z][\w-]*$/i.test(name);

/**
 * The menus in these files; never throws. How far menus lead to each other is checked once each file is right by itself.
 * @param files `helpdesk.yaml` has the menu `helpdesk`
 * @param has `prompt`: what is wrong with naming a file of config/prompts; null: nothing
 */
export function readMenus(
  files: readonly { name: string; text: string }[],
  has: Pick<Surroundings, 'prompt'>,
): { book: MenuBook } | { mistakes: Mistake[] } {
  const menus = files.map(({ name }) => menuName(name));
  const mistakes: Mistake[] = [];
  const filed: FiledMenu[] = [];
  for (const [at, file] of files.entries()) {
    const name = menus[at] ?? '';
    const wrong = (line: number, message: string) => mistakes.push({ file: file.name, line, message });
    if (!isName(name)) wrong(1, `The file's name ${nameRule}`);
    if (name === apologyMenuName)
      wrong(1, `The name ${name} is taken: it is what callers hear when all else fails`);
    if (menus.indexOf(name) < at) wrong(1, `There is a file of the menu ${name} already`);
    const read = readYaml(file.text, (raw) => expected(name, raw, { ...has, menus }));
    if ('mistakes' in read) for (const { line, message } of read.mistakes) wrong(line, message);
    else filed.push({ menu: read.value, file: file.name, lineOf: read.lineOf });
  }
  if (mistakes.length === 0) mistakes.push(...checkMenus(filed));
  if (mistakes.length > 0) return { mistakes };
  return { book: { menus: Object.fromEntries(filed.map(({ menu }) => [menu.name, menu])), words: ownWords } };
}

/** @returns the menu that a file such as `helpdesk.yaml` has */
export const menuName = (file: string): string => file.replace(/\.ya?ml$/i, '');

const ownWords: Words = {
  en: spoken.en.words,
  ru: spoken.ru.words,
  'zh-CN': spoken['zh-CN'].words,
  'pt-BR': spoken['pt-BR'].words,
};

function expected(name: string, raw: unknown, has: Pick<Surroundings, 'prompt' | 'menus'>): Expected<Menu> {
  const written = Object.entries(objectIn(raw, 'nodes'));
  const nodes = written.map(([node]) => node).filter((node) => isName(node) && !isEnd(node));
  const words = nodeWords({
    ...has,
    languages: languagesIn(raw),
    nodes,
    fallback: Boolean(Reflect.get(Object(raw), 'fallback')),
  });
  const known = written.filter(([node]) => nodes.includes(node));
  const byName = known.map(([node, given]) => [node, words[actionOf(given) ?? 'choices']] as const);
  const schema = mapping({
    languages: some(choice(languages), 'names no language'),
    start: z
      .string(must('the name of a node'))
      .refine((node) => nodes.includes(node), { error: `names no node; there are: ${nodes.join(', ')}` }),
    fallback: id.nullable().default(null),
    nodes: z.object(Object.fromEntries(byName), must('nodes by name')) as unknown as z.ZodType<
      Record<string, MenuNode>
    >,
  }).transform(({ languages: [first, ...rest], ...menu }) => ({
    ...{ name, ...menu },
    languages: [first as Language, ...rest] as Menu['languages'],
  }));
  return { schema, also: notNodes(written) };
}

const objectIn = (raw: unknown, key: string): object => Object(Reflect.get(Object(raw), key)) as object;

const languagesIn = (raw: unknown): Language[] => {
  const written = [Reflect.get(Object(raw), 'languages')].flat().map((tag) => String(tag).toLowerCase());
  const named = languages.filter((language) => written.includes(language.toLowerCase()));
  return named.length > 0 ? named : [...languages];
};

/** What a node does, as it is written; null where that is nothing or several things. */
function actionOf(given: unknown): (typeof actions)[number] | null {
  const named = actions.filter((action) => Object.hasOwn(Object(given) as object, action));
  return named.length === 1 ? (named[0] ?? null) : null;
}

function notNodes(written: [string, unknown][]): { path: PropertyKey[]; message: string }[] {
  return written.flatMap(([node, given]) => {
    const path = ['nodes', node];
    if (!isName(node)) return [{ path, message: nameRule }];
    if (isEnd(node)) return [{ path, message: 'has a meaning of its own; name the node otherwise' }];
    const message = `must have exactly one of these under it: ${actions.join(', ')}`;
    return actionOf(given) === null ? [{ path, message }] : [];
  });
}
