/**
 * A caller's walk through a menu: every event gives the next place and what is to be done there. Pure: no clock, no
 * Graph; whoever drives it brings each step about and tells how it went. Never a dead line: unless the walk has hung
 * up, some step is always under way whose end will bring another event.
 */
import type { Choices } from './intent.ts';
import type { Language } from './language.ts';
import type { MenuBook, Say } from './menu.ts';
import type { Tone } from './tone.ts';
import { type Course, nodeAt } from './walkCourse.ts';
import { happened, pressed } from './walkHappened.ts';
import { enter } from './walkPlaces.ts';

/** What a recording came to. `unavailable`: no recognizer or clip to be had, so it goes on by keys. */
export type Heard =
  | { kind: 'silence' }
  /** By its place in `choicesAt`. */
  | { kind: 'choice'; choice: number }
  | { kind: 'notUnderstood' }
  | { kind: 'angry' }
  /** A message or an answer was taken. */
  | { kind: 'recorded' }
  | { kind: 'unavailable' };

export type WalkEvent =
  /** In order, and each once. */
  | { kind: 'tone'; tone: Tone }
  /** The prompts of a speak step have ended; `ok` false: they could not be played. */
  | { kind: 'spoken'; step: number; ok: boolean }
  | { kind: 'waited'; step: number }
  | { kind: 'heard'; step: number; heard: Heard }
  /** A transfer that succeeds ends the call, and so brings no event. */
  | { kind: 'transferFailed'; step: number }
  | { kind: 'lookedUp'; step: number; text: string | null };

export type WalkStep =
  /** May be interrupted by keys; then `quiet` follows. */
  | { do: 'speak'; step: number; say: Say[] }
  /** Stops what is being spoken or recorded; what was under way no longer counts. */
  | { do: 'quiet' }
  /** The latest replaces the earlier. */
  | { do: 'wait'; step: number; ms: number }
  /** Speaks at most one prompt, as Graph's recordResponse does, then records for at most `seconds`. */
  | {
      do: 'listen';
      step: number;
      say: Say[];
      purpose: 'choice' | 'message' | 'answer';
      /** 1 to 120. */
      seconds: number;
    }
  /** `to`: Entra object id. */
  | { do: 'transfer'; step: number; to: string; consult: boolean; seconds: number }
  /** The answer is spoken as text in `language`. */
  | { do: 'lookUp'; step: number; url: string; timeoutMs: number; language: Language }
  /** Of built-in menus: what was answered. Of any: 'callback', somebody called and left no message. */
  | { do: 'report'; value: string }
  | { do: 'hangUp' };

/** What this installation can do. */
export interface Abilities {
  /** A recognizer is configured. */
  hear: boolean;
  /** An admin allowed that messages are kept. */
  keepMessages: boolean;
  sentiment: boolean;
}

/** Where a caller is in a menu. Plain JSON, kept in the call's row: never holds a transcript or digits. */
export interface Walk {
  menu: string;
  node: string;
  /** Spoken and understood at this node. */
  language: Language;
  /** The step under way; events of any other are stale. */
  step: number;
  /** What the caller would like to hear; a menu that lacks it speaks its own first language. */
  preferred: Language;
  /** `ending`: last words are spoken. `over`: it has hung up. */
  doing: 'speaking' | 'waiting' | 'listening' | 'transferring' | 'lookingUp' | 'ending' | 'over';
  /**
   * What is spoken or done: the node's own prompt, words before it, the notice before a recording, what was looked up,
   * the apology for what was not, or the way to the fallback person.
   */
  part: 'prompt' | 'before' | 'notice' | 'result' | 'failed' | 'person';
  silent: number;
  wrong: number;
  misunderstood: number;
  /** Nodes entered since the caller last pressed a key or spoke. */
  hops: number;
  /** Nothing is listened for any more: the recognizer failed this caller. */
  keysOnly: boolean;
  /** The prompt could not be played. */
  mute: boolean;
  /** Entra object id of the caller, who cannot be transferred to themselves; null when not known. */
  callerId: string | null;
}

export interface Walked {
  walk: Walk;
  /** To be done in this order. */
  steps: WalkStep[];
}

/**
 * Begins at the start of a menu; a menu that the book lacks gives an apology and hangs up.
 * @param callerId Entra object id of the caller, who is never transferred to themselves
 */
export function beginWalk(
  book: MenuBook,
  menu: string,
  language: Language,
  can: Abilities,
  callerId: string | null = null,
): Walked {
  const counts = { silent: 0, wrong: 0, misunderstood: 0, hops: 0 };
  const at = {
    menu,
    node: '',
    language,
    preferred: language,
    step: 0,
    doing: 'speaking',
    part: 'prompt',
  } as const;
  const course: Course = {
    book,
    can,
    walk: { ...at, ...counts, keysOnly: false, mute: false, callerId },
    steps: [],
  };
  enter(course, menu, null);
  return { walk: course.walk, steps: course.steps };
}

const awaited: Record<Walk['doing'], WalkEvent['kind'] | null> = {
  speaking: 'spoken',
  waiting: 'waited',
  listening: 'heard',
  transferring: 'transferFailed',
  lookingUp: 'lookedUp',
  ending: 'spoken',
  over: null,
};

/** Goes on with what happened; an event of an older step, or a key that means nothing here, changes nothing. */
export function walkOn(book: MenuBook, walk: Walk, event: WalkEvent, can: Abilities): Walked {
  const course: Course = { book, can, walk: { ...walk }, steps: [] };
  if (event.kind === 'tone') pressed(course, event.tone);
  else if (event.kind === awaited[walk.doing] && event.step === walk.step) happened(course, event);
  return { walk: course.walk, steps: course.steps };
}

/** What a listener at this place may say, for intents; null where nothing is listened for. */
export function choicesAt(book: MenuBook, walk: Walk): Choices | null {
  const node = nodeAt(book, walk);
  if (walk.doing !== 'listening' || node?.kind !== 'choose') return null;
  return {
    choices: node.choices.map(({ phrases }) => ({ phrases: phrases[walk.language] ?? [] })),
    negatives: node.negatives[walk.language] ?? [],
  };
}
