/** Whom hundreds of names and addresses mean, in few requests: what a file names. */
import type { User } from '@microsoft/microsoft-graph-types';
import type { Invitee } from '../meetings/meeting.ts';
import { inviteeOf } from './directory.ts';
import { matchPeople } from './match.ts';

/** What this asks of Graph; see graph/manyUsers.ts. */
export interface ManyPeopleNeeds {
  exactly(asked: { addresses: readonly string[]; names: readonly string[] }): Promise<User[]>;
  beginning(texts: readonly string[]): Promise<User[][]>;
}

/** The one who is meant, those who may be, or nobody. */
export type Meant = { person: Invitee } | { several: Invitee[] } | null;

const isAddress = (words: string): boolean => words.includes('@');
const folded = (words: string): string => words.trim().toLowerCase();
const firstWord = (name: string): string => folded(name).split(/\s+/)[0] ?? '';

/**
 * Whom each of these means, as it was typed: a mail address or UPN, or a name. Whole names are asked for first, the
 * beginnings of names only for those that nobody has.
 * @throws what asking Graph throws
 */
export async function resolveMany(
  words: readonly string[],
  { exactly, beginning }: ManyPeopleNeeds,
): Promise<Map<string, Meant>> {
  const typed = [...new Set(words)];
  const asked = [...new Set(typed.map(folded))];
  const names = asked.filter((name) => !isAddress(name));
  const users = await exactly({ addresses: asked.filter(isAddress), names });
  const byWords = new Map<string, User[]>();
  for (const user of users) {
    for (const key of new Set(
      [user.userPrincipalName, user.mail, user.displayName].map((key) => folded(key ?? '')),
    ))
      byWords.set(key, [...(byWords.get(key) ?? []), user]);
  }
  const unfound = [...new Set(names.filter((name) => !byWords.has(name)).map(firstWord))];
  const begun = await beginning(unfound);
  const byBeginning = new Map(unfound.map((first, index) => [first, begun[index] ?? []]));
  const found = (name: string): User[] =>
    byWords.get(name) ?? (isAddress(name) ? [] : similar(name, byBeginning));
  return new Map(typed.map((each) => [each, meant(found(folded(each)))]));
}

function similar(name: string, byBeginning: ReadonlyMap<string, User[]>): User[] {
  const named = (byBeginning.get(firstWord(name)) ?? []).map((user) => ({
    user,
    name: user.displayName ?? '',
    userPrincipalName: user.userPrincipalName,
  }));
  return matchPeople(name, named).map(({ user }) => user);
}

function meant(users: readonly User[]): Meant {
  const people = [
    ...new Map(users.flatMap(inviteeOf).flatMap((one) => (one ? [[one.id, one]] : []))).values(),
  ];
  const [person] = people;
  if (!person) return null;
  return people.length > 1 ? { several: people } : { person };
}
