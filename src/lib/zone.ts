/** Those that clients name; to try another, or an older name of one, takes longer than the rest of reading a turn. */
const zones: ReadonlySet<string> = new Set(['UTC', ...Intl.supportedValuesOf('timeZone')]);

/** Whether this names a time zone that Intl knows, an offset such as "+02:00" included. */
export function isZone(name: string): boolean {
  if (zones.has(name)) return true;
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}
