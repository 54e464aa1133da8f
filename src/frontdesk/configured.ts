/** The front desk and its menus as the files of CONFIG_DIR have them, followed while they change. */
import type { MenuBook } from '../ivr/menu.ts';
import { menuName } from '../ivr/menuFile.ts';
import { type ConfigFiles, readConfigFiles } from './configFiles.ts';
import type { FrontDesk, Outcome } from './frontDesk.ts';
import { apology } from './route.ts';
import { type Mistake, readFrontDesk } from './rulesFile.ts';
import { unreached } from './unreached.ts';

/** `version` names the state of the files, for the log. */
interface InForce {
  desk: FrontDesk;
  book: MenuBook;
  version: string;
}

export interface Configured {
  /** What is in force now; a call that is under way takes it up with its next step. */
  current(): InForce;
  /**
   * Looks at the files again, and puts them in force when they have changed and are without a mistake. A change counts
   * once two looks have seen it: a file half written is nobody's wish. Never rejects.
   */
  check(): Promise<void>;
}

export interface ConfiguredParts {
  /** CONFIG_DIR. */
  folder: string;
  /** The menus in these files (`helpdesk.yaml`), held against the files of the folder prompts as they are now. */
  readMenus(files: { name: string; text: string }[]): Promise<{ book: MenuBook } | { mistakes: Mistake[] }>;
  /** MEDIA_HOST_URL is set; Rollcall's own application id. */
  has: { mediaHost: boolean; botId: string };
  /** Told once of every state of the files that has mistakes and so is not put in force. */
  report(mistakes: Mistake[]): void;
  /** Told of each state that is put in force after the first. */
  changed(version: string): void;
}

/**
 * @throws Error with every mistake, one a line with file and line, where the files do not work at the start; or where
 * they cannot be read
 */
export async function createConfigured(made: ConfiguredParts): Promise<Configured> {
  const { folder, report, changed } = made;
  const files = await readConfigFiles(folder);
  const first = await understood(files, made);
  if ('mistakes' in first) {
    const lines = first.mistakes.map(({ file, line, message }) => `  ${file}:${line} ${message}`);
    throw new Error(`The files in ${folder} do not work:\n${lines.join('\n')}`);
  }
  let current = first;
  let decided = files.version;
  let seen = files.version;

  return {
    current: () => current,
    async check() {
      const found = await readConfigFiles(folder).catch((error: Error) => error);
      const version = found instanceof Error ? found.message : found.version;
      const settled = version === seen;
      seen = version;
      if (!settled || version === decided) return;
      decided = version;
      const next = found instanceof Error ? unread(found) : await understood(found, made).catch(unread);
      if ('mistakes' in next) {
        report(next.mistakes);
      } else {
        current = next;
        changed(version);
      }
    },
  };
}

const unread = ({ message }: Error): { mistakes: Mistake[] } => ({
  mistakes: [{ file: '', line: 0, message: `The files cannot be read: ${message}` }],
});

/** Rules and menus together, since the ones name the others. */
async function understood(
  { frontDesk, menus, version }: ConfigFiles,
  { readMenus, has }: Pick<ConfiguredParts, 'readMenus' | 'has'>,
): Promise<InForce | { mistakes: Mistake[] }> {
  const read = await readMenus(menus);
  const book = 'book' in read ? read.book : null;
  const inMenus = 'mistakes' in read ? read.mistakes : [];
  const names = book && Object.keys(book.menus);
  const desk =
    frontDesk === null
      ? { desk: answering(names ?? []) }
      : readFrontDesk(frontDesk, { ...has, menus: names });
  const mistakes = [
    ...('mistakes' in desk ? desk.mistakes : []),
    ...inMenus.map((mistake) => ({ ...mistake, file: `menus/${mistake.file}` })),
  ];
  if (!book || !('desk' in desk)) return { mistakes };
  // Without a file of rules nothing could name a second menu.
  const idle = frontDesk === null ? [] : unreached(desk.desk, book);
  if (idle.length === 0) return { desk: desk.desk, book, version };
  return {
    mistakes: menus
      .filter(({ name }) => idle.includes(menuName(name)))
      .map(({ name }) => ({ file: `menus/${name}`, line: 1, message: nobodyComes })),
  };
}

const nobodyComes =
  'This menu is never reached: no rule of frontdesk.yaml leads to it, nor any menu that one leads to';

/** Without a file of rules: every call is answered with the first menu, `helpdesk` before others. */
function answering(menus: string[]): FrontDesk {
  const menu = menus.includes('helpdesk') ? 'helpdesk' : [...menus].sort()[0];
  const outcome: Outcome = menu ? { do: 'answer', menu } : apology;
  const everybody = { name: 'everybody', line: 0, when: null, unless: null, outcome };
  return {
    zone: 'UTC',
    holidays: [],
    lists: {},
    blocked: { do: 'reject', reason: 'busy' },
    rules: [everybody],
  };
}
