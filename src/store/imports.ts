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
export const touchImports = (db: Kysely<Schema>, ids: readonly string[]): Promise<void> =>
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
  /** From one of these states to another, with whatever belongs into the same transaction; not without rows. */
  const leave = (
    id: string,
    from: ImportState[],
    state: ImportState,
    since: number,
    also: (tx: Kysely<Schema>) => Promise<unknown>,
  ): Promise<boolean> =>
    db.transaction().execute(async (tx) => {
      const { numUpdatedRows } = await tx
        .updateTable('imports')
        .set({ state })
        .where('id', '=', id)
        .where('state', 'in', from)
        .where('good', '>', (eb) => eb.ref('scheduled'))
        .where('created_at', '>', since)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) return false;
      await also(tx);
      await touchImports(tx, [id]);
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

  async function get(id: string): Promise<Import | null> {
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
  }

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

    get,

    async begin(id) {
      await leave(id, ['stopped'], 'scheduling', 0, async () => undefined);
      const imported = await get(id);
      return imported?.state === 'scheduling' ? imported : null;
    },

    confirm: (id, since) => leave(id, ['checked', 'stopped'], 'scheduling', since, (tx) => enqueue(id, tx)),

    cancel: (id) =>
      leave(id, ['checked'], 'cancelled', 0, (tx) =>
        tx.deleteFrom('import_rows').where('import_id', '=', id).execute(),
      ),

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
        await touchImports(tx, [id]);
      });
    },

    async finish(id, now) {
      await db
        .updateTable('imports')
        .set({ state: 'done', finished_at: now })
        .where('id', '=', id)
        .where('state', '=', 'scheduling')
        .execute();
      await touchImports(db, [id]);
    },
  };
}
