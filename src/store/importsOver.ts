/** Imports that come to nothing more: whose job failed for good, and what nobody needs any more. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { touchImports } from './imports.ts';
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
    if (stopped.length > 0)
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
): Promise<{ emptied: number; deleted: number }> {
  const since = now - unconfirmed;
  const emptied = await db.transaction().execute(async (tx) => {
    const expired = await tx
      .updateTable('imports')
      .set({
        state: sql`case state when 'checked' then 'expired' else state end`,
        good: sql`case state when 'checked' then good else scheduled end`,
      })
      .where((eb) =>
        eb.or([
          eb('state', '=', 'checked'),
          eb.and([eb('state', '=', 'stopped'), eb('good', '>', eb.ref('scheduled'))]),
        ]),
      )
      .where('created_at', '<=', since)
      .returning('id')
      .execute();
    const ids = expired.map(({ id }) => id);
    if (ids.length > 0) {
      await tx.deleteFrom('import_rows').where('import_id', 'in', ids).execute();
      await touchImports(tx, ids);
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
