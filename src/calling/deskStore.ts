/** What the desk needs of the store, where what was decided is kept; store/calls.ts is it. Types. */
import type { LineStore } from './admission.ts';
import type { Call } from './call.ts';
import type { Decision } from './effect.ts';
import type { WaitingEvent } from './fold.ts';
import type { SaveEvents } from './inbox.ts';
import type { EffectStore } from './outbox.ts';
import type { SweepStore } from './sweep.ts';

/**
 * What became of a call's turn; `changed`: a card of it must change, `effects`: there is something to be carried out for
 * it, or under way, `urgent`: it now asks for what cannot wait.
 */
export interface Folded {
  call: Call;
  changed: boolean;
  effects: boolean;
  urgent: boolean;
}

/** A call that was to be added, and whether it was; if not, the one that was there. */
export interface Created {
  call: Call;
  created: boolean;
}

export interface DeskStore extends EffectStore, SweepStore, LineStore {
  create(decision: Decision): Promise<Created>;
  /** The same for several that Rollcall places, at once; one for each, in the same order. */
  createAll(decisions: readonly Decision[]): Promise<Created[]>;
  fold(callId: string, fold: (call: Call, events: WaitingEvent[]) => Decision): Promise<Folded | null>;
  /** The same for several calls at once; by id, without those that somebody else is deciding. */
  foldFree(
    callIds: readonly string[],
    fold: (call: Call, events: WaitingEvent[]) => Decision,
  ): Promise<Map<string, Folded>>;
  saveEvents: SaveEvents;
  get(id: string): Promise<Call | null>;
  liveOfMeeting(meetingId: string): Promise<Call | null>;
  liveIn(conversationId: string): Promise<Call[]>;
  recentIn(conversationId: string, count: number): Promise<Call[]>;
}
