/** Who is meant, looked up in the tenant: by id, mention, address or name. */

import type { User } from '@microsoft/microsoft-graph-types';
import { isGuid } from '../lib/guid.ts';
import type { Invitee } from '../meetings/meeting.ts';
import { matchPeople } from './match.ts';
import type { Mentioned } from './mentions.ts';

/** What this asks of Graph, https://learn.microsoft.com/graph/api/user-list. */
export interface DirectoryNeeds {
  /** By object id or UPN; null when there is nobody. */
  getUser(idOrUpn: string): Promise<User | null>;
  /** Those with these object ids whom there are; many take few requests. */
  getUsers(ids: readonly string[]): Promise<User[]>;
  /** Those whose name or UPN starts with the text. */
  findUsers(text: string, most?: number): Promise<User[]>;
}

interface Resolved {
  /** Each once, in the order asked for: ids, mentions, names. */
  people: Invitee[];
  /** Names that several people have. */
  ambiguous: { name: string; people: Invitee[] }[];
  /** Names, addresses and ids that nobody in the tenant has. */
  unknown: string[];
}

export interface Directory {
  /**
   * @param ids Entra object ids, as people pickers give them
   * @param names names and addresses as typed; an address of another domain is an outsider, with the address for id
   */
  resolve(asked: { ids?: string[]; mentions?: Mentioned[]; names?: string[] }): Promise<Resolved>;
  /** One person by object id; null when the tenant has none. */
  person(id: string): Promise<Invitee | null>;
}

const address = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const mostFound = 25;
/** Lookups under way at once: 250 people are no burst of 250 requests. */
const together = 8;

type Answer = Invitee | { several: Invitee[] } | null;

/** A user of Graph as somebody to be invited or rung; null for one without an id. */
export function inviteeOf(user: User): Invitee | null {
  const upn = user.userPrincipalName ?? '';
  if (!user.id) return null;
  return {
    id: user.id.toLowerCase(),
    name: user.displayName || upn,
    address: user.mail || upn,
    response: 'none',
    outside: user.userType?.toLowerCase() === 'guest' || /#ext#/i.test(upn),
  };
}

/** The directory over the tenant's users; a user Graph answers with is of the tenant, as member or as guest. */
export function createDirectory({ getUser, getUsers, findUsers }: DirectoryNeeds): Directory {
  /** Mail domains that members of the tenant were seen to have. */
  const ours = new Set<string>();

  function invitee(user: User): Invitee | null {
    const known = inviteeOf(user);
    if (known && !known.outside)
      for (const mail of [user.userPrincipalName, user.mail]) if (mail) ours.add(domainOf(mail));
    return known;
  }

  const person = async (id: string): Promise<Invitee | null> => {
    const user = isGuid(id) ? await getUser(id) : null;
    return user && invitee(user);
  };

  /** Those of these words that are object ids of people. */
  async function peopleOf(words: readonly string[]): Promise<Map<string, Invitee>> {
    const ids = [...new Set(words.filter(isGuid).map((id) => id.toLowerCase()))];
    const [first, another] = ids;
    const found = another ? await getUsers(ids) : [first ? await getUser(first) : null];
    const people = found.flatMap((user) => (user && invitee(user)) ?? []);
    return new Map(people.map((one) => [one.id, one]));
  }

  async function byAddress(typed: string): Promise<Answer> {
    const user = await getUser(typed);
    if (user) return invitee(user);
    // A mail address need not be the UPN.
    const found = await findUsers(typed.split(/[@._-]/)[0] ?? '', mostFound);
    const same = found.find(({ mail }) => mail?.toLowerCase() === typed.toLowerCase());
    if (same) return invitee(same);
    for (const other of found) invitee(other);
    if (ours.has(domainOf(typed))) return null;
    return { id: typed.toLowerCase(), name: typed, address: typed, response: 'none', outside: true };
  }

  async function byName(name: string): Promise<Answer> {
    if (address.test(name)) return byAddress(name);
    const first = name.trim().split(/\s+/)[0] ?? '';
    const users = (await findUsers(first, mostFound)).map((user) => ({
      user,
      name: user.displayName ?? '',
      userPrincipalName: user.userPrincipalName,
    }));
    const several = matchPeople(name, users).flatMap(({ user }) => invitee(user) ?? []);
    return several.length > 1 ? { several } : (several[0] ?? null);
  }

  return {
    person,
    async resolve({ ids = [], mentions = [], names = [] }) {
      const known = await peopleOf([...ids, ...mentions.map(({ id }) => id)]);
      const byId = async (id: string): Promise<Answer> => known.get(id.toLowerCase()) ?? null;
      const asked = [
        ...[...new Set(ids)].map((id) => ({ words: id, find: () => byId(id) })),
        // A mention without an Entra id (a client that gives none) is looked up by its name.
        ...mentions.map(({ id, name }) => ({
          words: name,
          find: () => (isGuid(id) ? byId(id) : byName(name)),
        })),
        ...names.map((name) => ({ words: name, find: () => byName(name) })),
      ];
      const people = new Map<string, Invitee>();
      const ambiguous: Resolved['ambiguous'] = [];
      const unknown: string[] = [];
      for (let from = 0; from < asked.length; from += together) {
        const part = asked.slice(from, from + together);
        const answers = await Promise.all(part.map(({ find }) => find()));
        answers.forEach((answer, index) => {
          const words = part[index]?.words ?? '';
          if (!answer) unknown.push(words);
          else if ('several' in answer) ambiguous.push({ name: words, people: answer.several });
          else if (!people.has(answer.id)) people.set(answer.id, answer);
        });
      }
      return { people: [...people.values()], ambiguous, unknown };
    },
  };
}

const domainOf = (mail: string): string => mail.toLowerCase().split('@').at(-1) ?? '';
