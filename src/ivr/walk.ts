/**
 * A caller's walk through a menu: every event gives the next place and what is to be done there. Pure: no clock, no
 * Graph; whoever drives it brings each step about and tells how it went. Never a dead line: unless the walk has hung
 * up, some step is always under way whose end will bring another event.
 */
import type { Language } from './language.ts';
import type { Say } from './menu.ts';
import type { Tone } from './tone.ts';

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
  language: Language;
  /** The step under way; events of any other are stale. */
  step: number;
  /** `ending`: last words are spoken, or it has hung up. */
  doing: 'speaking' | 'waiting' | 'listening' | 'transferring' | 'lookingUp' | 'ending';
  /** What is spoken or done: the node's own prompt, words before it, before a recording, what was looked up, or the way to the fallback person. */
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
