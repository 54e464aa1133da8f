/**
 * Deciding: what is saved of calls and not decided yet becomes, under the calls' locks, their next state and all that is
 * written with it. Many calls share a transaction as well as one has its own, and its way to the disk.
 */
import { type Kysely, type Selectable, sql } from 'kysely';
import type { Call } from '../calling/call.ts';
import type { WaitingEvent } from '../calling/desk.ts';
import type { Folded } from '../calling/deskStore.ts';
import type { Decision } from '../calling/effect.ts';
import { writeAudit } from './audit.ts';
import type { CallEventTable } from './callEvents.ts';
import type { CallTables } from './calls.ts';
import { type CardsTable, touchCards } from './cards.ts';
import { addEffects, dropEffects } from './effects.ts';
import { jsonText } from './json.ts';
import { addOutgoing, backInLine, leaveLine, type OutgoingTables } from './outgoing.ts';
import { changeTimers } from './timers.ts';

interface Tables extends CallTables, OutgoingTables {
  cards: CardsTable;
}

/** How long a transaction waits for another instance that is deciding the same call. */
const lockTimeout = sql`set local lock_timeout = '5s'`;
/** Events decided in one transaction; the sweep decides the rest. */
const mostAtOnce = 1_000;

interface Locked {
  id: string;
  state: Call;
  /** Something is to be carried out for it, or under way. */
  effects: boolean;
}

/**
 * Decides everything undecided about calls, in one transaction.
 * @param fold gives the decision of all of these events of a call, in their order
 * @param held what becomes of a call that another is deciding: waited for (5 s), or left out
 * @returns by id; without the calls there are none of, and those that were left out
 */
export async function decideCalls(
  db: Kysely<Tables>,
  callIds: readonly string[],
  fold: (call: Call, events: WaitingEvent[]) => Decision,
  held: 'waitFor' | 'leaveOut',
): Promise<Map<string, Folded>> {
  return db.transaction().execute(async (tx) => {
    await lockTimeout.execute(tx);
    const calls = await lock(tx, callIds, held);
    if (calls.size === 0) return new Map();
    const waiting = await tx
      .selectFrom('call_events')
      .select(['seq', 'call_id', 'event', 'received_at'])
      .where('call_id', 'in', [...calls.keys()])
      .orderBy('seq')
      .limit(mostAtOnce)
      .execute();
    const events = Map.groupBy(waiting, (row) => row.call_id);
    const turns = [...calls.values()].map((row) => turnOf(row, events.get(row.id) ?? [], fold));
    await write(
      tx,
      turns.filter(({ own }) => own.length > 0),
    );
    return new Map(turns.map(({ row, decision }) => [row.id, folded(row, decision)]));
  });
}

type Waiting = Pick<Selectable<CallEventTable>, 'seq' | 'event' | 'received_at'>;

interface Turn {
  row: Locked;
  own: Waiting[];
  decision: Decision;
}

function turnOf(row: Locked, own: Waiting[], fold: (call: Call, events: WaitingEvent[]) => Decision): Turn {
  const waiting = own.map(({ event, received_at }) => ({ event, at: received_at }));
  const nothing = { call: row.state, effects: [], timers: [], audit: [], cardChanged: false };
  return { row, own, decision: own.length > 0 ? fold(row.state, waiting) : nothing };
}

const folded = ({ effects }: Locked, { call, cardChanged, effects: planned }: Decision): Folded => ({
  call,
  changed: cardChanged,
  urgent: planned.some(({ lane }) => lane === 'urgent'),
  effects: effects || planned.length > 0,
});

/** In the order of their ids, so that no two transactions wait for each other. */
async function lock(
  tx: Kysely<Tables>,
  callIds: readonly string[],
  held: 'waitFor' | 'leaveOut',
): Promise<Map<string, Locked>> {
  // Not FOR UPDATE: saving an event refers to the call, and must not wait for a decision about it.
  const { rows } = await sql<Locked>`
    select id, state, exists (select from effects where effects.call_id = calls.id) as effects
    from calls where id = any (${callIds}::text[]) order by id
    for no key update ${held === 'leaveOut' ? sql`skip locked` : sql``}`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
}

async function write(tx: Kysely<Tables>, turns: readonly Turn[]): Promise<void> {
  if (turns.length === 0) return;
  const decisions = turns.map(({ decision }) => decision);
  await writeWith(
    tx,
    turns.map(({ row, decision }) => ({ before: row.state, decision })),
  );
  // Decided is erased: the inbox holds names and numbers no longer than it must.
  const decided = turns.flatMap(({ own }) => own.map(({ seq }) => seq));
  await tx.deleteFrom('call_events').where('seq', '=', sql<number>`any (${decided}::bigint[])`).execute();
  await lockKeys(
    tx,
    turns.flatMap(({ row, decision }) => (row.state.graphId === decision.call.graphId ? [] : row.id)),
  );
  await updateCalls(
    tx,
    decisions.map(({ call }) => call),
  );
  await touchCardsOf(tx, decisions);
}

/**
 * Graph's id of a call is a key: news of the call that is being saved is waited for, and from now on waits. Late, and in
 * the order in which news is saved: one transaction that saves or decides several never stands against another.
 */
async function lockKeys(tx: Kysely<Tables>, callIds: readonly string[]): Promise<void> {
  if (callIds.length === 0) return;
  await sql`select from calls where id = any (${callIds}::text[]) order by id for update`.execute(tx);
}

export const columns = (call: Call) => ({
  graph_id: call.graphId,
  tenant_id: call.tenantId,
  meeting_key: call.meetingKey,
  meeting_id: call.meetingId,
  conversation_id: call.conversationId,
  // A call that waits for a line is looked up apart: it counts for nothing yet, and there may be thousands.
  phase: call.placed?.waiting ? 'waiting' : call.phase,
  revision: call.revision,
  ended_at: call.endedAt,
});

async function updateCalls(tx: Kysely<Tables>, calls: readonly Call[]): Promise<void> {
  const rows = calls.map((call) => ({ id: call.id, ...columns(call), state: call }));
  await sql`
    update calls set
      graph_id = changed.graph_id, tenant_id = changed.tenant_id, meeting_key = changed.meeting_key,
      meeting_id = changed.meeting_id, conversation_id = changed.conversation_id, phase = changed.phase,
      revision = changed.revision, ended_at = changed.ended_at, state = changed.state
    from jsonb_to_recordset(${jsonText(rows)}::jsonb) as changed (
      id text, graph_id text, tenant_id text, meeting_key text, meeting_id text, conversation_id text, phase text,
      revision int, ended_at bigint, state jsonb
    )
    where calls.id = changed.id`.execute(tx);
}

/** What decisions ask for, beside the calls themselves; `before` null: the call is new. */
export async function writeWith(
  tx: Kysely<Tables>,
  changes: readonly { before: Call | null; decision: Decision }[],
): Promise<void> {
  await addOutgoing(
    tx,
    changes.flatMap(({ before, decision: { call } }) => (before ? [] : call)),
  );
  await leaveLine(
    tx,
    changes.flatMap(({ before, decision: { call } }) =>
      before?.placed?.waiting && !call.placed?.waiting ? call.id : [],
    ),
  );
  await backInLine(
    tx,
    changes.flatMap(({ before, decision: { call } }) =>
      before && !before.placed?.waiting && call.placed?.waiting ? call.id : [],
    ),
  );
  const decisions = changes.map(({ decision }) => decision);
  await addEffects(tx, decisions);
  await changeTimers(tx, decisions);
  await dropEffects(
    tx,
    decisions.flatMap(({ call }) => (call.phase === 'ended' ? call.id : [])),
  );
  await writeAudit(
    tx,
    decisions.flatMap(({ call, audit }) =>
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
    ),
  );
}

/** The last of a transaction: all calls that came in are on one card, and none may wait for another to be decided. */
export async function touchCardsOf(tx: Kysely<Tables>, decisions: readonly Decision[]): Promise<void> {
  const subjects = decisions.flatMap(({ call, cardChanged }) => {
    if (!cardChanged) return [];
    const queue = call.incoming ? [`frontdesk:${call.tenantId}`] : [];
    return [`call:${call.id}`, `meeting:${call.meetingId}`, ...queue];
  });
  await touchCards(tx, [...new Set(subjects)]);
}
