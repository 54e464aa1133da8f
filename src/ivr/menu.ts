/**
 * A voice menu is data: nodes that each speak, and then choose, transfer, take a message or look something up. Read
 * from config/menus by menuFile.ts or made by builtIn.ts; walked by walk.ts. Plain JSON and types, no more.
 */
import type { Spoken } from '../locales/spoken.ts';
import type { Language } from './language.ts';
import type { Key } from './tone.ts';

/** What is to be spoken: a WAV file of config/prompts, or a text for the synthesizer. */
export type Say = { file: string } | { text: string; language: Language };

/** A prompt in every language of its menu; several are played one after the other, as one. */
export type Prompt = Partial<Record<Language, Say | readonly Say[]>>;

/**
 * Where a walk goes next: a node of the same menu, another menu, the menu's fallback person, or nowhere: the call ends.
 */
export type Target = { node: string } | { menu: string } | 'person' | 'hangUp';

export interface Choice {
  key: Key;
  /** What a caller may say instead of pressing the key. */
  phrases: Partial<Record<Language, string[]>>;
  next: Target;
}

/** What follows silence, or a key without a meaning: the prompt again, `retries` times, then the target. */
export interface Misstep {
  retries: number;
  /** Spoken before the node's own prompt is repeated. */
  prompt: Prompt | null;
  next: Target;
}

/** Asks for a key or a phrase. */
export interface ChooseNode {
  kind: 'choose';
  prompt: Prompt;
  choices: Choice[];
  /** Phrases that sound like a choice and are none. */
  negatives: Partial<Record<Language, string[]>>;
  /** How long a caller may be silent after the prompt. */
  seconds: number;
  silence: Misstep;
  wrong: Misstep;
}

/** Speaks and goes on. */
export interface SpeakNode {
  kind: 'speak';
  /** Null: goes on at once. */
  prompt: Prompt | null;
  /** Built-in menus only: what was answered, told to whoever had the menu walked. */
  report: string | null;
  next: Target;
}

/** Hands the caller to a person. */
export interface TransferNode {
  kind: 'transfer';
  prompt: Prompt | null;
  /** Entra object id. */
  to: string;
  /** The person is asked first whether they take the call. */
  consult: boolean;
  seconds: number;
  /** When the person does not answer. Null: the fallback person, and if that is the same, "nobody is free". */
  otherwise: Target | null;
}

/** Takes a message and ends. Where messages are not kept, only that somebody called is noted. */
interface MessageNode {
  kind: 'takeMessage';
  prompt: Prompt;
  /** The longest message; Graph records up to 120 seconds. */
  seconds: number;
}

/** Asks a question, records the answer, goes on. Where recordings are not kept, nothing is asked. */
interface AnswerNode {
  kind: 'recordAnswer';
  prompt: Prompt;
  seconds: number;
  next: Target;
  /** When nothing was recorded. */
  otherwise: Target;
}

/** Asks a webhook and speaks what it says. */
export interface LookUpNode {
  kind: 'lookUp';
  /** "One moment", spoken before. */
  prompt: Prompt | null;
  url: string;
  timeoutMs: number;
  /** Spoken when the webhook gives no answer. */
  failed: Prompt;
  next: Target;
}

/** Built-in menus only: speaks, then stays on the line while the call is moved elsewhere. */
export interface StayNode {
  kind: 'stay';
  prompt: Prompt | null;
  seconds: number;
  /** When the call was not moved in time. */
  next: Target;
}

export type MenuNode =
  | ChooseNode
  | SpeakNode
  | TransferNode
  | MessageNode
  | AnswerNode
  | LookUpNode
  | StayNode;

export interface Menu {
  name: string;
  /** The first is spoken to callers of any other language. */
  languages: [Language, ...Language[]];
  start: string;
  nodes: Readonly<Record<string, MenuNode>>;
  /** Entra object id of the person for "when all else fails"; null where there is none. */
  fallback: string | null;
}

/** What Rollcall says in any menu, in its own words. */
export type Words = Readonly<Record<Language, Spoken['words']>>;

/** Everything that can be walked. */
export interface MenuBook {
  menus: Readonly<Record<string, Menu>>;
  words: Words;
}
