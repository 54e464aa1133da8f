/**
 * The line that calls of ours wait in. Who may go is decided here, in one transaction under one row's lock, so that the
 * caps hold whichever instance asks; what is under way is counted from the calls themselves, so that a crash leaks none.
 */
import { type ColumnType, type Kysely, sql } from 'kysely';
import type { Call } from '../calling/call.ts';
import type { Admitted, Asked } from '../calling/line.ts';
import type { Person } from '../people/person.ts';
import { touchCardsWhere } from './cards.ts';
import { jsonText } from './json.ts';

interface OutgoingTable {
  call_id: string;
  sender: string;
  priority: number;
  asked_at: number;
  /** Null while it waits. */
  admitted_at: number | null;
}

interface MonthTable {
  /** As 2026-11, in UTC. */
  month: string;
  calls: number;
}

/** One row: what holds for every call that Rollcall makes. */
interface LineTable {
  one: boolean;
  paused_by: ColumnType<Person | null, string | null, string | null>;
  paused_at: number | null;
  /** Since when instances that ask Graph get no answer; store/graphFindings.ts keeps it. */
  graph_away_since: number | null;
}

/** The tables of outgoing calls, for the schema. */
export interface OutgoingTables {
  outgoing: OutgoingTable;
  outgoing_months: MonthTable;
  outgoing_line: LineTable;
}

/** As many calls as one statement lets go. */
const mostAtOnce = 200;

/** The calendar month in UTC. */
const monthOf = (now: number): string => new Date(now).toISOString().slice(0, 7);

/** Subjects of the cards of reminders that wait for a line: they say why. */
export const waitingReminders = sql`
  select unnest(array['reminder:' || id, 'reminders:' || batch_id]) from reminders
  where status = 'waiting' and wake_at is not null`;

const isLive = sql`calls.phase not in ('ended', 'waiting')`;

/** What is beside new calls, in the transaction that adds them: their places in the line, or (joins) that they were made. */
export async function addOutgoing(tx: Kysely<OutgoingTables>, calls: readonly Call[]): Promise<void> {
  const waiting = calls.flatMap(({ id, placed, broughtBy, createdAt }) =>
    placed?.waiting
      ? { call_id: id, sender: broughtBy.id, priority: placed.priority ?? 0, asked_at: createdAt }
      : [],
  );
  if (waiting.length > 0) await tx.insertInto('outgoing').values(waiting).execute();
  for (const { coordinates, createdAt } of calls) {
    if (!coordinates) continue;
    await sql`
      insert into outgoing_months (month, calls) values (${monthOf(createdAt)}, 1)
      on conflict (month) do update set calls = outgoing_months.calls + 1`.execute(tx);
  }
}

/** Calls that waited are over; in the transaction that ends them. */
export async function leaveLine(tx: Kysely<OutgoingTables>, callIds: readonly string[]): Promise<void> {
  if (callIds.length === 0) return;
  await tx.deleteFrom('outgoing').where('call_id', 'in', callIds).where('admitted_at', 'is', null).execute();
}

/** Calls that were let go and not rung wait again, before whoever came later; in the transaction that decides so. */
export async function backInLine(tx: Kysely<OutgoingTables>, callIds: readonly string[]): Promise<void> {
  if (callIds.length === 0) return;
  await tx.updateTable('outgoing').set({ admitted_at: null }).where('call_id', 'in', callIds).execute();
}

/** Lets waiting calls go, or tells them that the month is used up. */
export async function admit(db: Kysely<OutgoingTables>, asked: Asked): Promise<Admitted> {
  return db.transaction().execute(async (tx) => {
    // A statement of its own: the next one must see what whoever held the lock before has written.
    const line = await tx.selectFrom('outgoing_line').select('paused_at').forUpdate().executeTakeFirst();
    if (line?.paused_at) return { told: [], waiting: false };
    const { rows } = await admission(asked).execute(tx);
    const [{ told, waiting, left } = { told: null, waiting: 0, left: 1 }] = rows;
    if (left <= 0 && waiting > 0)
      return { told: await turnAway(tx, asked.now), waiting: waiting > mostAtOnce };
    return { told: told ?? [], waiting: waiting > (told?.length ?? 0) };
  });
}

/**
 * Fair between senders: a call's turn is how many its sender has under way and before it in the line, so that of two
 * senders the one with less goes first, however many the other has waiting. Of each sender only as many are looked at as
 * could go: a line of ten thousand costs no more than a short one.
 */
const admission = (asked: Asked) => {
  const { now, lowest } = asked;
  const month = monthOf(now);
  return sql<{ told: string[] | null; waiting: number; left: number }>`
    with recursive room as materialized (
      select "left", greatest(0, least(
        "left",
        ${asked.callsAtOnce} - (select count(*) from calls where ${isLive}),
        ${asked.callsInWindow} - (
          -- Later than now, they were let go before the clock was set back.
          select count(*) from outgoing
          where admitted_at > ${asked.windowFrom} and admitted_at < ${2 * now - asked.windowFrom}
        ),
        ${mostAtOnce}
      )) as lines
      from (
        select ${asked.callsPerMonth} - coalesce(
          (select calls from outgoing_months where month = ${month}), 0
        ) as "left"
      ) month
    ), senders as (
      (
        select priority, sender from outgoing where admitted_at is null and priority <= ${lowest}
        order by priority, sender limit 1
      )
      union all
      select following.priority, following.sender from senders cross join lateral (
        select priority, sender from outgoing
        where admitted_at is null and priority <= ${lowest}
          and (priority, sender) > (senders.priority, senders.sender)
        order by priority, sender limit 1
      ) following
    ), busy as (
      select outgoing.sender, count(*) as calls from calls
      join outgoing on outgoing.call_id = calls.id
      where ${isLive}
      group by outgoing.sender
    ), turns as (
      select waiting.call_id, senders.priority, waiting.asked_at,
        coalesce(busy.calls, 0) + row_number() over (
          partition by senders.priority, senders.sender order by waiting.asked_at, waiting.call_id
        ) as turn
      from senders left join busy using (sender) cross join lateral (
        select call_id, asked_at from outgoing
        where admitted_at is null and priority = senders.priority and sender = senders.sender
        order by asked_at, call_id limit (select lines from room)
      ) waiting
    ), chosen as materialized (
      select call_id from turns
      order by priority, turn, asked_at, call_id limit (select lines from room)
    ), free as materialized (
      -- One that is being decided at this moment, perhaps hung up, is left for the next time.
      select calls.id from calls join chosen on chosen.call_id = calls.id
      where calls.phase = 'waiting'
      for no key update of calls skip locked
    ), admitted as (
      update outgoing set admitted_at = ${now} from free where outgoing.call_id = free.id
      returning outgoing.call_id
    ), begun as (
      update calls set phase = 'joining' from admitted where calls.id = admitted.call_id
    ), told as (
      insert into call_events (call_id, event, received_at)
      select call_id, '{"kind": "lineFree"}', ${now}::bigint from admitted
    ), counted as (
      insert into outgoing_months (month, calls)
      select ${month}, count(*) from admitted having count(*) > 0
      on conflict (month) do update set calls = outgoing_months.calls + excluded.calls
    )
    select room."left",
      (select array_agg(call_id) from admitted) as told,
      (select count(*) from (
        select from outgoing where admitted_at is null and priority <= ${lowest} limit ${mostAtOnce + 1}
      ) line) as waiting
    from room`;
};

/** Whoever waits hears at once that this month has no more calls. */
async function turnAway(tx: Kysely<OutgoingTables>, now: number): Promise<string[]> {
  const { rows } = await sql<{ call_id: string }>`
    with gone as (
      delete from outgoing where call_id in (
        select call_id from outgoing where admitted_at is null order by priority, sender limit ${mostAtOnce}
      ) returning call_id
    )
    insert into call_events (call_id, event, received_at)
    select call_id, '{"kind": "noLine", "reason": "monthUsedUp"}', ${now}::bigint from gone
    returning call_id`.execute(tx);
  return rows.map((row) => row.call_id);
}

/** Whether any call waits: what the sweep asks before it takes the lock. */
export async function anyWaiting(db: Kysely<OutgoingTables>): Promise<boolean> {
  const { rows } = await sql<{ waiting: boolean }>`
    select exists (select from outgoing where admitted_at is null) as waiting`.execute(db);
  return rows[0]?.waiting === true;
}

/** Outgoing calls stopped and let go again, and how it stands with them. */
export function pacingStore(db: Kysely<OutgoingTables>) {
  /** Whoever waits sees why. */
  const pause = (by: Person | null, at: number | null) =>
    db.transaction().execute(async (tx) => {
      const changed = await tx
        .updateTable('outgoing_line')
        .set({ paused_by: by && jsonText(by), paused_at: at })
        .where('paused_at', at === null ? 'is not' : 'is', null)
        .executeTakeFirst();
      if (changed.numUpdatedRows === 0n) return false;
      await touchCardsWhere(
        tx,
        sql`select 'call:' || call_id from outgoing where admitted_at is null union all ${waitingReminders}`,
      );
      return true;
    });

  return {
    /** False where they were stopped already. */
    pause: (by: Person, now: number) => pause(by, now),
    /** False where they were not stopped. */
    resume: (_by: Person, _now: number) => pause(null, null),
    /** What cards show of all calls: one row. */
    async line(): Promise<{ paused: boolean; teamsAway: boolean }> {
      const line = await db
        .selectFrom('outgoing_line')
        .select(['paused_at', 'graph_away_since'])
        .executeTakeFirst();
      return {
        paused: (line?.paused_at ?? null) !== null,
        teamsAway: (line?.graph_away_since ?? null) !== null,
      };
    },
    async paused(): Promise<{ by: Person; at: number } | null> {
      const line = await db.selectFrom('outgoing_line').select(['paused_by', 'paused_at']).executeTakeFirst();
      return line?.paused_by && line.paused_at !== null ? { by: line.paused_by, at: line.paused_at } : null;
    },
    /** Calls that wait, that are under way, and that were made in the month. */
    async counts(now: number): Promise<{ waiting: number; live: number; month: number }> {
      const { rows } = await sql<{ waiting: number; live: number; month: number }>`
        select
          (select count(*) from outgoing where admitted_at is null) as waiting,
          (select count(*) from calls where ${isLive}) as live,
          coalesce((select calls from outgoing_months where month = ${monthOf(now)}), 0) as month`.execute(
        db,
      );
      return rows[0] ?? { waiting: 0, live: 0, month: 0 };
    },
  };
}
