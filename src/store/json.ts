/** How JSON writes what jsonb refuses: NUL, and (as Node alone does) half of a pair. */
const refused = /\\u(0000|d[89a-f])/i;

/** A value as PostgreSQL's jsonb accepts it: without NUL characters and lone surrogates, which it refuses. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value);
  // Looked through name by name only where there is something to find: that takes ten times as long.
  return refused.test(text) ? JSON.stringify(value, withoutRefused) : text;
}

function withoutRefused(_key: string, part: unknown): unknown {
  if (typeof part === 'string') return storable(part);
  if (part === null || typeof part !== 'object' || Array.isArray(part)) return part;
  if (Object.keys(part).every((name) => name === storable(name))) return part;
  return Object.fromEntries(Object.entries(part).map(([name, inner]) => [storable(name), inner]));
}

/** The same for a column of text. */
export const storable = (text: string): string => text.replaceAll('\u0000', '').toWellFormed();
