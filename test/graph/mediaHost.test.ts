import assert from 'node:assert/strict';
import { createMediaHost } from '../../src/graph/mediaHost.ts';
import { answerJson, httpsServer } from '../fixtures/https.ts';

describe('the media host', () => {
  type Answer = (respond: (status: number, body: unknown) => void) => void;
  async function asking(answer: Answer, deadlineMs?: number) {
    const asked: { path: string; authorization: string | undefined; body: unknown }[] = [];
    const server = await httpsServer(async (request, response) => {
      const { authorization } = request.headers;
      asked.push({ path: request.url ?? '', authorization, body: JSON.parse(request.body) });
      answer((status, body) => answerJson(response, status, body));
    });
    const host = createMediaHost({ url: `${server.url}/host/`, token: 'secret' }, deadlineMs);
    const given = await host('call');
    await server.close();
    return { asked, given };
  }

  it('is asked for a call by our own id, and gives what Graph is handed unread', async () => {
    const { asked, given } = await asking((respond) =>
      respond(200, { appHostedMediaConfig: { blob: 'opaque' } }),
    );
    assert.deepEqual(given, { ok: true, value: { blob: 'opaque' } });
    assert.deepEqual(asked, [
      { path: '/host/media', authorization: 'Bearer secret', body: { callId: 'call' } },
    ]);
  });

  it('is told to have failed where it refuses, answers something else, or does not answer', async () => {
    const answers: [Answer, number?][] = [
      [(respond) => respond(503, {})],
      [(respond) => respond(200, { blob: 'x' })],
      [(respond) => respond(200, { appHostedMediaConfig: { blob: '' } })],
      [() => undefined, 50],
    ];
    for (const [answer, deadlineMs] of answers) {
      const { given } = await asking(answer, deadlineMs);
      assert.ok(!given.ok);
      assert.deepEqual([given.failure.status, given.failure.reference], [424, 'call']);
    }
  });
});
