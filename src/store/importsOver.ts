/** Imports that come to nothing more: whose job failed for good, and what nobody needs any more. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { touchImports } from './imports.ts';
import { type Chunks, deleteInChunks, inChunks, updateInChunks } from './inChunks.ts';
import type { Schema } from './schema.ts';

/**
 * Those whose rows were being scheduled by a job that is a dead letter by now, or gone, have stopped, or are done where no
 * row was left; their cards say so.
 * @param open a query that gives the ids of those that still have a job
 */
export async function stopImports(db: Kysely<Schema>, open: RawBuilder<unknown>): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const stopped = await tx
      .updateTable('imports')
      .set({ state: sql`case when good > scheduled then 'stopped' else 'done' end` })
      .where('state', '=', 'scheduling')
      .where(sql<boolean>`id not in (${open})`)
      .returning('id')
      .execute();
    await touchImports(
      tx,
      stopped.map(({ id }) => id),
    );
  });
}

/** Milliseconds: how long an import waits to be confirmed, or to go on, and how long it and its card are known. */
const unconfirmed = 24 * 3_600_000;
const known = 30 * 24 * 3_600_000;

/**
 * What nobody confirmed within a day is given up, its rows erased, and those of what has stopped; what was wrong in which
 * line is known for as long; after a month the import itself is.
 * @param now epoch milliseconds
 * @returns how many imports were emptied, and deleted
 */
export async function forgetImports(
  db: Kysely<Schema>,
  now: number,
  chunks: Chunks = {},
): Promise<{ emptied: number; deleted: number }> {
  const since = now - unconfirmed;
  const over = sql<boolean>`
    created_at <= ${since} and (state = 'checked' or (state = 'stopped' and good > scheduled))`;
  await deleteInChunks(db, 'import_rows', sql`import_id in (select id from imports where ${over})`, chunks);
  await inChunks((rows) => giveUp(db, over, rows), chunks);
  const emptied = await updateInChunks(
    db,
    'imports',
    sql`mistakes = '[]'`,
    sql`created_at <= ${since} and state <> 'scheduling' and mistakes <> '[]'`,
    chunks,
  );
  const deleted = await deleteInChunks(db, 'imports', sql`created_at <= ${now - known}`, chunks);
  return { emptied, deleted };
}

/** Their cards tell it; how many they were. */
const giveUp = (db: Kysely<Schema>, over: RawBuilder<boolean>, rows: number): Promise<number> =>
  db.transaction().execute(async (tx) => {
    const given = await tx
      .updateTable('imports')
      .set({
        state: sql`case state when 'checked' then 'expired' else state end`,
        good: sql`case state when 'checked' then good else scheduled end`,
      })
      .where('id', 'in', (imports) =>
        imports.selectFrom('imports').select('id').where(over).limit(rows).forUpdate().skipLocked(),
      )
      .returning('id')
      .execute();
    await touchImports(
      tx,
      given.map(({ id }) => id),
    );
    return given.length;
  });
