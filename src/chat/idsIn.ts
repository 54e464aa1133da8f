/** Ids a multi-choice input gives: comma-separated, or nothing. */
export const idsIn = (text: string | undefined): string[] => (text ?? '').split(',').filter(Boolean);
