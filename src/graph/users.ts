/** People of the tenant, https://learn.microsoft.com/graph/api/user-list; User.ReadBasic.All is enough. */
import type { User } from '@microsoft/microsoft-graph-types';
import type { Graph } from './client.ts';
import { segment } from './client.ts';
import { GraphError } from './errors.ts';

/** What is asked of a user. */
export const userFields = 'id,displayName,userPrincipalName,mail,userType';

export interface GraphUsers {
  /** By object id or UPN; null when there is nobody. */
  getUser(idOrUpn: string): Promise<User | null>;
  /** Those whose name or UPN starts with the text, at most `most` (default 10). */
  findUsers(text: string, most?: number): Promise<User[]>;
}

/** The people of the tenant; every method throws GraphError when Graph does not do it. */
export function createGraphUsers(graph: Graph): GraphUsers {
  return {
    getUser: (idOrUpn) =>
      orNull(async () => {
        const path = `/users/${segment(idOrUpn)}`;
        return (await graph.request<User>({ method: 'GET', path, query: { $select: userFields } })).body;
      }),

    async findUsers(text, most = 10) {
      const start = quoted(text.trim());
      if (start === "''") return [];
      const query = {
        $filter: `startswith(displayName,${start}) or startswith(userPrincipalName,${start})`,
        $select: userFields,
        $top: String(most),
      };
      const answer = await graph.request<{ value?: User[] }>({ method: 'GET', path: '/users', query });
      return answer.body?.value ?? [];
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
