import { type ColumnType, type Kysely, sql } from 'kysely';
import type { ImportRows } from '../chat/imports.ts';
import type { Import, ImportRow, ImportState, RowMistake } from '../reminders/import.ts';
import type { ImportJobRows } from '../reminders/importJob.ts';
import { touchCards } from './cards.ts';
import { jsonText, storable } from './json.ts';
import type { Schema } from './schema.ts';

interface ImportsTable {
  id: string;
  tenant_id: string;
  by_id: string;
  by_name: string;
  conversation_id: string;
  locale: string;
  zone: string;
  file_name: string;
  state: ImportState;
  good: number;
  scheduled: number;
  mistakes: ColumnType<RowMistake[], string, string>;
  created_at: number;
  finished_at: ColumnType<number | null, never, number>;
}

/** A row that is not settled yet; settled ones are deleted. */
interface ImportRowsTable {
  import_id: string;
  line: number;
  row: ColumnType<Omit<ImportRow, 'line'>, string, never>;
}

/** The tables of imports, for the schema. */
export interface ImportTables {
  imports: ImportsTable;
  import_rows: ImportRowsTable;
}

/** Rows that a card shows before they are scheduled. */
const sampled = 3;
/** Rows in one statement: PostgreSQL takes 65,535 values. */
const insertedAtOnce = 1_000;

/** The cards of these imports are behind. */
const touch = (db: Kysely<Schema>, ids: readonly string[]): Promise<void> =>
  touchCards(
    db,
    ids.map((id) => `import:${id}`),
  );

/**
 * Imports and their rows.
 * @param enqueue adds the job that schedules them, in this transaction
 */
export function importStore(
  db: Kysely<Schema>,
  enqueue: (importId: string, tx: Kysely<Schema>) => Promise<void>,
): ImportRows & ImportJobRows {
  /** From `checked` to another state, with whatever belongs into the same transaction. */
  const leave = (
    id: string,
    state: ImportState,
    since: number,
    also: (tx: Kysely<Schema>) => Promise<unknown>,
  ): Promise<boolean> =>
    db.transaction().execute(async (tx) => {
      const { numUpdatedRows } = await tx
        .updateTable('imports')
        .set({ state })
        .where('id', '=', id)
        .where('state', '=', 'checked')
        .where('good', '>', 0)
        .where('created_at', '>', since)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) return false;
      await also(tx);
      await touch(tx, [id]);
      return true;
    });

  const rowsOf = async (id: string, most: number): Promise<ImportRow[]> => {
    const rows = await db
      .selectFrom('import_rows')
      .select(['line', 'row'])
      .where('import_id', '=', id)
      .orderBy('line')
      .limit(most)
      .execute();
    return rows.map(({ line, row }) => ({ ...row, line }));
  };

  return {
    async add(made, rows) {
      await db.transaction().execute(async (tx) => {
        const { numInsertedOrUpdatedRows } = await tx
          .insertInto('imports')
          .values({
            ...{ id: made.id, tenant_id: made.tenantId, by_id: made.by.id, by_name: storable(made.by.name) },
            ...{ conversation_id: made.conversationId, locale: made.locale, zone: made.zone },
            ...{ file_name: storable(made.fileName), state: made.state, good: made.good },
            ...{ scheduled: made.scheduled, mistakes: jsonText(made.mistakes), created_at: made.createdAt },
          })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst();
        if (numInsertedOrUpdatedRows === 0n) return;
        for (let from = 0; from < rows.length; from += insertedAtOnce) {
          const part = rows.slice(from, from + insertedAtOnce);
          const values = part.map(({ line, ...row }) => ({ import_id: made.id, line, row: jsonText(row) }));
          await tx.insertInto('import_rows').values(values).execute();
        }
      });
    },

    async get(id): Promise<Import | null> {
      const row = await db.selectFrom('imports').selectAll().where('id', '=', id).executeTakeFirst();
      if (!row) return null;
      return {
        ...{ id: row.id, tenantId: row.tenant_id, by: { id: row.by_id, name: row.by_name } },
        ...{ conversationId: row.conversation_id, locale: row.locale, zone: row.zone },
        ...{ fileName: row.file_name, state: row.state, good: row.good, scheduled: row.scheduled },
        mistakes: row.mistakes.toSorted((one, other) => one.line - other.line),
        sample: row.state === 'checked' ? await rowsOf(id, sampled) : [],
        createdAt: row.created_at,
      };
    },

    confirm: (id, since) => leave(id, 'scheduling', since, (tx) => enqueue(id, tx)),

    cancel: (id) =>
      leave(id, 'cancelled', 0, (tx) => tx.deleteFrom('import_rows').where('import_id', '=', id).execute()),

    next: rowsOf,

    async settled(id, outcomes) {
      await db.transaction().execute(async (tx) => {
        const settled = await tx
          .deleteFrom('import_rows')
          .where('import_id', '=', id)
          .where(
            'line',
            'in',
            outcomes.map(({ line }) => line),
          )
          .returning('line')
          .execute();
        const lines = new Set(settled.map(({ line }) => line));
        const mistakes = outcomes.flatMap(({ line, refused }) =>
          refused && lines.has(line) ? [{ line, ...refused }] : [],
        );
        await tx
          .updateTable('imports')
          .set((eb) => ({
            scheduled: eb('scheduled', '+', lines.size - mistakes.length),
            good: eb('good', '-', mistakes.length),
            mistakes: sql<string>`mistakes || ${jsonText(mistakes)}::jsonb`,
          }))
          .where('id', '=', id)
          .execute();
        await touch(tx, [id]);
      });
    },

    async finish(id, now) {
      await db
        .updateTable('imports')
        .set({ state: 'done', finished_at: now })
        .where('id', '=', id)
        .where('state', '=', 'scheduling')
        .execute();
      await touch(db, [id]);
    },
  };
}

/** Milliseconds: how long an import waits to be confirmed, and how long it and its card are known. */
const unconfirmed = 24 * 3_600_000;
const known = 30 * 24 * 3_600_000;

/**
 * What nobody confirmed within a day is given up, its rows erased; what was wrong in which line is known for as long;
 * after a month the import itself is.
 * @param now epoch milliseconds
 * @returns how many imports were emptied, and deleted
 */
export async function forgetImports(
  db: Kysely<Schema>,
  now: number,
): Promise<{ emptied: number; deleted: number }> {
  const since = now - unconfirmed;
  const emptied = await db.transaction().execute(async (tx) => {
    const expired = await tx
      .updateTable('imports')
      .set({ state: 'expired' })
      .where('state', '=', 'checked')
      .where('created_at', '<=', since)
      .returning('id')
      .execute();
    const ids = expired.map(({ id }) => id);
    if (ids.length > 0) {
      await tx.deleteFrom('import_rows').where('import_id', 'in', ids).execute();
      await touch(tx, ids);
    }
    const { numUpdatedRows } = await tx
      .updateTable('imports')
      .set({ mistakes: '[]' })
      .where('created_at', '<=', since)
      .where('state', '!=', 'scheduling')
      .where(sql<boolean>`mistakes <> '[]'`)
      .executeTakeFirst();
    return Number(numUpdatedRows);
  });
  const { numDeletedRows } = await db
    .deleteFrom('imports')
    .where('created_at', '<=', now - known)
    .executeTakeFirst();
  return { emptied, deleted: Number(numDeletedRows) };
}
