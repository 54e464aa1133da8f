import type { ColumnType, Kysely } from 'kysely';
import type { Call } from '../calling/call.ts';
import type { WaitingEvent } from '../calling/desk.ts';
import type { Created, Folded } from '../calling/deskStore.ts';
import type { Decision, Effect } from '../calling/effect.ts';
import type { Asked } from '../calling/line.ts';
import type { FinishedEffect } from '../calling/outbox.ts';
import type { AuditTable } from './audit.ts';
import { type CallEventTable, saveEvents, undecidedCalls, undecidedRinging } from './callEvents.ts';
import type { CardsTable } from './cards.ts';
import { decideCalls } from './decisions.ts';
import { type EffectTable, finishEffects, postponeEffect, releaseEffects, takeEffects } from './effects.ts';
import { createCalls } from './newCalls.ts';
import { admit, anyWaiting, type OutgoingTables } from './outgoing.ts';
import { isLost } from './pool.ts';
import { prepared } from './prepared.ts';
import { fireTimers, type TimerTable } from './timers.ts';

interface CallTable {
  id: string;
  graph_id: string | null;
  tenant_id: string;
  meeting_key: string;
  meeting_id: string | null;
  conversation_id: string;
  phase: string;
  revision: number;
  /** The whole call; the columns beside it are what it is looked up by. */
  state: ColumnType<Call, string, string>;
  created_at: number;
  ended_at: number | null;
}

/** The tables of calls, for the schema. */
export interface CallTables {
  calls: CallTable;
  call_events: CallEventTable;
  effects: EffectTable;
  timers: TimerTable;
  audit: AuditTable;
}

interface Tables extends CallTables, OutgoingTables {
  cards: CardsTable;
}

/** Calls with everything that belongs to them, as `calling/desk.ts` needs them. */
export function callStore(db: Kysely<Tables>) {
  return {
    /** Adds a call with its first decision; see newCalls.ts. */
    async create(decision: Decision): Promise<Created> {
      const [created] = await createCalls(db, [decision]);
      return created as Created;
    },
    createAll: (decisions: readonly Decision[]) => createCalls(db, decisions),

    /**
     * Decides everything undecided about a call, in one transaction under its row's lock.
     * @param fold gives the decision of all of these events, in their order
     * @returns null where there is no such call or nothing to decide
     */
    async fold(
      callId: string,
      fold: (call: Call, events: WaitingEvent[]) => Decision,
    ): Promise<Folded | null> {
      return (await decideCalls(db, [callId], fold, 'waitFor')).get(callId) ?? null;
    },

    /** The same for several at once, as far as nobody else is deciding them. */
    foldFree: (callIds: readonly string[], fold: (call: Call, events: WaitingEvent[]) => Decision) =>
      decideCalls(db, callIds, fold, 'leaveOut'),

    saveEvents: (events: Parameters<typeof saveEvents>[1]) => saveEvents(db, events),
    undecidedCalls: () => undecidedCalls(db),
    undecidedRinging: () => undecidedRinging(db),
    admit: (asked: Asked) => admit(db, asked),
    anyWaiting: () => anyWaiting(db),
    fireTimers: (now: number) => fireTimers(db, now),
    takeEffects: (
      callIds: readonly string[] | null,
      now: number,
      leaseMs: number,
      which: 'urgent' | 'others',
    ) => takeEffects(db, callIds, now, leaseMs, which),
    finishEffects: (finished: readonly FinishedEffect[]) => finishEffects(db, finished),
    postponeEffect: (
      taken: { id: string; attempt: number },
      notBefore: number,
      rest: Effect | null,
      spared: boolean,
    ) => postponeEffect(db, taken, notBefore, rest, spared),
    releaseEffects: (taken: readonly { id: string; attempt: number }[]) => releaseEffects(db, taken),

    get: (id: string) => one(db, (calls) => calls.where('id', '=', id)),
    liveOfMeeting: (meetingId: string) =>
      one(db, (calls) => calls.where('meeting_id', '=', meetingId).where('phase', '<>', 'ended')),
    /** Live calls that have a card in this conversation, or whose meeting's chat it is; the newest first. */
    liveIn: async (conversationId: string) => (await liveIn(db, [conversationId])).map(({ state }) => state),
    /** The last calls of a conversation, ended ones too, the newest first. */
    recentIn: async (conversationId: string, count: number) =>
      (await recentIn(db, [conversationId, count])).map(({ state }) => state),
    /** The ids of all live calls but those that wait for a line: Graph knows nothing of these. */
    async liveIds(): Promise<string[]> {
      const rows = await db
        .selectFrom('calls')
        .select('id')
        .where('phase', 'not in', ['ended', 'waiting'])
        .execute();
      return rows.map((row) => row.id);
    },
    isLost,
  };
}
export type CallStore = ReturnType<typeof callStore>;

const select = (db: Kysely<Tables>) =>
  db.selectFrom('calls').select('state').orderBy('created_at', 'desc').orderBy('id');
type Query = ReturnType<typeof select>;

/** Calls brought in from the conversation $1, shown there later, or in the meeting whose chat it is. */
const inConversation = `
  select state from calls where (
    calls.conversation_id = $1
    or exists (select from cards where cards.subject = 'call:' || calls.id and cards.conversation_id = $1)
    or exists (select from meetings where meetings.id::text = calls.meeting_id and meetings.thread_id = $1)
  )`;
const newestFirst = 'order by created_at desc, id limit';
const liveIn = prepared<{ state: Call }>(
  'live_in',
  `${inConversation} and phase <> 'ended' ${newestFirst} 50`,
);
const recentIn = prepared<{ state: Call }>('recent_in', `${inConversation} ${newestFirst} $2`);

async function many(db: Kysely<Tables>, count: number, where: (calls: Query) => Query): Promise<Call[]> {
  const rows = await where(select(db)).limit(count).execute();
  return rows.map((row) => row.state);
}

const one = async (db: Kysely<Tables>, where: (calls: Query) => Query): Promise<Call | null> =>
  (await many(db, 1, where))[0] ?? null;
