/**
 * What Rollcall says and hears on the line: a walk through a menu, brought to Graph in the order it demands (answered,
 * audio active, tones subscribed, then prompts) and back. ivr/walk.ts decides what is said. Never a dead line: all that
 * a talk waits for has its time, and a talk that waits for nothing apologises and hangs up. Pure types.
 */
import type { Language } from '../ivr/language.ts';
import type { Menu } from '../ivr/menu.ts';
import type { Walk, WalkStep } from '../ivr/walk.ts';
import type { ToneNews } from './tones.ts';

/** A step that makes a sound: one after the other, and none while the earlier are being silenced. */
export type SoundStep = Extract<WalkStep, { do: 'speak' | 'listen' }>;
export type ListenStep = Extract<WalkStep, { do: 'listen' }>;

/** Something a talk waits for. */
export interface Wait {
  kind:
    | 'subscribeTones'
    | 'play'
    /** Graph is told that a recording begins; `listen` follows. */
    | 'recordingStatus'
    | 'record'
    | 'understand'
    | 'lookUp'
    | 'cancelMedia'
    | 'transfer'
    /** The walk's own wait for the caller. */
    | 'pause'
    /** A key is missing before those held. */
    | 'gap';
  /** The walk's; 0 where it is not the walk that waits. */
  step: number;
  effectId: string | null;
  /** Graph's operation; null: Graph has not answered yet, empty: its answer named none. */
  operationId: string | null;
  /** Cancelled before Graph had answered: whatever comes of it is to be cancelled as well. */
  silenced: boolean;
  /** Given up then. */
  until: number;
  /** Graph is asked then whether it is over: its notification may be lost. */
  checkAt: number | null;
  listen: ListenStep | null;
}

export interface Talk {
  /** A menu of the book, or one made for this call alone. */
  menu: string;
  inline: Menu | null;
  language: Language;
  /** Graph said that audio is active. */
  audio: boolean;
  tones: 'off' | 'subscribing' | 'on' | 'refused';
  /** See tones.ts. Keys are erased from here as soon as they are decided. */
  nextTone: number | null;
  held: readonly ToneNews[];
  /** Null before it has begun, and when it is over. */
  walk: Walk | null;
  over: boolean;
  /** The last resort was taken: next comes the hang-up. */
  apologised: boolean;
  waits: readonly Wait[];
  /** Steps that must not be heard before what was said earlier is silenced. */
  keptBack: readonly SoundStep[];
  /** While nothing is waited for: when that has lasted too long. */
  idleUntil: number | null;
}
