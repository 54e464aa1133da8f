import assert from 'node:assert/strict';
import { createGraph } from '../../src/graph/client.ts';
import { GraphError } from '../../src/graph/errors.ts';
import { createLog } from '../../src/lib/log.ts';
import { stillClock } from '../fixtures/clock.ts';
import type { Asked, GraphServer } from '../fixtures/graphServer.ts';
import { graphError, graphServer } from '../fixtures/graphServer.ts';
import { answerJson } from '../fixtures/https.ts';

const guid = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

describe('the Graph client', () => {
  let server: GraphServer;
  let answer: (asked: Asked, response: Parameters<typeof answerJson>[0]) => void;

  beforeEach(async () => {
    answer = (_, response) => answerJson(response, 200, { ok: true }, { 'request-id': 'graph-id' });
    server = await graphServer((asked, response) => answer(asked, response));
  });
  afterEach(() => server.close());

  const get = (path = '/users/u', more = {}) => server.graph.request({ method: 'GET', path, ...more });

  const failing = async (work: Promise<unknown>): Promise<GraphError> => {
    const error = await work.then(
      () => assert.fail('it succeeded'),
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof GraphError, String(error));
    return error;
  };

  it('sends the token, an id of its own and the version, and gives status, body and request-id', async () => {
    const { status, body, reference } = await get();
    assert.deepEqual({ status, body, reference }, { status: 200, body: { ok: true }, reference: 'graph-id' });
    assert.equal(server.asked[0]?.path, '/users/u');
    assert.equal(server.asked[0]?.headers.authorization, 'Bearer token-1');
    assert.match(String(server.asked[0]?.headers['client-request-id']), guid);
  });

  it('gives every request another id', async () => {
    await get();
    await get();
    assert.notEqual(
      server.asked[0]?.headers['client-request-id'],
      server.asked[1]?.headers['client-request-id'],
    );
  });

  it('sends a body as JSON, and none where there is none', async () => {
    await server.graph.request({ method: 'POST', path: '/a', body: { x: 1 } });
    await server.graph.request({ method: 'POST', path: '/b' });
    assert.deepEqual(server.asked[0]?.body, { x: 1 });
    assert.equal(server.asked[0]?.headers['content-type'], 'application/json');
    assert.equal(server.asked[1]?.body, undefined);
  });

  it('encodes a query so that it arrives as it was meant', async () => {
    const filter =
      "JoinWebUrl eq 'https://teams.microsoft.com/l/meetup-join/19%3ax%40thread.v2/0?a=b&c=%22d'";
    await get('/users/u/onlineMeetings', { query: { $filter: filter } });
    const query = new URL(`https://x${server.asked[0]?.path}`).searchParams;
    assert.equal(query.get('$filter'), filter);
    assert.equal([...query.keys()].length, 1);
  });

  it('gives an empty answer as undefined, and the Location', async () => {
    answer = (_, response) => {
      response.writeHead(202, { location: '/communications/calls/1' });
      response.end();
    };
    const { status, body, location } = await server.graph.request({ method: 'POST', path: '/a' });
    assert.deepEqual(
      { status, body, location },
      { status: 202, body: undefined, location: '/communications/calls/1' },
    );
  });

  it("throws Graph's code, message and reference, once, without retrying", async () => {
    for (const status of [400, 403, 404, 429, 500, 503, 504]) {
      server.asked.length = 0;
      answer = (_, response) => answerJson(response, status, graphError('Code', 'It says.'));
      const error = await failing(get());
      assert.deepEqual(
        { status: error.status, code: error.code, message: error.message, reference: error.reference },
        { status, code: 'Code', message: 'It says.', reference: 'inner-id' },
      );
      assert.equal(server.asked.length, 1);
    }
  });

  it('prefers the request-id of the header', async () => {
    answer = (_, response) => answerJson(response, 404, graphError('x', 'y'), { 'request-id': 'header-id' });
    assert.equal((await failing(get())).reference, 'header-id');
  });

  it('bears with an error that is no JSON', async () => {
    answer = (_, response) => {
      response.writeHead(502, { 'content-type': 'text/html' });
      response.end('<h1>Bad</h1>');
    };
    const error = await failing(get());
    assert.equal(error.code, 'http502');
    assert.match(error.reference, guid);
  });

  for (const [header, expected] of [
    ['3', 3000],
    ['2.128', 2128],
    ['0', 0],
    ['soon', null],
    ['', null],
  ] as const) {
    it(`reads Retry-After "${header}" as ${expected}`, async () => {
      answer = (_, response) => answerJson(response, 429, graphError('x', 'y'), { 'retry-after': header });
      assert.equal((await failing(get())).retryAfterMs, expected);
    });
  }

  it('reads a Retry-After that is a date by its own clock', async () => {
    const at = new Date(Math.ceil(server.clock.now() / 1000) * 1000 + 7000);
    answer = (_, response) => answerJson(response, 503, undefined, { 'retry-after': at.toUTCString() });
    assert.equal((await failing(get())).retryAfterMs, at.getTime() - server.clock.now());
    await server.clock.move(60_000);
    assert.equal((await failing(get())).retryAfterMs, 0);
  });

  it('gives up at its deadline: no answer at all', async () => {
    answer = () => undefined;
    const error = await failing(get('/slow', { deadlineMs: 150 }));
    assert.deepEqual({ status: error.status, code: error.code }, { status: 0, code: 'timeout' });
    assert.match(error.reference, guid);
  });

  it('gives up at its deadline in the middle of a body as well', async () => {
    answer = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"half":');
    };
    assert.equal((await failing(get('/slow', { deadlineMs: 150 }))).code, 'timeout');
  });

  it('tells a connection lost in mid-request from one that never was', async () => {
    answer = (_, response) => response.destroy();
    const lost = await failing(get());
    assert.deepEqual({ status: lost.status, code: lost.code }, { status: 0, code: 'connectionLost' });
    await server.graph.warm();
    await server.close();
    // The first may still go out on a connection kept from before.
    await failing(get());
    const never = await failing(get());
    assert.deepEqual({ status: never.status, code: never.code }, { status: 0, code: 'unreachable' });
  });

  it('says that it is the token that cannot be had', async () => {
    server.entra = { status: 500 };
    const error = await failing(get());
    assert.deepEqual({ status: error.status, code: error.code }, { status: 0, code: 'tokenUnavailable' });
    assert.equal(server.asked.length, 0);
  });

  it('follows no link that leads out of Graph', async () => {
    await assert.rejects(get('https://graph.example/v1.0/users'), /leads out of Graph/);
    await assert.rejects(get(`${server.url}.example/v1.0/users`), /leads out of Graph/);
    await get(`${server.url}/v1.0/users?$skiptoken=abc`);
    assert.equal(server.asked[0]?.path, '/users?$skiptoken=abc');
  });

  describe('its tokens', () => {
    it('are asked for once and shared', async () => {
      await Promise.all(Array.from({ length: 10 }, () => get()));
      await get();
      assert.deepEqual(server.tokens, ['GRAPH/.default']);
    });

    it('are another one for the bot connector', async () => {
      assert.equal(await server.graph.botToken(), 'token-1');
      assert.deepEqual(server.tokens, ['https://api.botframework.com/.default']);
    });

    it('are renewed before they end, and by warm() earlier still', async () => {
      await server.graph.warm();
      assert.equal(server.tokens.length, 2);
      await server.clock.move(40 * 60_000);
      await server.graph.warm();
      assert.equal(server.tokens.length, 2);
      await server.clock.move(12 * 60_000);
      await server.graph.warm();
      assert.equal(server.tokens.length, 4);
      await server.clock.move(56 * 60_000);
      await get();
      assert.equal(server.tokens.length, 5);
    });

    it('are used to their end while Entra is away', async () => {
      await get();
      server.entra = { status: 503 };
      await server.clock.move(57 * 60_000);
      assert.equal((await get()).status, 200);
      await server.clock.move(3 * 60_000);
      assert.equal((await failing(get())).code, 'tokenUnavailable');
    });

    const refuseThe = (...tokens: string[]) => {
      answer = ({ headers }, response) =>
        tokens.includes(String(headers.authorization))
          ? answerJson(response, 401, graphError('InvalidAuthenticationToken', 'Expired.'))
          : answerJson(response, 200, {});
    };

    it('are replaced when Graph refuses them, and the request sent once more', async () => {
      await get();
      refuseThe('Bearer token-1');
      assert.equal((await server.graph.request({ method: 'POST', path: '/a', body: {} })).status, 200);
      assert.equal(server.asked.at(-1)?.headers.authorization, 'Bearer token-2');
      refuseThe('Bearer token-2', 'Bearer token-3');
      const before = server.asked.length;
      assert.equal((await failing(get())).status, 401);
      assert.equal(server.asked.length - before, 2, 'twice and no more');
    });

    it('are replaced once, however many requests were refused at the same moment', async () => {
      await get();
      refuseThe('Bearer token-1');
      await Promise.all(Array.from({ length: 10 }, () => get()));
      assert.equal(server.tokens.length, 2);
    });

    it('that Entra never gives leave the request certainly unsent', async () => {
      server.entra = 'silent';
      const before = server.asked.length;
      const error = await failing(get('/users/u', { deadlineMs: 150 }));
      assert.deepEqual([error.status, error.code], [0, 'tokenUnavailable']);
      assert.equal(server.asked.length, before);
    });
  });

  it('says nothing of people, links and tokens in its log', async () => {
    const lines: string[] = [];
    const config = {
      BOT_ID: '11111111-2222-4333-8444-555555555555',
      BOT_TENANT_ID: 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee',
      BOT_PASSWORD: 'secret',
      BOT_CERTIFICATE_FILE: '',
      BOT_CERTIFICATE_KEY_FILE: '',
      LOGIN_URL: server.url,
      GRAPH_URL: server.url,
    };
    const log = createLog('trace', { write: (line: string) => void lines.push(line) });
    const graph = createGraph({ config, clock: stillClock(), log });
    await graph.request({
      method: 'GET',
      path: '/users/adele%40contoso.com/events',
      query: { $filter: 'SECRET' },
    });
    answer = (_, response) => answerJson(response, 404, graphError('x', 'SECRET of Adele'));
    await failing(graph.request({ method: 'GET', path: '/users/adele@contoso.com?$filter=SECRET' }));
    const text = lines.join('');
    assert.equal(lines.length, 2);
    assert.ok(!/adele|contoso|SECRET|token-/i.test(text), text);
  });
});
