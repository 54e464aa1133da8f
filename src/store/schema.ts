/**
 * The tables, as the files that hold their SQL describe them: each store file exports an interface of its own tables
 * and this one puts them together, so that one `Kysely<Schema>` serves them all.
 */
// biome-ignore lint/suspicious/noEmptyInterface: see above
export interface Schema {}
