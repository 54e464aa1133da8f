import { createHash, randomUUID } from 'node:crypto';

/** A new random id, a lower-case dashed GUID. */
export const newId = (): string => randomUUID();

/** The same GUID for the same parts, always: what makes a repeated create harmless. */
export function derivedId(...parts: string[]): string {
  const hex = createHash('sha256').update(parts.join('\u0000')).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `5${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/**
 * Graph writes one and the same call id as a dashed GUID and as 32 hex digits, in either case; this gives the
 * dashed, lower-case form, and anything that is no GUID lower-cased.
 */
export function normalGuid(id: string): string {
  const hex = id.toLowerCase();
  return /^[0-9a-f]{32}$/.test(hex)
    ? hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
    : hex;
}
