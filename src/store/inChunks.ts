/** Changing very many rows in pieces, each a short statement: nobody waits behind it, and no timeout is near. */
import { type Kysely, type RawBuilder, sql } from 'kysely';

export interface Chunks {
  /** Rows a statement. */
  rows?: number;
  /** Aborted: no further statement. */
  signal?: AbortSignal;
}

/** A tenth of a second's work. */
const usualRows = 2_000;

/** Deletes rows of `table` where this holds; gives how many. Rows that others hold are left for another time. */
export const deleteInChunks = <S>(
  db: Kysely<S>,
  table: string,
  where: RawBuilder<unknown>,
  chunks: Chunks,
): Promise<number> => statements(db, sql`delete from ${sql.table(table)}`, table, where, chunks);

/** Changes rows of `table` where this holds, and no longer holds once they are changed; gives how many. */
export const updateInChunks = <S>(
  db: Kysely<S>,
  table: string,
  set: RawBuilder<unknown>,
  where: RawBuilder<unknown>,
  chunks: Chunks,
): Promise<number> => statements(db, sql`update ${sql.table(table)} set ${set}`, table, where, chunks);

const statements = <S>(
  db: Kysely<S>,
  change: RawBuilder<unknown>,
  table: string,
  where: RawBuilder<unknown>,
  chunks: Chunks,
): Promise<number> =>
  inChunks(async (rows) => {
    const { numAffectedRows } = await sql`
      ${change} where ctid = any(array(
        select ctid from ${sql.table(table)} where ${where} limit ${rows} for update skip locked
      ))`.execute(db);
    return Number(numAffectedRows ?? 0);
  }, chunks);

/** Does `change`, which takes so many rows and gives how many it found, until it finds fewer; gives how many in all. */
export async function inChunks(
  change: (rows: number) => Promise<number>,
  { rows = usualRows, signal }: Chunks,
): Promise<number> {
  let changed = 0;
  for (let last = rows; last === rows && !signal?.aborted; changed += last) last = await change(rows);
  return changed;
}
