/** Whom a typed name may mean among some people. Pure. */

/** What is compared; a UPN's part before the @ counts as a name too. */
export interface Named {
  name: string;
  userPrincipalName?: string | null;
}

/** Letters alone: no case, no accents, single spaces. */
const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/ø/g, 'o')
    .replace(/ł/g, 'l')
    .replace(/\s+/g, ' ')
    .replace(/^[\s@]+|\s+$/g, '');

/**
 * All people a name may mean, by the best kind of match that fits anybody: whole name or address, then first name
 * or the address before its @, then beginnings of their names in order ("al wil" is Alex Wilber). Accents and case
 * do not count. Empty when nobody fits; several when they fit equally well.
 */
export function matchPeople<P extends Named>(words: string, people: readonly P[]): P[] {
  const wanted = folded(words);
  if (!wanted) return [];
  const tests: ((person: P) => boolean)[] = [
    (person) => folded(person.name) === wanted || folded(person.userPrincipalName ?? '') === wanted,
    (person) => first(folded(person.name)) === wanted || local(person) === wanted,
    (person) => begins(folded(person.name), wanted),
  ];
  for (const test of tests) {
    const found = people.filter(test);
    if (found.length > 0) return found;
  }
  return [];
}

const first = (name: string): string => name.split(' ')[0] ?? '';

const local = ({ userPrincipalName }: Named): string => folded(userPrincipalName ?? '').split('@')[0] ?? '';

function begins(name: string, wanted: string): boolean {
  const parts = name.split(/[\s,-]+/);
  let at = 0;
  return wanted.split(' ').every((word) => {
    while (at < parts.length && !parts[at]?.startsWith(word)) at += 1;
    at += 1;
    return at <= parts.length;
  });
}
