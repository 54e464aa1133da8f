/** Calls that came in, as the front desk and its agents look at them; they are rows of calls like any other. */
import { type Kysely, sql } from 'kysely';
import type { Call } from '../calling/call.ts';
import type { Caller, Facts } from '../frontdesk/frontDesk.ts';
import type { CallTables } from './calls.ts';
import { type CardsTable, touchCards } from './cards.ts';
import type { ConversationsTable } from './conversations.ts';
import type { FrontDeskTables } from './frontDesk.ts';
import { storable } from './json.ts';

interface Tables extends CallTables, FrontDeskTables {
  cards: CardsTable;
  conversations: ConversationsTable;
}

const day = 24 * 3_600_000;
/** More calls than this in so many milliseconds are too many to ask a chat about: it takes 60 messages in 30 seconds. */
const flood = { calls: 20, withinMs: 30_000 };
const mostRecent = 1_000;
const mostOnCard = 100;
const mostMissed = 20;
const mostSettled = 3;
/** So long the card still says who took a call that has left the front desk. */
const settledFor = 60_000;

const cameIn = sql<boolean>`calls.state -> 'incoming' is not null`;
/** An agent is being asked, and nobody has chosen yet. */
const waits = sql<boolean>`(
  calls.phase <> 'ended'
  and jsonb_typeof(calls.state #> '{incoming,asking}') = 'object'
  and jsonb_typeof(calls.state #> '{incoming,chosen}') = 'null'
)`;

/** The call has left the front desk the way an agent chose. */
const settled = sql<boolean>`(
  calls.phase = 'ended'
  and (calls.state #>> '{incoming,chosen,choice}', calls.state #>> '{incoming,became}')
    in (('take', 'taken'), ('voicemail', 'redirected'), ('reject', 'rejected'))
)`;

/** @param tenantId whose agents' chat, blocked callers and queue card these are */
export function incomingStore(db: Kysely<Tables>, tenantId: string) {
  return {
    /**
     * What the rules ask of the database about a call that came in, in one statement: it has part of a second.
     * @param callId ours, which does not count itself
     */
    async facts(
      callId: string,
      { kind, id }: Pick<Caller, 'kind' | 'id'>,
      now: number,
    ): Promise<Pick<Facts, 'blocked' | 'agentsChat' | 'waiting' | 'flood' | 'recent'>> {
      const callerId = storable(id ?? '').toLowerCase();
      const known = id !== null && kind !== 'anonymous' && kind !== 'encrypted';
      const { rows } = await sql<{
        blocked: boolean;
        agents_chat: boolean;
        waiting: number;
        arrived: number;
        recent: Facts['recent'];
      }>`
        select
          ${known} and exists (
            select from blocked_callers
            where tenant_id = ${tenantId} and kind = ${kind} and id = ${callerId}
          ) as blocked,
          exists (
            select from agents_chats join conversations on conversations.id = agents_chats.conversation_id
            where agents_chats.tenant_id = ${tenantId} and not conversations.forbidden
          ) as agents_chat,
          (select count(*)::int from calls where ${waits} and ${cameIn} and id <> ${callId}) as waiting,
          (select count(*)::int from calls
            where ${cameIn} and created_at > ${now - flood.withinMs}) as arrived,
          (select coalesce(json_agg(json_build_object('at', at, 'ms', ms)), '[]') from (
            select created_at as at, ended_at - created_at as ms from calls
            where ${known} and ${cameIn} and phase = 'ended' and created_at > ${now - day}
              and state #>> '{incoming,caller,kind}' = ${kind}
              and state #>> '{incoming,caller,id}' = ${callerId}
              -- Whoever was sent on or turned away did not hang up on anybody.
              and coalesce(state #>> '{incoming,became}', 'missed') in ('answered', 'missed')
            order by created_at desc
            limit ${mostRecent}
          ) as calls_of_caller) as recent`.execute(db);
      const [row] = rows;
      if (!row) throw new Error('A statement without a table gives one row');
      return {
        ...{ blocked: row.blocked, agentsChat: row.agents_chat, waiting: row.waiting, recent: row.recent },
        flood: row.arrived > flood.calls,
      };
    },

    /**
     * What the queue card shows: the calls that came in and are live, those that wait before all others and the oldest
     * first, then the last few that agents settled a moment ago, then the last few missed today.
     */
    async onCard(now: number): Promise<Call[]> {
      const came = db.selectFrom('calls').select('state').where('tenant_id', '=', tenantId).where(cameIn);
      const live = await came
        .where('phase', '<>', 'ended')
        .orderBy(waits, 'desc')
        .orderBy('created_at')
        .orderBy('id')
        .limit(mostOnCard)
        .execute();
      const gone = await came
        .where(settled)
        .where('ended_at', '>', now - settledFor)
        .orderBy('ended_at', 'desc')
        .orderBy('id')
        .limit(mostSettled)
        .execute();
      const missed = await came
        .where('phase', '=', 'ended')
        .where(sql<boolean>`state #>> '{incoming,became}' = 'missed'`)
        .where('created_at', '>', now - day)
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .limit(mostMissed)
        .execute();
      return [...live, ...gone, ...missed].map((row) => row.state);
    },

    /**
     * The queue card is behind where a call that agents settled has just had its time on it.
     * @param every how often this is asked, in milliseconds
     */
    async fade(now: number, every: number): Promise<void> {
      const faded = await db
        .selectFrom('calls')
        .select('id')
        .where('tenant_id', '=', tenantId)
        .where(cameIn)
        .where(settled)
        .where('ended_at', '<=', now - settledFor)
        // A sweep may come late.
        .where('ended_at', '>', now - settledFor - 3 * every)
        .limit(1)
        .executeTakeFirst();
      if (faded) await touchCards(db, [`frontdesk:${tenantId}`]);
    },
  };
}
