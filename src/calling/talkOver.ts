/** The end of talking on the line. Pure. */
import type { Draft } from './draft.ts';

/**
 * Nothing more is said or heard, whoever ended it: keys still held, and what was made for this call alone, are erased.
 * A recording under way is fetched by nobody. Its timer goes on, so that a hang-up which Graph refuses is tried again.
 */
export function endTalk({ call }: Draft): void {
  if (!call.talk) return;
  call.talk = {
    ...call.talk,
    inline: null,
    held: [],
    walk: null,
    over: true,
    waits: [],
    keptBack: [],
    idleUntil: null,
  };
}
