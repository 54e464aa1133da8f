import assert from 'node:assert/strict';
import { batch } from '../../src/graph/batch.ts';
import type { GraphRequest } from '../../src/graph/client.ts';
import type { Asked, GraphServer } from '../fixtures/graphServer.ts';
import { graphError, graphServer } from '../fixtures/graphServer.ts';
import { answerJson } from '../fixtures/https.ts';

interface BatchBody {
  requests: { id: string; method: string; url: string; body?: unknown; headers: Record<string, string> }[];
}

const requests = (count: number): GraphRequest[] =>
  Array.from({ length: count }, (_, index) => ({
    method: 'POST',
    path: `/communications/calls/c/participants/p${index}/mute`,
    body: { clientContext: 'e' },
  }));

describe('a batch', () => {
  let server: GraphServer;
  let onBatch: (body: BatchBody, response: Parameters<typeof answerJson>[0]) => void;
  let onSingle: (asked: Asked, response: Parameters<typeof answerJson>[0]) => void;

  beforeEach(async () => {
    onBatch = ({ requests: parts }, response) => {
      // In another order than asked, as Graph may answer.
      const responses = parts.map(({ id, url }) => ({ id, status: 200, body: { url } })).reverse();
      answerJson(response, 200, { responses });
    };
    onSingle = ({ path }, response) => answerJson(response, 200, { url: path });
    server = await graphServer((asked, response) =>
      asked.path === '/$batch' ? onBatch(asked.body as BatchBody, response) : onSingle(asked, response),
    );
  });
  afterEach(() => server.close());

  const urls = (results: { body?: unknown }[]) => results.map(({ body }) => (body as { url: string })?.url);
  const paths = (count: number) => requests(count).map(({ path }) => path);
  const batches = () => server.asked.filter(({ path }) => path === '/$batch');
  const singles = () => server.asked.filter(({ path }) => path !== '/$batch');

  it('takes 20 a request and keeps the order', async () => {
    const results = await batch(server.graph, requests(45));
    assert.deepEqual(urls(results), paths(45));
    assert.deepEqual(
      batches()
        .map(({ body }) => (body as BatchBody).requests.length)
        .sort(),
      [20, 20, 5],
    );
    assert.equal(singles().length, 0);
    const first = (batches()[0]?.body as BatchBody | undefined)?.requests[0];
    assert.equal(first?.headers['Content-Type'], 'application/json');
    assert.deepEqual(first?.body, { clientContext: 'e' });
  });

  it('sends nothing for nothing, and one alone as it is', async () => {
    assert.deepEqual(await batch(server.graph, []), []);
    assert.deepEqual(urls(await batch(server.graph, requests(1))), paths(1));
    assert.equal(batches().length, 0);
  });

  it('gives each answer its own status and error', async () => {
    onBatch = ({ requests: parts }, response) =>
      answerJson(response, 200, {
        responses: parts.map(({ id }) =>
          id === '2'
            ? { id, status: 404, body: graphError('NotFound', 'Gone.', 'r2') }
            : id === '3'
              ? { id, status: 429, headers: { 'Retry-After': '1.5' }, body: graphError('Busy', 'Wait.') }
              : { id, status: 200, body: {} },
        ),
      });
    const [one, two, three] = await batch(server.graph, requests(3));
    assert.equal(one?.error, null);
    assert.deepEqual([two?.status, two?.error?.code, two?.error?.reference], [404, 'NotFound', 'r2']);
    assert.deepEqual([three?.status, three?.error?.retryAfterMs], [429, 1500]);
  });

  for (const status of [400, 403, 404, 405, 501]) {
    it(`is sent one by one where it is refused with ${status}`, async () => {
      onBatch = (_, response) => answerJson(response, status, graphError('NoBatch', 'No.'));
      let now = 0;
      let most = 0;
      onSingle = async ({ path }, response) => {
        most = Math.max(most, ++now);
        await new Promise(setImmediate);
        now -= 1;
        if (path.includes('/p3/')) return answerJson(response, 404, graphError('NotFound', 'Gone.'));
        answerJson(response, 200, { url: path });
      };
      const results = await batch(server.graph, requests(9));
      assert.equal(batches().length, 1);
      assert.equal(singles().length, 9);
      assert.ok(most <= 4, `${most} at once`);
      assert.equal(results[3]?.error?.status, 404);
      assert.deepEqual(urls(results.toSpliced(3, 1)), paths(9).toSpliced(3, 1));
    });
  }

  it('sends alone what cannot be batched', async () => {
    onBatch = ({ requests: parts }, response) =>
      answerJson(response, 200, {
        responses: parts.map(({ id }) => ({ id, status: id === '2' ? 501 : 200, body: { url: 'batched' } })),
      });
    const results = await batch(server.graph, requests(3));
    assert.deepEqual(urls(results), ['batched', paths(3)[1], 'batched']);
    assert.equal(singles().length, 1);
  });

  for (const status of [429, 500, 503]) {
    it(`fails for each request when it fails as a whole with ${status}, and sends none again`, async () => {
      onBatch = (_, response) =>
        answerJson(response, status, graphError('Down', 'No.'), { 'retry-after': '2' });
      const results = await batch(server.graph, requests(3));
      assert.deepEqual(
        results.map(({ error }) => [error?.status, error?.retryAfterMs]),
        [
          [status, 2000],
          [status, 2000],
          [status, 2000],
        ],
      );
      assert.equal(server.asked.length, 1);
    });
  }

  it('says of a request that the answer leaves out that nobody knows', async () => {
    onBatch = (_, response) => answerJson(response, 200, { responses: [{ id: '1', status: 200 }] });
    const results = await batch(server.graph, requests(2));
    assert.equal(results[0]?.error, null);
    assert.deepEqual([results[1]?.error?.status, results[1]?.error?.code], [0, 'connectionLost']);
  });

  it('ends at the deadline of the whole, however many batches are left', async () => {
    const whole = new AbortController();
    onBatch = (_, response) => {
      whole.abort(new DOMException('over', 'TimeoutError'));
      response.destroy();
    };
    const results = await batch(server.graph, requests(200), { signal: whole.signal });
    assert.equal(results.length, 200);
    assert.deepEqual([...new Set(results.map(({ error }) => error?.code))], ['timeout']);
    assert.ok(batches().length <= 4, `${batches().length} batches were sent`);
    assert.equal(singles().length, 0);
  });
});
