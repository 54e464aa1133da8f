/** A call that comes in: who calls, what the front desk decided, and what the agents chose. Pure types and decisions. */
import type { Caller, Facts, Outcome, Settled } from '../frontdesk/frontDesk.ts';
import { languageOf } from '../ivr/language.ts';
import type { Person } from '../people/person.ts';
import type { Arrival } from './arrival.ts';
import type { Call } from './call.ts';
import { type JoinRequest, newCall } from './newCall.ts';

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
  /** The name of the rule that decided, for the card and the log; null before. */
  rule: string | null;
  outcome: Outcome | null;
  /** Agents are asked until then; `answered`: on hold already, else still ringing. */
  asking: { until: number; otherwise: Settled; answered: boolean } | null;
  /** Who was first, and what they chose. */
  chosen: { by: Person; choice: AgentChoice } | null;
  chosenAt?: number;
  /** The answer, redirect or reject under way, and which of them was the last. */
  effectId: string | null;
  sent: 'answer' | 'redirect' | 'reject' | null;
  /** Answers sent after the first thing that was sent came to nothing. */
  tries?: number;
  /** What became of it, once known, for the queue card; `missed`: gone before anybody spoke to them. */
  became: 'answered' | 'redirected' | 'rejected' | 'taken' | 'missed' | null;
}

/**
 * A call that has just come in.
 * @param of `graphId` normalised; `tenantId` ours, for which the notification's token is; `locale` where the caller's
 *   language is not known, or none of ours
 */
export function newIncomingCall(
  of: Pick<JoinRequest, 'id' | 'botId' | 'tenantId' | 'locale'> & { graphId: string },
  arrival: Arrival,
  now: number,
): Call {
  const { id, botId, tenantId, graphId } = of;
  const { caller, callee, video, group } = arrival;
  const locale = languageOf(caller.languageId, languageOf(of.locale, 'en'));
  const call = newCall(
    {
      ...{ id, botId, tenantId, locale },
      ...{ meetingId: null, meetingKey: `incoming:${graphId}`, coordinates: null, conversationId: '' },
      ...{ subject: arrival.subject || caller.name, invited: [] },
      broughtBy: { id: caller.id ?? '', name: caller.name },
    },
    now,
  );
  const incoming: Incoming = {
    ...{ caller, callee, receivedAt: now, group, video, rule: null, outcome: null, asking: null },
    ...{ chosen: null, effectId: null, sent: null, became: null },
  };
  const { myParticipantId } = arrival;
  return { ...call, graphId, graphState: 'incoming', phase: 'ringing', myParticipantId, incoming };
}
