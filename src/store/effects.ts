import { type ColumnType, type Kysely, sql } from 'kysely';
import type { Call } from '../calling/call.ts';
import type { Decision, Effect, Lane } from '../calling/effect.ts';
import type { FinishedEffect, TakenEffect } from '../calling/outbox.ts';
import { jsonText } from './json.ts';

export interface EffectTable {
  id: string;
  call_id: string;
  lane: string;
  seq: number;
  effect: ColumnType<Effect, string, string>;
  outlives_call: boolean;
  state: ColumnType<'ready' | 'sent', 'ready' | undefined, 'ready' | 'sent'>;
  attempts: ColumnType<number, never, number>;
  /** Of those, how often its request was certainly not sent. */
  spared: ColumnType<number, never, number>;
  not_before: ColumnType<number, number | undefined, number>;
  lease_until: ColumnType<Date | null, never, Date | null>;
}

interface Tables {
  effects: EffectTable;
}

/** Adds planned effects to their lanes, in the transaction that decided so. */
export async function addEffects(
  db: Kysely<Tables>,
  decisions: readonly Pick<Decision, 'call' | 'effects'>[],
): Promise<void> {
  const planned = decisions.flatMap(({ call, effects }) =>
    effects.map(({ id, lane, effect, outlivesCall }) => ({
      id,
      call_id: call.id,
      lane,
      seq: Number(id.slice(id.lastIndexOf('/') + 1)),
      effect: jsonText(effect),
      outlives_call: outlivesCall,
    })),
  );
  if (planned.length > 0) await db.insertInto('effects').values(planned).execute();
}

/** Ended calls' effects that nobody has begun, but those to outlive them. */
export async function dropEffects(db: Kysely<Tables>, callIds: readonly string[]): Promise<void> {
  if (callIds.length === 0) return;
  await db
    .deleteFrom('effects')
    .where('call_id', 'in', callIds)
    .where('state', '=', 'ready')
    .where('outlives_call', '=', false)
    .execute();
}

const stopped = sql`(e.effect ->> 'kind' = 'place' and (select paused from line))`;

/**
 * Takes what can be carried out now, the head of each lane only: ready, or left `sent` by an instance whose lease has
 * run out by the database's clock. `notBefore` is compared with our own clock, the one that set it. While outgoing calls
 * are paused, those that would ring somebody are taken at once: they go back into the line.
 * @param callIds these calls' effects alone; null: every call's, at most a hundred
 * @param which of the urgent lane, or of all the others
 */
export async function takeEffects(
  db: Kysely<Tables>,
  callIds: readonly string[] | null,
  now: number,
  leaseMs: number,
  which: 'urgent' | 'others',
): Promise<TakenEffect[]> {
  const taken = await sql<{
    id: string;
    lane: Lane;
    effect: Effect;
    attempts: number;
    spared: number;
    outlives_call: boolean;
    was_sent: boolean;
    paused: boolean;
    call: Call;
  }>`
    with line as materialized (
      select paused_at is not null as paused from outgoing_line
    ), head as (
      select e.id, e.state = 'sent' as was_sent, e.state = 'ready' and ${stopped} as paused from effects e
      where ${callIds ? sql`e.call_id = any (${callIds}::text[])` : sql`true`}
        and (e.lane = 'urgent') = ${which === 'urgent'}
        and ((e.state = 'ready' and (e.not_before <= ${now} or ${stopped})) or (e.state = 'sent' and e.lease_until < now()))
        and not exists (
          select 1 from effects earlier
          where earlier.call_id = e.call_id and earlier.lane = e.lane and earlier.seq < e.seq
        )
      order by e.not_before, e.seq
      limit ${callIds ? null : 100}
      for update skip locked
    )
    update effects set
      state = 'sent', attempts = attempts + 1, lease_until = now() + ${leaseMs} * interval '1 millisecond'
    from head, calls
    where effects.id = head.id and calls.id = effects.call_id
    returning effects.id, effects.lane, effects.effect, effects.attempts, effects.spared, effects.outlives_call, head.was_sent,
      head.paused, calls.state as call`.execute(db);
  return taken.rows.map((row) => ({
    id: row.id,
    lane: row.lane,
    call: row.call,
    effect: row.effect,
    attempt: row.attempts,
    spared: row.spared,
    outlivesCall: row.outlives_call,
    wasSent: row.was_sent,
    paused: row.paused,
  }));
}

/**
 * Ends taken effects, and saves what came of each as an event of its call in the same statement; calls in the order of
 * their ids, see decisions.ts.
 * @returns of each, false where another instance has taken it over meanwhile: then nothing was saved
 */
export async function finishEffects(
  db: Kysely<Tables>,
  finished: readonly FinishedEffect[],
): Promise<boolean[]> {
  const { rows } = await sql<{ id: string }>`
    with finished as (
      select * from json_to_recordset(${jsonText(finished)}::json)
        as finished (id text, attempt int, event jsonb, at bigint)
    ), ended as (
      delete from effects using finished
      where effects.id = finished.id and effects.attempts = finished.attempt
      returning effects.id, effects.call_id, finished.event, finished.at
    ), told as (
      insert into call_events (call_id, event, received_at)
      select call_id, event, at from ended where event is not null order by call_id
    )
    select id from ended`.execute(db);
  const ended = new Set(rows.map(({ id }) => id));
  return finished.map(({ id }) => ended.has(id));
}

/** Puts a taken effect, or the rest of it, back into its lane, to be tried again at an instant of our clock. */
export async function postponeEffect(
  db: Kysely<Tables>,
  taken: { id: string; attempt: number },
  notBefore: number,
  rest: Effect | null,
  spared: boolean,
): Promise<void> {
  const left = rest ? { effect: jsonText(rest) } : {};
  await db
    .updateTable('effects')
    .set((row) => ({
      ...{ state: 'ready', lease_until: null, not_before: notBefore, ...left },
      ...(spared && { spared: row('spared', '+', 1) }),
    }))
    .where('id', '=', taken.id)
    .where('attempts', '=', taken.attempt)
    .execute();
}

/** Taken effects are anybody's at once, as if their lease had run out. */
export async function releaseEffects(
  db: Kysely<Tables>,
  taken: readonly { id: string; attempt: number }[],
): Promise<void> {
  await sql`
    update effects set lease_until = now() - interval '1 millisecond'
    where state = 'sent' and (id, attempts) in (
      select * from unnest(${taken.map(({ id }) => id)}::text[], ${taken.map(({ attempt }) => attempt)}::int[])
    )`.execute(db);
}
