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

export interface DeskStore extends EffectStore, SweepStore, LineStore {
  create(decision: Decision): Promise<{ call: Call; created: boolean }>;
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
