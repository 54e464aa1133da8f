/** What a caller answers where a key or a phrase is asked for. Pure. */
import type { ChooseNode } from './menu.ts';
import type { Key } from './tone.ts';
import type { Heard } from './walk.ts';
import { type Course, quiet, sayOf, wait, wordsOf } from './walkCourse.ts';
import { ask, giveUp, go, toPerson } from './walkPlaces.ts';

/** A key counts at any time, also into the prompt. */
export function chooseKey(course: Course, node: ChooseNode, key: Key): Course {
  quiet(course);
  course.walk.hops = 0;
  const choice = node.choices.find((each) => each.key === key);
  return choice ? go(course, choice.next) : misstep(course, node, 'wrong');
}

/** The prompt has ended: now it is the caller's turn, even where it could not be played at the second attempt either. */
export function chooseSpoken(course: Course, node: ChooseNode, ok: boolean): Course {
  if (course.walk.part === 'before') return ask(course, node, []);
  const again = !ok && !course.walk.mute;
  course.walk.mute = !ok;
  return again ? ask(course, node, []) : wait(course, node.seconds);
}

/** Nobody is asked again and again with a prompt that nobody hears. */
export const chooseSilent = (course: Course, node: ChooseNode): Course =>
  course.walk.mute ? giveUp(course) : misstep(course, node, 'silent');

export function chooseHeard(course: Course, node: ChooseNode, heard: Heard): Course {
  const choice = heard.kind === 'choice' ? node.choices[heard.choice] : undefined;
  if (choice) {
    course.walk.hops = 0;
    return go(course, choice.next);
  }
  if (heard.kind === 'silence') return misstep(course, node, 'silent');
  if (heard.kind === 'unavailable') return askForKeys(course, node);
  course.walk.misunderstood += 1;
  const angry = heard.kind === 'angry' && course.can.sentiment;
  if (!angry && course.walk.misunderstood < 2) return ask(course, node, wordsOf(course, 'notUnderstood'));
  return toPerson(course) ?? askForKeys(course, node);
}

/** Speech leads nowhere with this caller: keys alone for the rest of the walk. */
function askForKeys(course: Course, node: ChooseNode): Course {
  course.walk.keysOnly = true;
  return ask(course, node, wordsOf(course, 'useKeys'));
}

function misstep(course: Course, node: ChooseNode, what: 'silent' | 'wrong'): Course {
  const { retries, prompt, next } = what === 'silent' ? node.silence : node.wrong;
  course.walk[what] += 1;
  return course.walk[what] > retries ? go(course, next) : ask(course, node, sayOf(course, prompt));
}
