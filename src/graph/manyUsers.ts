/**
 * Hundreds of people in few requests: each request asks for several by $filter, and twenty of these are one batch.
 * https://learn.microsoft.com/graph/filter-query-parameter, https://learn.microsoft.com/graph/json-batching
 */
import type { User } from '@microsoft/microsoft-graph-types';
import { batch } from './batch.ts';
import type { Graph, GraphRequest } from './client.ts';
import { anyOf, mostClauses, quoted, userFields } from './users.ts';

/** Those of one name, or whose name begins so. */
const mostFound = 25;

export interface ManyUsers {
  /** Users whose UPN or mail address is one of these, or whose whole name is; in any order. */
  exactly(asked: { addresses: readonly string[]; names: readonly string[] }): Promise<User[]>;
  /** For each text, users whose name or UPN begins with it, at most 25. */
  beginning(texts: readonly string[]): Promise<User[][]>;
}

/** Every method throws GraphError where one of the requests failed. */
export function createManyUsers(graph: Graph): ManyUsers {
  async function askEach(filters: readonly string[], most: number): Promise<User[][]> {
    const requests = filters.map(
      (filter): GraphRequest => ({
        method: 'GET',
        path: '/users',
        query: { $filter: filter, $select: userFields, $top: String(most) },
      }),
    );
    const results = await batch<{ value?: User[] }>(graph, requests);
    for (const { error } of results) if (error) throw error;
    return results.map(({ body }) => body?.value ?? []);
  }

  return {
    async exactly({ addresses, names }) {
      const byAddress = addresses.map((mail) => [
        `userPrincipalName eq ${quoted(mail)}`,
        `mail eq ${quoted(mail)}`,
      ]);
      const byName = names.map((name) => [`displayName eq ${quoted(name)}`]);
      const filters = [...anyOf(byAddress), ...anyOf(byName)];
      return (await askEach(filters, mostClauses * mostFound)).flat();
    },

    beginning: (texts) =>
      askEach(
        texts
          .map(quoted)
          .map((start) => `startswith(displayName,${start}) or startswith(userPrincipalName,${start})`),
        mostFound,
      ),
  };
}
