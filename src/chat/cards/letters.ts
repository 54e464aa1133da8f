/** Paging a long list of names by their first letters. Pure. */

export interface Page<T> {
  /** What the choice carries, such as "a-f"; at most nine characters. */
  value: string;
  people: T[];
}

interface Group<T> {
  prefix: string;
  people: T[];
}

const collator = new Intl.Collator('en', { sensitivity: 'base' });

/** Letters without accents and in lower case, so that Émile stands with Emma. */
const key = (name: string): string =>
  name.normalize('NFD').replace(/\p{M}/gu, '').replace(/[-,]/g, ' ').toLowerCase().trim() || '?';

const prefixOf = (name: string, length: number): string => [...key(name)].slice(0, length).join('');

/** The same order everywhere: by name, without regard to accents and case. */
export const byName = (one: { name: string }, other: { name: string }): number =>
  collator.compare(key(one.name), key(other.name));

function groups<T extends { name: string }>(people: readonly T[], size: number, length: number): Group<T>[] {
  const byPrefix = Map.groupBy(people, (person) => prefixOf(person.name, length));
  return [...byPrefix].flatMap(([prefix, found]) =>
    found.length > size && length < 2 ? groups(found, size, length + 1) : [{ prefix, people: found }],
  );
}

/**
 * People in pages of about `size`, cut between first letters (or first two, where a letter has too many). A page
 * is longer than `size` only where more than that share two letters.
 */
export function pagesOf<T extends { name: string }>(people: readonly T[], size: number): Page<T>[] {
  const pages: { first: string; last: string; people: T[] }[] = [];
  for (const group of groups([...people].sort(byName), size, 1)) {
    const open = pages.at(-1);
    if (open && open.people.length + group.people.length <= size) {
      open.last = group.prefix;
      open.people.push(...group.people);
    } else {
      pages.push({ first: group.prefix, last: group.prefix, people: [...group.people] });
    }
  }
  return pages.map((page) => ({
    value: page.first === page.last ? page.first : `${page.first}-${page.last}`,
    people: page.people,
  }));
}

/** The page that a choice means; where people came and went meanwhile, the one in which its first letter lies now. */
export function pageAt<T>(pages: readonly Page<T>[], value: string | null): Page<T> | null {
  if (!value) return pages[0] ?? null;
  const exact = pages.find((page) => page.value === value);
  if (exact) return exact;
  const first = value.split('-')[0] ?? '';
  return (
    pages.findLast((page) => collator.compare(page.value.split('-')[0] ?? '', first) <= 0) ?? pages[0] ?? null
  );
}
