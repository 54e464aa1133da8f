/** People of the tenant, https://learn.microsoft.com/graph/api/user-list; User.ReadBasic.All is enough. */
import type { User } from '@microsoft/microsoft-graph-types';
import type { Graph } from './client.ts';
import { segment } from './client.ts';
import { GraphError } from './errors.ts';

/** Graph takes no more clauses joined by `or` in one filter: https://learn.microsoft.com/graph/filter-query-parameter */
export const mostClauses = 15;

/** Filters that ask for any of these, as few as Graph takes; the clauses of one group stand in the same one. */
export function anyOf(groups: readonly (readonly string[])[]): string[] {
  const parts: string[][] = [];
  for (const group of groups) {
    const last = parts.at(-1);
    if (last && last.length + group.length <= mostClauses) last.push(...group);
    else parts.push([...group]);
  }
  return parts.map((clauses) => clauses.join(' or '));
}

/** What is asked of a user. */
export const userFields = 'id,displayName,userPrincipalName,mail,userType';

export interface GraphUsers {
  /** By object id or UPN; null when there is nobody. */
  getUser(idOrUpn: string): Promise<User | null>;
  /** Those with these object ids whom there are, in any order; fifteen take one request. */
  getUsers(ids: readonly string[]): Promise<User[]>;
  /** Those whose name or UPN starts with the text, at most `most` (default 10). */
  findUsers(text: string, most?: number): Promise<User[]>;
}

/** The people of the tenant; every method throws GraphError when Graph does not do it. */
export function createGraphUsers(graph: Graph): GraphUsers {
  async function list(filter: string, most: number): Promise<User[]> {
    const query = { $filter: filter, $select: userFields, $top: String(most) };
    const answer = await graph.request<{ value?: User[] }>({ method: 'GET', path: '/users', query });
    return answer.body?.value ?? [];
  }

  return {
    getUser: (idOrUpn) =>
      orNull(async () => {
        const path = `/users/${segment(idOrUpn)}`;
        return (await graph.request<User>({ method: 'GET', path, query: { $select: userFields } })).body;
      }),

    async getUsers(ids) {
      const filters = anyOf(ids.map((id) => [`id eq ${quoted(id)}`]));
      return (await Promise.all(filters.map((filter) => list(filter, mostClauses)))).flat();
    },

    async findUsers(text, most = 10) {
      const start = quoted(text.trim());
      if (start === "''") return [];
      return list(`startswith(displayName,${start}) or startswith(userPrincipalName,${start})`, most);
    },
  };
}

/** A string of an OData filter: its quotes are doubled. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Null where Graph says that there is no such thing. */
export async function orNull<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof GraphError && error.status === 404) return null;
    throw error;
  }
}
