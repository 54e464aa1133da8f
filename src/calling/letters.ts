/** Ranges of initial letters, so that a long list of names can be read a page at a time. Pure. */

/** A name without case and accents: what is compared, sorted and searched. */
export const nameKey = (name: string): string =>
  name.normalize('NFD').replace(/\p{M}/gu, '').trim().toLowerCase();

/** As many letters as tell very common initials apart, and fit a button. */
const longestPrefix = 4;

/**
 * Ranges such as "a-f" or "ma-md" that together hold every name, each at most `limit` of them as far as initial
 * letters can tell names apart; in order.
 */
export function letterRanges(names: readonly string[], limit = 20): string[] {
  const ranges: { from: string; to: string; size: number }[] = [];
  for (const group of groups(names.map(initials), 1, limit)) {
    const last = ranges.at(-1);
    const sameDepth = last !== undefined && length(last.from) === length(group.prefix);
    const sameParent = sameDepth && cut(last.from, -1) === cut(group.prefix, -1);
    if (last && sameParent && last.size + group.size <= limit) {
      last.to = group.prefix;
      last.size += group.size;
    } else {
      ranges.push({ from: group.prefix, to: group.prefix, size: group.size });
    }
  }
  return ranges.map(({ from, to }) => `${from}-${to}`);
}

/** Whether a name belongs to a range that `letterRanges` gave. */
export function inRange(name: string, range: string): boolean {
  const [from, to] = range.split('-');
  if (from === undefined || to === undefined) return false;
  const key = initials(name);
  return cut(key, length(from)) >= from && cut(key, length(to)) <= to;
}

/** The letters that count. Dots stand for spaces, for the dash that parts a range, and after the end of a short name. */
const initials = (name: string): string =>
  cut(nameKey(name).replace(/[\s-]/g, '.'), longestPrefix) + '.'.repeat(longestPrefix);

interface Group {
  prefix: string;
  size: number;
}

/** Names by their first `depth` letters; a group that is too large by one letter more. */
function groups(keys: string[], depth: number, limit: number): Group[] {
  const found = new Map<string, string[]>();
  for (const key of keys) {
    const prefix = cut(key, depth);
    const members = found.get(prefix);
    if (members) members.push(key);
    else found.set(prefix, [key]);
  }
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([prefix, members]) =>
      members.length > limit && depth < longestPrefix
        ? groups(members, depth + 1, limit)
        : [{ prefix, size: members.length }],
    );
}

/** By code points, so that no letter outside the basic plane is cut in two. */
const cut = (text: string, count: number): string => [...text].slice(0, count).join('');
const length = (text: string): number => [...text].length;
