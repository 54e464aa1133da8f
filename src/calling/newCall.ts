/** A call as it begins. Pure. */
import type { Call } from './call.ts';

/** What is needed to bring Rollcall into a meeting. */
export type JoinRequest = Pick<
  Call,
  | 'id'
  | 'tenantId'
  | 'botId'
  | 'meetingId'
  | 'meetingKey'
  | 'coordinates'
  | 'subject'
  | 'broughtBy'
  | 'conversationId'
  | 'locale'
  | 'invited'
>;

/** A call nobody has asked Graph for yet; its first event is `joinRequested`. */
export const newCall = (request: JoinRequest, now: number): Call => ({
  ...request,
  graphId: null,
  phase: 'joining',
  graphState: null,
  createdAt: now,
  establishedAt: null,
  endedAt: null,
  ending: null,
  myParticipantId: null,
  roster: { participants: [], asOf: null, sequence: null },
  lastHeardAt: null,
  aloneSince: null,
  unheard: false,
  doubtSince: null,
  controls: [],
  leaving: null,
  settling: null,
  timers: {},
  revision: 0,
  effectCount: 0,
});
