/** How a walk begins, and how it is cut short. Pure. */
import { beginWalk } from '../ivr/walk.ts';
import type { Call } from './call.ts';
import type { Draft } from './draft.ts';
import { apologyMenu, bookOf } from './talkBook.ts';
import type { Wait } from './talkState.ts';
import { carryOut, hangUp, tellWalk } from './talkSteps.ts';
import { askFor, changeTalk, forget, liveTalk, patience, silence } from './talkWaits.ts';

/** Graph demands the order: established, audio active, tones subscribed, then prompts. */
export function begin(draft: Draft) {
  const { call, rules } = draft;
  const talk = liveTalk(draft);
  if (!talk || talk.walk || !talk.audio || call.graphState !== 'established') return;
  if (talk.tones === 'subscribing') return;
  if (talk.tones === 'off') {
    changeTalk(draft, { tones: 'subscribing' });
    return askFor(draft, { kind: 'subscribeTones' }, patience.request);
  }
  // Without keys a menu can still be answered by voice; without either nobody can answer it.
  if (talk.tones === 'refused' && !rules.can.hear && !talk.apologised) return apologise(draft);
  const { walk, steps } = beginWalk(bookOf(draft), talk.menu, talk.language, rules.can, callerOf(call));
  changeTalk(draft, { walk });
  for (const event of carryOut(draft, steps)) tellWalk(draft, event);
}

/** Says sorry, once, and hands the caller to the menu's fallback person or hangs up. */
export function apologise(draft: Draft) {
  const talk = liveTalk(draft);
  if (!talk) return;
  if (talk.apologised) return hangUp(draft);
  const inline = apologyMenu(draft.rules.book, talk);
  interrupt(draft);
  changeTalk(draft, { apologised: true, menu: inline.name, inline, walk: null, held: [] });
  begin(draft);
}

/** Nothing of the walk so far counts any more; only requests to Graph are still waited for. */
export function interrupt(draft: Draft): void {
  silence(draft);
  const ofWalk: Wait['kind'][] = ['understand', 'lookUp', 'transfer', 'pause', 'gap'];
  forget(draft, ({ kind }) => ofWalk.includes(kind));
}

/** Who is on the other side, where it is one person whom Graph names. */
function callerOf({ incoming, placed }: Call): string | null {
  if (incoming) return incoming.caller.kind === 'user' ? incoming.caller.id : null;
  const side = placed && !placed.group ? placed.sides[0] : undefined;
  return side?.kind === 'user' ? side.id : null;
}
