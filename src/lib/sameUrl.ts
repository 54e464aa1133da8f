/** Whether two URLs are the same but for a trailing slash, as service URLs are in tokens and activities. */
export const sameUrl = (one: string, other: string): boolean =>
  one.replace(/\/$/, '') === other.replace(/\/$/, '');
