/** A value as PostgreSQL's jsonb accepts it: without NUL characters and lone surrogates, which it refuses. */
export const jsonText = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'string' ? part.replaceAll('\u0000', '').toWellFormed() : part,
  );
