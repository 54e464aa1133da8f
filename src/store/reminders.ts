import { type ColumnType, type Kysely, sql } from 'kysely';
import type { QuietHours, Reminder, ReminderState } from '../reminders/reminder.ts';
import type { ReminderRows } from '../reminders/rows.ts';
import type { CardsTable } from './cards.ts';
import type { ConversationsTable } from './conversations.ts';
import { jsonText } from './json.ts';
import { changeReminders, columnsOf } from './remindersChange.ts';
import { knownReminders } from './remindersKnown.ts';
import type { RingTables } from './rings.ts';

interface ReminderTable {
  id: string;
  tenant_id: string;
  by_id: string;
  to_id: string;
  batch_id: string | null;
  /** The state of the reminder; `state` is all of it. */
  status: ReminderState;
  wake_at: number | null;
  /** It is a job already; not made one again before this instant (epoch ms). */
  queued_until: ColumnType<number, number | undefined, number>;
  state: ColumnType<Reminder, string, string>;
  created_at: number;
  updated_at: number;
}

interface PreferenceTable {
  person_id: string;
  off: ColumnType<boolean, boolean | undefined, boolean>;
  quiet: ColumnType<QuietHours | null, string | null | undefined, string | null>;
}

/** The tables of reminders, for the schema. */
export interface ReminderTables {
  reminders: ReminderTable;
  reminder_preferences: PreferenceTable;
}

/** Everything that a change of reminders writes. */
export interface ReminderChangeTables extends ReminderTables, RingTables {
  cards: CardsTable;
  conversations: ConversationsTable;
}

/** As many as anybody reads in a list. */
const mostListed = 100;
/** PostgreSQL takes so many parameters in one statement; each row has nine. */
const mostInStatement = 5_000;

/** Locks of one transaction at most, however many people: PostgreSQL has room for some thousands in all. */
const buckets = 64;

/** Until the end of the transaction; in one order, so that no two wait for each other. */
async function lockPeople<Tables>(tx: Kysely<Tables>, people: readonly string[]): Promise<void> {
  await sql`
    select pg_advisory_xact_lock(hashtext('reminders of'), bucket) from (
      select distinct hashtext(person) & ${buckets - 1} as bucket from unnest(${people}::text[]) person
      order by bucket
    ) people`.execute(tx);
}

/**
 * Reminders as `reminders/` needs them.
 * @param queue makes jobs of these ids, in the transaction of `tx`
 */
export function reminderStore<Tables extends ReminderChangeTables>(
  made: Kysely<Tables>,
  queue: (ids: readonly string[], tx: Kysely<Tables>) => Promise<void>,
): ReminderRows {
  const db = made as unknown as Kysely<ReminderChangeTables>;
  const open = () => db.selectFrom('reminders').where('wake_at', 'is not', null);

  return {
    async alone(people, work) {
      return made.transaction().execute(async (tx) => {
        await lockPeople(tx, people);
        return work(reminderStore(tx, queue));
      });
    },

    async add(reminders) {
      for (let from = 0; from < reminders.length; from += mostInStatement) {
        const part = reminders.slice(from, from + mostInStatement);
        await db
          .insertInto('reminders')
          .values(part.map((one) => ({ ...columnsOf(one, one.createdAt), created_at: one.createdAt })))
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      }
    },

    async get(id) {
      const row = await db.selectFrom('reminders').select('state').where('id', '=', id).executeTakeFirst();
      return row?.state ?? null;
    },

    async listOf(tenantId, personId) {
      const rows = await open()
        .select('state')
        .where('tenant_id', '=', tenantId)
        .where((eb) => eb.or([eb('by_id', '=', personId), eb('to_id', '=', personId)]))
        .orderBy('wake_at')
        .limit(mostListed)
        .execute();
      return rows.map(({ state }) => state);
    },

    async ofBatch(batchId) {
      const rows = await db
        .selectFrom('reminders')
        .select(['status', sql<number>`count(*)::int`.as('count')])
        .where('batch_id', '=', batchId)
        .groupBy('status')
        .orderBy('status')
        .execute();
      return rows.map(({ status: state, count }) => ({ state, count }));
    },

    async someOf(batchId, most) {
      const rows = await db
        .selectFrom('reminders')
        .select('state')
        .where('batch_id', '=', batchId)
        .orderBy(sql`array_position(array['failed', 'stopped'], status)`)
        .orderBy('created_at')
        .orderBy('id')
        .limit(most)
        .execute();
      return rows.map(({ state }) => state);
    },

    async firstOf(batchId) {
      const row = await db
        .selectFrom('reminders')
        .select('state')
        .where('batch_id', '=', batchId)
        .orderBy(sql`wake_at is null`)
        .orderBy('created_at')
        .orderBy('id')
        .limit(1)
        .executeTakeFirst();
      return row?.state ?? null;
    },

    async existing(ids) {
      if (ids.length === 0) return new Set();
      const { rows } = await sql<{ id: string }>`
        select id from reminders where id = any(${ids}::text[])`.execute(db);
      return new Set(rows.map(({ id }) => id));
    },

    async openCounts(which, people) {
      const column = which === 'by' ? sql`by_id` : sql`to_id`;
      const { rows } = await sql<{ person: string; count: number }>`
        select ${column} as person, count(*)::int as count from reminders
        where wake_at is not null and ${column} = any(${people}::text[])
          and (${which} = 'by' or by_id <> to_id)
        group by 1`.execute(db);
      return new Map(rows.map(({ person, count }) => [person, count]));
    },

    async openFor(personId) {
      const rows = await open()
        .select('id')
        .where('to_id', '=', personId)
        .where('by_id', '<>', personId)
        .execute();
      return rows.map(({ id }) => id);
    },

    known: (ids, rungSince) => knownReminders(db, ids, rungSince),
    change: (ids, decide, now) => changeReminders(db, ids, decide, now),

    async unwanted(rung) {
      const { rows } = await sql<{ call_id: string }>`
        select asked.call_id
        from unnest(${rung.map(({ id }) => id)}::text[], ${rung.map(({ callId }) => callId)}::text[])
          as asked (id, call_id)
        where not exists (select from calls where id = asked.call_id and phase = 'ended') and not exists (
          select from reminders r where r.id = asked.id and r.state ->> 'callId' = asked.call_id
            and r.status in ('waiting', 'ringing'))`.execute(db);
      return rows.map((row) => row.call_id);
    },

    async openOfBatch(batchId) {
      const rows = await open().select('id').where('batch_id', '=', batchId).execute();
      return rows.map(({ id }) => id);
    },

    async preferences(people) {
      const rows = people.length
        ? await db.selectFrom('reminder_preferences').selectAll().where('person_id', 'in', people).execute()
        : [];
      return new Map(rows.map(({ person_id, off, quiet }) => [person_id, { remindersOff: off, quiet }]));
    },

    async setPreferences(personId, change) {
      const set = {
        ...(change.remindersOff !== undefined && { off: change.remindersOff }),
        ...(change.quiet !== undefined && { quiet: change.quiet && jsonText(change.quiet) }),
      };
      if (Object.keys(set).length === 0) return;
      await db
        .insertInto('reminder_preferences')
        .values({ person_id: personId, ...set })
        .onConflict((conflict) => conflict.column('person_id').doUpdateSet(set))
        .execute();
    },

    async queueDue(now, again, most) {
      return made.transaction().execute(async (tx) => {
        const { rows } = await sql<{ id: string }>`
          update reminders set queued_until = ${again}
          where id in (
            select id from reminders where wake_at <= ${now}
              -- Nobody says "until" as far ahead: the clock was set back.
              and (queued_until <= ${now} or queued_until > ${again + (again - now)})
            order by wake_at limit ${most} for update skip locked
          )
          returning id`.execute(tx);
        if (rows.length > 0)
          await queue(
            rows.map(({ id }) => id),
            tx,
          );
        return rows.length;
      });
    },
  };
}
