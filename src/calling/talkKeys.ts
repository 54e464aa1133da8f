/** The keys that a caller pressed, given to the walk in their order. Pure. */
import type { Draft } from './draft.ts';
import { tellWalk } from './talkSteps.ts';
import { changeTalk, forget, liveTalk, patience, waitFor } from './talkWaits.ts';
import { nextTone } from './tones.ts';

/** Acts on the keys that are next; for a missing one it waits a moment. */
export function press(draft: Draft, skipGap: boolean) {
  let skip = skipGap;
  for (;;) {
    const talk = liveTalk(draft);
    if (!talk?.walk) return;
    const next = nextTone(talk, skip);
    if (!next) break;
    skip = false;
    changeTalk(draft, next.rest);
    tellWalk(draft, { kind: 'tone', tone: next.tone });
  }
  const missing = (draft.call.talk?.held ?? []).length > 0;
  const waiting = draft.call.talk?.waits.some(({ kind }) => kind === 'gap');
  if (missing && !waiting) waitFor(draft, 'gap', patience.gap);
  if (!missing && waiting) forget(draft, ({ kind }) => kind === 'gap');
}
