/** What follows when a step of a walk has ended, or a key was pressed. Pure. */
import type { Choice, LookUpNode, MenuNode } from './menu.ts';
import { type Key, keyOf, type Tone } from './tone.ts';
import type { Heard, WalkEvent } from './walk.ts';
import { chooseHeard, chooseKey, chooseSilent, chooseSpoken } from './walkChoose.ts';
import { type Course, hangUp, lastWords, nodeAt, quiet, sayOf, speak, wordsOf } from './walkCourse.ts';
import { act, enter, giveUp, go, leaveNote, ringPerson, transferMissed } from './walkPlaces.ts';

type Ended = Exclude<WalkEvent, { kind: 'tone' }>;

/** The step under way has ended. */
export function happened(course: Course, event: Ended): Course {
  const { book, walk } = course;
  if (walk.doing === 'ending') return hangUp(course);
  if (walk.part === 'person') {
    if (event.kind === 'spoken') return ringPerson(course);
    return leaveNote(course, 'nobodyFree');
  }
  const node = nodeAt(book, walk);
  // The book may have been read anew since: then the node cannot have asked for this.
  return (node && took(course, node, event)) ?? enter(course, walk.menu, walk.node);
}

/** @returns null where it is no answer to this node */
function took(course: Course, node: MenuNode, event: Ended): Course | null {
  switch (event.kind) {
    case 'spoken':
      return spoken(course, node, event.ok);
    case 'waited':
      if (node.kind === 'choose') return chooseSilent(course, node);
      return node.kind === 'stay' ? go(course, node.next) : null;
    case 'heard':
      return heard(course, node, event.heard);
    case 'transferFailed':
      return node.kind === 'transfer' ? transferMissed(course, node) : null;
    case 'lookedUp':
      return node.kind === 'lookUp' ? lookedUp(course, node, event.text?.trim()) : null;
  }
}

const lookedUp = (course: Course, { failed }: LookUpNode, text: string | undefined): Course =>
  text
    ? speak(course, 'result', [{ text, language: course.walk.language }])
    : speak(course, 'failed', sayOf(course, failed));

function spoken(course: Course, node: MenuNode, ok: boolean): Course {
  const { part } = course.walk;
  switch (node.kind) {
    case 'choose':
      return chooseSpoken(course, node, ok);
    case 'speak':
      // An answer was reported already: what it leads to comes before how it sounded.
      return ok || node.report !== null ? go(course, node.next) : giveUp(course);
    case 'lookUp':
      if (part === 'prompt') return act(course, node);
      if (ok) return go(course, node.next);
      return part === 'result' ? speak(course, 'failed', sayOf(course, node.failed)) : giveUp(course);
    case 'takeMessage':
      // Nobody is recorded who was not told of it.
      return ok ? act(course, node) : leaveNote(course, 'callNoted');
    case 'recordAnswer':
      return ok ? act(course, node) : go(course, node.otherwise);
    default:
      return act(course, node);
  }
}

function heard(course: Course, node: MenuNode, what: Heard): Course | null {
  const nothing = what.kind === 'silence' || what.kind === 'unavailable';
  switch (node.kind) {
    case 'choose':
      return chooseHeard(course, node, what);
    case 'takeMessage':
      return nothing ? leaveNote(course, 'callNoted') : lastWords(course, wordsOf(course, 'messageTaken'));
    case 'recordAnswer':
      if (!nothing) course.walk.hops = 0;
      return go(course, nothing ? node.otherwise : node.next);
    default:
      return null;
  }
}

/** A key: chooses where something is asked, or will be next; # skips what else is being spoken. */
export function pressed(course: Course, tone: Tone): Course {
  const { book, walk } = course;
  const key = keyOf(tone);
  const open = ['speaking', 'waiting', 'listening'].includes(walk.doing) && walk.part !== 'person';
  if (key === null || !open) return course;
  const node = nodeAt(book, walk);
  if (!node) {
    quiet(course);
    return enter(course, walk.menu, walk.node);
  }
  if (node.kind === 'choose') return chooseKey(course, node, key);
  if (walk.doing !== 'speaking' || walk.part === 'notice') return course;
  const chosen = key === '#' ? null : choiceAhead(course, node, key);
  if (key !== '#' && !chosen) return course;
  quiet(course);
  walk.hops = 0;
  return chosen ? go(course, chosen.next) : spoken(course, node, true);
}

/** What a key chooses at the question behind a text: whoever knows the way need not hear the text out. */
function choiceAhead({ book, walk }: Course, node: MenuNode, key: Key): Choice | null {
  const next = node.kind === 'speak' || node.kind === 'lookUp' ? node.next : null;
  if (next === null || typeof next === 'string' || !('node' in next)) return null;
  const ahead = nodeAt(book, { menu: walk.menu, node: next.node });
  return (ahead?.kind === 'choose' && ahead.choices.find((each) => each.key === key)) || null;
}
