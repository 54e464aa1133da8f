/** Where a walk goes: into a node, to a person, or to its end. Pure. */
import type { ChooseNode, MenuNode, Say, Target, TransferNode } from './menu.ts';
import {
  type Course,
  hangUp,
  hears,
  lastWords,
  listen,
  lookUp,
  mayRecord,
  menuAt,
  nodeAt,
  sayOf,
  speak,
  transfer,
  wait,
  wordsOf,
} from './walkCourse.ts';

/** More nodes than any menu has on the way between two keys. */
const mostHops = 25;
/** A caller who goes round that often is not being helped. */
const mostSteps = 500;
/** How long the fallback person's phone rings. */
const personSeconds = 30;

const same = (one: string | null, other: string | null): boolean =>
  one !== null && one.toLowerCase() === other?.toLowerCase();

/**
 * Into a node, from its beginning.
 * @param node null, or one that the menu lacks: the menu's start
 */
export function enter(course: Course, menuName: string, nodeName: string | null): Course {
  const { book, walk } = course;
  const menu = menuAt(book, menuName);
  Object.assign(walk, { menu: menuName, part: 'prompt', silent: 0, wrong: 0, misunderstood: 0, mute: false });
  if (!menu) return apologize(course);
  walk.language = menu.languages.includes(walk.preferred) ? walk.preferred : menu.languages[0];
  const known = nodeName !== null && nodeAt(book, { menu: menuName, node: nodeName });
  walk.node = known ? nodeName : menu.start;
  walk.hops += 1;
  if (walk.hops > mostHops || walk.step > mostSteps) return giveUp(course);
  const node = nodeAt(book, walk);
  if (!node) return apologize(course);
  return arrive(course, node);
}

function arrive(course: Course, node: MenuNode): Course {
  if (node.kind === 'choose') return ask(course, node, []);
  if (node.kind === 'takeMessage' || node.kind === 'recordAnswer') {
    if (mayRecord(course)) return speak(course, 'notice', wordsOf(course, 'notice'));
    return node.kind === 'takeMessage' ? leaveNote(course, 'callNoted') : go(course, node.otherwise);
  }
  if (node.kind === 'speak' && node.report !== null) course.steps.push({ do: 'report', value: node.report });
  if (node.kind === 'transfer' && same(node.to, course.walk.callerId)) return transferMissed(course, node);
  if (node.prompt) return speak(course, 'prompt', sayOf(course, node.prompt));
  return act(course, node);
}

/** What a node does once its prompt was spoken, or where it has none. */
export function act(course: Course, node: Exclude<MenuNode, ChooseNode>): Course {
  switch (node.kind) {
    case 'speak':
      return go(course, node.next);
    case 'transfer':
      return transfer(course, node);
    case 'lookUp':
      return lookUp(course, node);
    case 'stay':
      return wait(course, node.seconds);
    case 'takeMessage':
      return listen(course, node, 'message');
    case 'recordAnswer':
      return listen(course, node, 'answer');
  }
}

/** Asks for a key or a phrase; `before` is spoken first, apart from the one prompt that a recording can have. */
export function ask(course: Course, node: ChooseNode, before: Say[]): Course {
  if (!hears(course, node)) return speak(course, 'prompt', [...before, ...sayOf(course, node.prompt)]);
  if (before.length > 0) return speak(course, 'before', before);
  return listen(course, node, 'choice');
}

/** To a target of the menu: a node, another menu, a person or the end. */
export function go(course: Course, target: Target): Course {
  if (target === 'hangUp') return hangUp(course);
  if (target === 'person') return toPerson(course) ?? leaveNote(course, 'nobodyFree');
  if ('menu' in target) return enter(course, target.menu, null);
  return enter(course, course.walk.menu, target.node);
}

/** On the way to the menu's fallback person. @returns null where it has none, or the caller is that person */
export function toPerson(course: Course): Course | null {
  const fallback = menuAt(course.book, course.walk.menu)?.fallback ?? null;
  if (fallback === null || same(fallback, course.walk.callerId)) return null;
  return speak(course, 'person', wordsOf(course, 'toPerson'));
}

/** Rings the fallback person, should there still be one. */
export function ringPerson(course: Course): Course {
  const to = menuAt(course.book, course.walk.menu)?.fallback ?? null;
  if (to === null) return leaveNote(course, 'nobodyFree');
  return transfer(course, { to, consult: false, seconds: personSeconds });
}

/** The person of a transfer did not take the call. */
export function transferMissed(course: Course, { to, otherwise }: TransferNode): Course {
  if (otherwise) return go(course, otherwise);
  const fallback = menuAt(course.book, course.walk.menu)?.fallback ?? null;
  return (same(fallback, to) ? null : toPerson(course)) ?? leaveNote(course, 'nobodyFree');
}

/** Ends with a note for the agents that somebody called. */
export function leaveNote(course: Course, word: 'callNoted' | 'nobodyFree'): Course {
  course.steps.push({ do: 'report', value: 'callback' });
  return lastWords(course, wordsOf(course, word));
}

/** When all else fails: the fallback person, or an apology. */
export const giveUp = (course: Course): Course => toPerson(course) ?? apologize(course);

const apologize = (course: Course): Course => lastWords(course, wordsOf(course, 'apology'));
