import { type ColumnType, type Kysely, sql } from 'kysely';
import type { Call, CallEvent } from '../calling/call.ts';
import type { Folded, WaitingEvent } from '../calling/desk.ts';
import type { Decision, Effect } from '../calling/effect.ts';
import type { Caps } from '../calling/line.ts';
import { type AuditTable, writeAudit } from './audit.ts';
import { type CallEventTable, saveEvents, undecidedCalls, undecidedRinging } from './callEvents.ts';
import { type CardsTable, touchCards } from './cards.ts';
import {
  addEffects,
  dropEffects,
  type EffectTable,
  finishEffect,
  postponeEffect,
  releaseEffects,
  takeEffects,
} from './effects.ts';
import { jsonText } from './json.ts';
import { addOutgoing, admit, anyWaiting, leaveLine, type OutgoingTables } from './outgoing.ts';
import { isLost } from './pool.ts';
import { changeTimers, fireTimers, type TimerTable } from './timers.ts';

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

/** How long a transaction waits for another instance that is deciding the same call. */
const lockTimeout = sql`set local lock_timeout = '5s'`;
/** Events decided in one transaction; the sweep decides the rest. */
const mostAtOnce = 1_000;

/** Calls with everything that belongs to them, as `calling/desk.ts` needs them. */
export function callStore(db: Kysely<Tables>) {
  return {
    /**
     * Adds a call with its first decision; or, where that meeting has a live call already, or the call itself was added
     * before (by our id or by Graph's), gives that one.
     */
    async create(decision: Decision): Promise<{ call: Call; created: boolean }> {
      for (;;) {
        const created = await db.transaction().execute(async (tx) => {
          const added = await tx
            .insertInto('calls')
            .values({ ...columns(decision.call), id: decision.call.id, created_at: decision.call.createdAt })
            .onConflict((conflict) => conflict.doNothing())
            .returning('id')
            .executeTakeFirst();
          if (!added) return false;
          await writeWith(tx, decision, null);
          await touchCardsOf(tx, decision);
          return true;
        });
        if (created) return { call: decision.call, created };
        const live = await one(db, (calls) =>
          calls.where('meeting_key', '=', decision.call.meetingKey).where('phase', '<>', 'ended'),
        );
        const { id, graphId } = decision.call;
        const same =
          live ??
          (await one(db, (calls) =>
            calls.where((row) => row.or([row('id', '=', id), row('graph_id', '=', graphId)])),
          ));
        // Neither: it ended between the two statements, and now there is room for ours.
        if (same) return { call: same, created };
      }
    },

    /**
     * Decides everything undecided about a call, in one transaction under its row's lock.
     * @param fold gives the decision of all of these events, in their order
     * @returns null where there is no such call or nothing to decide
     */
    async fold(
      callId: string,
      fold: (call: Call, events: WaitingEvent[]) => Decision,
    ): Promise<Folded | null> {
      return db.transaction().execute(async (tx) => {
        await lockTimeout.execute(tx);
        const row = await tx
          .selectFrom('calls')
          .select('state')
          .where('id', '=', callId)
          // Not FOR UPDATE: saving an event refers to the call, and must not wait for a decision about it.
          .forNoKeyUpdate()
          .executeTakeFirst();
        if (!row) return null;
        const waiting = await tx
          .selectFrom('call_events')
          .select(['seq', 'event', 'received_at'])
          .where('call_id', '=', callId)
          .orderBy('seq')
          .limit(mostAtOnce)
          .execute();
        if (waiting.length === 0) return { call: row.state, changed: false, urgent: false };
        const decision = fold(
          row.state,
          waiting.map(({ event, received_at }) => ({ event, at: received_at })),
        );
        await writeWith(tx, decision, row.state);
        // Decided is erased: the inbox holds names and numbers no longer than it must.
        const decided = waiting.map((event) => event.seq);
        await tx.deleteFrom('call_events').where('seq', 'in', decided).execute();
        // Late: learning Graph's id changes a key, and from then on news of this call does wait.
        await tx.updateTable('calls').set(columns(decision.call)).where('id', '=', callId).execute();
        await touchCardsOf(tx, decision);
        const urgent = decision.effects.some((planned) => planned.lane === 'urgent');
        return { call: decision.call, changed: decision.cardChanged, urgent };
      });
    },

    saveEvents: (events: Parameters<typeof saveEvents>[1]) => saveEvents(db, events),
    undecidedCalls: () => undecidedCalls(db),
    undecidedRinging: () => undecidedRinging(db),
    admit: (caps: Caps, now: number, lowest: 0 | 1) => admit(db, caps, now, lowest),
    anyWaiting: () => anyWaiting(db),
    fireTimers: (now: number) => fireTimers(db, now),
    takeEffects: (callId: string | null, now: number, leaseMs: number, which: 'urgent' | 'others') =>
      takeEffects(db, callId, now, leaseMs, which),
    finishEffect: (taken: { id: string; attempt: number }, event: CallEvent | null, at: number) =>
      finishEffect(db, taken, event, at),
    postponeEffect: (taken: { id: string; attempt: number }, notBefore: number, rest: Effect | null, spared: boolean) =>
      postponeEffect(db, taken, notBefore, rest, spared),
    releaseEffects: (taken: readonly { id: string; attempt: number }[]) => releaseEffects(db, taken),

    get: (id: string) => one(db, (calls) => calls.where('id', '=', id)),
    liveOfMeeting: (meetingId: string) =>
      one(db, (calls) => calls.where('meeting_id', '=', meetingId).where('phase', '<>', 'ended')),
    /** Live calls that have a card in this conversation, or whose meeting's chat it is; the newest first. */
    liveIn: (conversationId: string) =>
      many(db, 50, (calls) => calls.where(belongsTo(conversationId)).where('phase', '<>', 'ended')),
    /** The last calls of a conversation, ended ones too, the newest first. */
    recentIn: (conversationId: string, count: number) =>
      many(db, count, (calls) => calls.where(belongsTo(conversationId))),
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

const columns = (call: Call) => ({
  graph_id: call.graphId,
  tenant_id: call.tenantId,
  meeting_key: call.meetingKey,
  meeting_id: call.meetingId,
  conversation_id: call.conversationId,
  // A call that waits for a line is looked up apart: it counts for nothing yet, and there may be thousands.
  phase: call.placed?.waiting ? 'waiting' : call.phase,
  revision: call.revision,
  state: jsonText(call),
  ended_at: call.endedAt,
});

/** What a decision asks for, beside the call itself; `before` null: the call is new. */
async function writeWith(tx: Kysely<Tables>, decision: Decision, before: Call | null): Promise<void> {
  const { call, effects, timers, audit } = decision;
  if (!before) await addOutgoing(tx, call);
  else if (before.placed?.waiting && !call.placed?.waiting) await leaveLine(tx, call.id);
  await addEffects(tx, call.id, effects);
  await changeTimers(tx, call.id, timers);
  if (call.phase === 'ended') await dropEffects(tx, call.id);
  await writeAudit(
    tx,
    audit.map((entry) => ({
      id: entry.controlId,
      callId: call.id,
      tenantId: call.tenantId,
      verb: entry.verb,
      actor: entry.by,
      targets: entry.targets,
      requestedAt: entry.at,
      finishedAt: entry.finishedAt,
    })),
  );
}

/** The last of a transaction: all calls that came in are on one card, and none may wait for another to be decided. */
async function touchCardsOf(tx: Kysely<Tables>, { call, cardChanged }: Decision): Promise<void> {
  if (!cardChanged) return;
  const queue = call.incoming ? [`frontdesk:${call.tenantId}`] : [];
  await touchCards(tx, [`call:${call.id}`, `meeting:${call.meetingId}`, ...queue]);
}

const select = (db: Kysely<Tables>) =>
  db.selectFrom('calls').select('state').orderBy('created_at', 'desc').orderBy('id');
type Query = ReturnType<typeof select>;

/** Brought in from a conversation, shown there later, or in the meeting whose chat it is. */
const belongsTo = (conversationId: string) => sql<boolean>`(
  calls.conversation_id = ${conversationId}
  or exists (
    select from cards
    where cards.subject = 'call:' || calls.id and cards.conversation_id = ${conversationId}
  )
  or exists (
    select from meetings
    where meetings.id::text = calls.meeting_id and meetings.thread_id = ${conversationId}
  )
)`;

async function many(db: Kysely<Tables>, count: number, where: (calls: Query) => Query): Promise<Call[]> {
  const rows = await where(select(db)).limit(count).execute();
  return rows.map((row) => row.state);
}

const one = async (db: Kysely<Tables>, where: (calls: Query) => Query): Promise<Call | null> =>
  (await many(db, 1, where))[0] ?? null;
