import assert from 'node:assert/strict';
import { GraphError } from '../../src/graph/errors.ts';
import { createManyUsers } from '../../src/graph/manyUsers.ts';
import { type GraphServer, graphServer } from '../fixtures/graphServer.ts';
import { answerJson } from '../fixtures/https.ts';

interface Parts {
  requests: { id: string; url: string }[];
}

describe('many users at once', () => {
  let server: GraphServer;
  let status = 200;
  const filters: string[] = [];

  beforeEach(async () => {
    filters.length = 0;
    status = 200;
    server = await graphServer(({ path, body }, response) => {
      assert.equal(path, '/$batch');
      const responses = (body as Parts).requests.map(({ id, url }) => {
        const filter = new URL(url, 'https://graph.example').searchParams.get('$filter') ?? '';
        filters.push(filter);
        return {
          id,
          status,
          body: status === 200 ? { value: [{ id: filter }] } : { error: { code: 'Nope' } },
        };
      });
      answerJson(response, 200, { responses });
    });
  });
  afterEach(() => server.close());

  it('are asked for fifteen clauses a request and twenty requests a batch', async () => {
    const addresses = Array.from({ length: 200 }, (_, index) => `p${index}@contoso.com`);
    const names = Array.from({ length: 30 }, (_, index) => `Person ${index}`);
    const found = await createManyUsers(server.graph).exactly({ addresses, names });
    assert.equal(found.length, 29 + 2);
    assert.equal(server.asked.length, 2);
    assert.ok(filters.every((filter) => filter.split(' or ').length <= 15));
    const asked = filters.join(' or ').split(' or ');
    assert.equal(asked.length, 200 * 2 + 30);
    assert.ok(asked.includes("mail eq 'p199@contoso.com'") && asked.includes("displayName eq 'Person 29'"));
  });

  it('are asked for by the beginnings of names, quotes in them doubled', async () => {
    const found = await createManyUsers(server.graph).beginning(["O'Neil", 'Al']);
    assert.equal(found.length, 2);
    assert.match(String(found[0]?.[0]?.id), /startswith\(displayName,'O''Neil'\) or/);
  });

  it('fail where one request fails, and ask nothing for nobody', async () => {
    assert.deepEqual(await createManyUsers(server.graph).exactly({ addresses: [], names: [] }), []);
    assert.equal(server.asked.length, 0);
    status = 403;
    await assert.rejects(createManyUsers(server.graph).beginning(['a', 'b']), GraphError);
  });
});
