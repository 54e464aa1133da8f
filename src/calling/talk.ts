/**
 * What Rollcall says and hears on the line: a walk through a menu, brought to Graph in the order it demands (answered,
 * audio active, tones subscribed, then prompts) and back. Pure types and decisions; ivr/walk.ts decides what is said.
 */
import type { Language } from '../ivr/language.ts';
import type { Menu } from '../ivr/menu.ts';
import type { Tone } from '../ivr/tone.ts';
import type { Walk } from '../ivr/walk.ts';

/** Graph's toneInfo. */
export interface ToneNews {
  sequenceId: number;
  tone: Tone;
}

export interface Talk {
  /** A menu of the book, or one made for this call alone. */
  menu: string;
  inline: Menu | null;
  language: Language;
  /** Graph said that audio is active. */
  audio: boolean;
  tones: 'off' | 'subscribing' | 'on';
  /** The next sequenceId to act on; null before the first. Later ones wait in `held` for the gap to close. */
  nextTone: number | null;
  held: ToneNews[];
  /** Null before it has begun, and when it is over. */
  walk: Walk | null;
  over: boolean;
  /** Steps under way: the effect of each, and Graph's operation where it has one. */
  steps: { step: number; effectId: string; operationId: string | null; sealed?: string }[];
}
