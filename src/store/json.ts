/** A value as PostgreSQL's jsonb accepts it: without NUL characters and lone surrogates, which it refuses. */
export const jsonText = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part === 'string') return storable(part);
    if (part === null || typeof part !== 'object' || Array.isArray(part)) return part;
    if (Object.keys(part).every((name) => name === storable(name))) return part;
    return Object.fromEntries(Object.entries(part).map(([name, inner]) => [storable(name), inner]));
  });

/** The same for a column of text. */
export const storable = (text: string): string => text.replaceAll('\u0000', '').toWellFormed();
