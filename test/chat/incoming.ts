import type { Call } from '../../src/calling/call.ts';
import type { Incoming } from '../../src/calling/incoming.ts';
import { newId } from '../../src/lib/ids.ts';
import { call as meetingCall } from './cards/calls.ts';
import { now } from './cards/samples.ts';
import { person, type Room } from './room.ts';

export const menu = { do: 'answer', menu: 'main' } as const;

/** A call that rings, agents being asked. */
export const comesIn = (
  room: Room,
  who: Partial<Incoming['caller']> = {},
  more: Partial<Incoming> = {},
  rest: Partial<Call> = {},
) => {
  const incoming: Incoming = {
    caller: { kind: 'user', ...person('Joni'), tenantId: null, languageId: null, ...who },
    ...{ callee: { id: null, phone: null }, receivedAt: now, group: false, video: false, rule: 'rule' },
    outcome: { do: 'ask', seconds: 8, otherwise: menu, menu: 'main' },
    asking: { until: now + 8_000, otherwise: menu, answered: false },
    ...{ chosen: null, effectId: null, sent: null, became: null },
    ...more,
  };
  const id = newId();
  const { tenantId } = room.services;
  room.calls.set(id, {
    ...meetingCall(),
    ...{ id, tenantId, incoming, meetingId: null, coordinates: null, conversationId: '', phase: 'ringing' },
    ...rest,
  });
  return id;
};
