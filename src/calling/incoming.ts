/** A call that comes in: who calls, what the front desk decided, and what the agents chose. Pure types and decisions. */
import type { Caller, Facts, Outcome, Settled } from '../frontdesk/frontDesk.ts';
import type { Person } from '../people/person.ts';

/** What an agent presses on the queue card. */
export type AgentChoice = 'take' | 'menu' | 'voicemail' | 'reject';

export interface Incoming {
  caller: Caller;
  callee: Facts['callee'];
  /** When its notification arrived: Graph waits fifteen seconds from about then. */
  receivedAt: number;
  /** Rollcall was invited into a call of several: Graph sends a roster. */
  group: boolean;
  /** The caller wanted video: answered with audio alone. */
  video: boolean;
  /** The rule that decided, for the card and the log; null before. */
  rule: string | null;
  outcome: Outcome | null;
  /** Agents are asked until then; `answered`: on hold already, else still ringing. */
  asking: { until: number; otherwise: Settled; answered: boolean } | null;
  /** Who was first, and what they chose. */
  chosen: { by: Person; choice: AgentChoice } | null;
  /** The answer, redirect or reject under way. */
  effectId: string | null;
  /** What became of it, once known, for the queue card; `missed`: gone before anybody spoke to them. */
  became: 'answered' | 'redirected' | 'rejected' | 'taken' | 'missed' | null;
}
