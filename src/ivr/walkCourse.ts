/** One move of a walk while it is being decided, and the steps it can ask for. Pure. */
import type { ChooseNode, Menu, MenuBook, MenuNode, Prompt, Say, Words } from './menu.ts';
import type { Abilities, Walk, WalkStep } from './walk.ts';

/** `walk` and `steps` are this move's own, and change while it is decided. */
export interface Course {
  readonly book: MenuBook;
  readonly can: Abilities;
  readonly walk: Walk;
  readonly steps: WalkStep[];
}

/** @returns the menu of that name; null where the book, perhaps read anew since, has none */
export const menuAt = (book: MenuBook, name: string): Menu | null =>
  Object.hasOwn(book.menus, name) ? (book.menus[name] ?? null) : null;

/** @returns the node where the caller is; null where the book has it no more */
export function nodeAt(book: MenuBook, { menu, node }: Pick<Walk, 'menu' | 'node'>): MenuNode | null {
  const nodes = menuAt(book, menu)?.nodes;
  return nodes && Object.hasOwn(nodes, node) ? (nodes[node] ?? null) : null;
}

/** @returns the prompt as it is spoken here; nothing where there is none */
export function sayOf({ book, walk }: Course, prompt: Prompt | null): Say[] {
  const first = menuAt(book, walk.menu)?.languages[0];
  const say = prompt?.[walk.language] ?? (first && prompt?.[first]);
  return say ? [say].flat() : [];
}

/** @returns what Rollcall says in its own words */
export const wordsOf = ({ book, walk: { language } }: Course, word: keyof Words['en']): Say[] => [
  { text: book.words[language][word], language },
];

/** Whether this caller can answer by voice: somebody understands, and there is something to understand. */
export const hears = ({ can, walk }: Course, { choices }: ChooseNode): boolean =>
  can.hear && !walk.keysOnly && choices.some(({ phrases }) => Boolean(phrases[walk.language]?.length));

/** Whether what this caller says may be recorded for somebody to read. */
export const mayRecord = ({ can, walk }: Course): boolean => can.hear && can.keepMessages && !walk.keysOnly;

/** A step is under way from here on: all events of earlier ones are stale. */
function begin(course: Course, doing: Walk['doing'], step: (step: number) => WalkStep): Course {
  const { walk, steps } = course;
  walk.doing = doing;
  walk.step += 1;
  steps.push(step(walk.step));
  return course;
}

/** Speaks; `spoken` follows. */
export function speak(course: Course, part: Walk['part'], say: Say[]): Course {
  course.walk.part = part;
  return begin(course, 'speaking', (step) => ({ do: 'speak', step, say }));
}

/** Waits for keys; `waited` follows. */
export const wait = (course: Course, seconds: number): Course =>
  begin(course, 'waiting', (step) => ({ do: 'wait', step, ms: seconds * 1_000 }));

/** Speaks one prompt and records; `heard` follows. */
export function listen(
  course: Course,
  { prompt, seconds }: { prompt: Prompt; seconds: number },
  purpose: Extract<WalkStep, { do: 'listen' }>['purpose'],
): Course {
  course.walk.part = 'prompt';
  const say = sayOf(course, prompt);
  return begin(course, 'listening', (step) => ({ do: 'listen', step, say, purpose, seconds }));
}

/** Hands the caller to somebody; the call ends with it, or `transferFailed` follows. */
export const transfer = (
  course: Course,
  { to, consult, seconds }: { to: string; consult: boolean; seconds: number },
): Course => begin(course, 'transferring', (step) => ({ do: 'transfer', step, to, consult, seconds }));

/** Asks a webhook; `lookedUp` follows. */
export function lookUp(course: Course, { url, timeoutMs }: { url: string; timeoutMs: number }): Course {
  const { language } = course.walk;
  return begin(course, 'lookingUp', (step) => ({ do: 'lookUp', step, url, timeoutMs, language }));
}

/** Stops what is being spoken or recorded, where something is. */
export function quiet({ walk, steps }: Course): void {
  if (walk.doing === 'speaking' || walk.doing === 'listening') steps.push({ do: 'quiet' });
}

/** Speaks, and hangs up whatever becomes of it. */
export const lastWords = (course: Course, say: Say[]): Course =>
  begin(course, 'ending', (step) => ({ do: 'speak', step, say }));

/** Hangs up: nothing changes after it. */
export const hangUp = (course: Course): Course => begin(course, 'over', () => ({ do: 'hangUp' }));
