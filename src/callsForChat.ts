/** The calls that chat may look up and tell, as `app.ts` hands them over. */
import type { Desk } from './calling/desk.ts';
import type { Calls } from './chat/services.ts';

/** @param onCard what the queue card shows: the store's look at calls that came in */
export function callsForChat(desk: Desk, onCard: Calls['incomingLive']): Calls {
  return {
    start: desk.start,
    place: desk.place,
    get: desk.get,
    liveIn: desk.liveIn,
    liveOfMeeting: desk.liveOfMeeting,
    incomingLive: onCard,
    lastIn: async (conversationId) => (await desk.recentIn(conversationId, 1))[0] ?? null,
    async control(callId, id, by, request) {
      const call = await desk.tell(callId, { kind: 'controlRequested', id, by, request });
      if (!call) throw new Error('A call that was there is gone');
      return call;
    },
    async agentChose(callId, by, choice) {
      const call = await desk.tell(callId, { kind: 'agentChose', by, choice });
      if (!call) throw new Error('A call that was there is gone');
      return call;
    },
  };
}
