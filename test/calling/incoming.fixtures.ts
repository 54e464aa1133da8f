import type { Arrival } from '../../src/calling/arrival.ts';
import { newIncomingCall } from '../../src/calling/incoming.ts';
import type { Caller, Facts, Outcome } from '../../src/frontdesk/frontDesk.ts';
import { botId, graphId, Life, noDesk, request, rules, start } from './fixtures.ts';

export const caller: Caller = {
  ...{ kind: 'user' as const, id: 'ca11e000-0000-4000-8000-000000000001', name: 'Casey Caller' },
  ...{ tenantId: request.tenantId, languageId: 'en-US' },
};

export const arrival: Arrival = {
  ...{ caller, callee: { id: botId, phone: null }, video: false },
  ...{ group: false, subject: '', myParticipantId: 'p-me' },
};

export const facts: Facts = {
  ...{ caller, callee: arrival.callee, now: start, waiting: 0, presence: {}, blocked: false },
  ...{ recent: [], flood: false, agentsChat: true },
};

/** A call that comes in to a desk where everybody gets this outcome; `group`: an invitation, which the rule is about. */
export function incomingLife(outcome: Outcome, { group }: { group: boolean } = { group: false }): Life {
  const of = { id: request.id, botId, tenantId: request.tenantId, locale: 'en', graphId };
  const rule = { name: 'everybody', line: 1, when: group ? { group } : null, unless: null, outcome };
  return new Life(
    {},
    {
      call: newIncomingCall(of, { ...arrival, group }, start),
      first: { kind: 'incomingCall' },
      rules: { ...rules, desk: { ...noDesk, rules: [rule] } },
    },
  );
}

/** The same, with what the rules ask for found out. */
export const screenedLife = (outcome: Outcome): Life => incomingLife(outcome).done({ kind: 'screen', facts });
