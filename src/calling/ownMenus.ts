/** What Rollcall says in its own name on calls that it places, and to callers who wait. Pure. */
import type { Draft } from './draft.ts';
import type { Purpose } from './placed.ts';

/** What a placed call is for, said as soon as somebody picks up. */
export function sayWhatFor(_draft: Draft, _purpose: Purpose) {}

/** "One moment, please", to a caller whom an agent may take. */
export function sayOneMoment(_draft: Draft) {}
