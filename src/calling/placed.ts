/**
 * A call that Rollcall places: whom it rings and what for. Graph sends a roster for group calls only; a peer-to-peer
 * call is known by its state and the two sides alone. Pure types and decisions.
 */

/** How somebody took being rung. `there`: picked up. */
export type SideState = 'ringing' | 'there' | 'declined' | 'noAnswer' | 'busy' | 'unreachable' | 'left';

export interface Side {
  /** Entra object id, or a phone number in E.164. */
  id: string;
  name: string;
  kind: 'user' | 'phone';
  state: SideState;
}

/**
 * What a placed call is for. `talk`: people speak with each other. The others are peer-to-peer and spoken by Rollcall:
 * `say` speaks a text and hangs up; `ringMissing` asks somebody for the meeting call `forCallId`; `consult` asks
 * whether an agent takes the caller of `forCallId`. What the last two come to is told to that call as `errandTold`:
 * 'join' | 'late' | 'cannot', 'take' | 'refuse', and at the end 'over:<reason of the ending>'.
 */
export type Purpose =
  | { kind: 'talk' }
  | { kind: 'say'; text: string }
  | { kind: 'ringMissing'; forCallId: string; sentence: string }
  | { kind: 'consult'; forCallId: string; caller: string };

export interface Placed {
  /** Whom Rollcall rings, each once. */
  sides: Side[];
  /** More than one target, or a third person came since: Graph sends a roster. */
  group: boolean;
  purpose: Purpose;
}
