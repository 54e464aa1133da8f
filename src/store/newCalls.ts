/** Calls that begin: saved once each, with their first decisions. */
import { type Kysely, sql } from 'kysely';
import type { Call } from '../calling/call.ts';
import type { Created } from '../calling/deskStore.ts';
import type { Decision } from '../calling/effect.ts';
import type { CallTables } from './calls.ts';
import type { CardsTable } from './cards.ts';
import { columns, touchCardsOf, writeWith } from './decisions.ts';
import { jsonText } from './json.ts';
import type { OutgoingTables } from './outgoing.ts';

interface Tables extends CallTables, OutgoingTables {
  cards: CardsTable;
}

/**
 * Adds calls with their first decisions, in one transaction. Where a meeting has a live call already, or the call
 * itself was added before (by our id or by Graph's), that one is given. Several are to be calls that Rollcall places:
 * two transactions never wait for each other's where each has no key but its id.
 * @returns one for each, in the same order
 */
export async function createCalls(db: Kysely<Tables>, decisions: readonly Decision[]): Promise<Created[]> {
  // The same call twice is added once.
  const first = new Map(decisions.toReversed().map((decision) => [decision.call.id, decision]));
  const added = await add(db, [...first.values()]);
  const created: Created[] = [];
  for (const decision of decisions) {
    const isNew = added.has(decision.call.id) && first.get(decision.call.id) === decision;
    created.push(isNew ? { call: decision.call, created: true } : await thatOf(db, decision));
  }
  return created;
}

/** @returns the ids of those that were not there */
const add = (db: Kysely<Tables>, decisions: readonly Decision[]): Promise<Set<string>> =>
  db.transaction().execute(async (tx) => {
    const inserted = await tx
      .insertInto('calls')
      .values(
        decisions
          .map(({ call }) => ({
            ...{ ...columns(call), state: jsonText(call), id: call.id, created_at: call.createdAt },
          }))
          .sort((one, other) => (one.id < other.id ? -1 : 1)),
      )
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .execute();
    const added = new Set(inserted.map(({ id }) => id));
    const fresh = decisions.filter(({ call }) => added.has(call.id));
    if (fresh.length === 0) return added;
    await writeWith(
      tx,
      fresh.map((decision) => ({ before: null, decision })),
    );
    await touchCardsOf(tx, fresh);
    return added;
  });

/** The call that was in the way of this one. */
async function thatOf(db: Kysely<Tables>, decision: Decision): Promise<Created> {
  const { id, graphId, meetingKey } = decision.call;
  const { rows } = await sql<{ state: Call }>`
    select state from calls
    where (meeting_key = ${meetingKey} and phase <> 'ended') or id = ${id} or graph_id = ${graphId}
    order by (meeting_key = ${meetingKey} and phase <> 'ended') desc limit 1`.execute(db);
  const [same] = rows;
  // None: it ended between the two statements, and now there is room for ours.
  return same ? { call: same.state, created: false } : ((await createCalls(db, [decision]))[0] as Created);
}
