const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Whether this is a GUID as Microsoft writes one: dashed hex digits in either case. */
export const isGuid = (text: string): boolean => guid.test(text);
