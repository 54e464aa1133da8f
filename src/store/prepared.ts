/** Statements that PostgreSQL reads once on each connection and not each time: those that somebody waits for. */
import { CompiledQuery, type Kysely } from 'kysely';

/**
 * A statement under a name of its own, written down as PostgreSQL takes it: nothing is put together when it is asked.
 * @param name letters and underscores, one for each text
 * @param text with $1, $2, ... for its parameters; its columns are named, so that a migration does not change them
 * @returns asks it and gives its rows
 */
export function prepared<Row>(name: string, text: string) {
  const named = `/* prepared ${name} */ ${text}`;
  return async <Tables>(db: Kysely<Tables>, parameters: readonly unknown[]): Promise<Row[]> =>
    (await db.executeQuery<Row>(CompiledQuery.raw(named, [...parameters]))).rows;
}

/** The name of such a statement; null for any other. */
export const preparedName = (text: string): string | null =>
  /^\/\* prepared (\w+) \*\//.exec(text)?.[1] ?? null;
