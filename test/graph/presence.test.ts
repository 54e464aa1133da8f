import assert from 'node:assert/strict';
import { createGraph, type Graph, type GraphRequest } from '../../src/graph/client.ts';
import { createPresenceOf } from '../../src/graph/presence.ts';
import { createLog } from '../../src/lib/log.ts';
import { cast } from '../../src/simulator/people.ts';
import { botId, botPassword, startStage, tenantId } from '../simulator/harness.ts';

/** A Graph that answers each request with this. */
function answering(body: unknown): { graph: Graph; requests: GraphRequest[] } {
  const requests: GraphRequest[] = [];
  const request = async (wanted: GraphRequest) => {
    requests.push(wanted);
    return { status: 200, body, reference: '', location: null };
  };
  return { graph: { request } as unknown as Graph, requests };
}

describe('presence', () => {
  it('is told by id, whatever else is in the answer', async () => {
    const { graph, requests } = answering({
      value: [
        { id: 'A1', availability: 'Busy' },
        { id: 'b' },
        null,
        { id: 'c', availability: 'Away', activity: 'Away' },
      ],
    });
    assert.deepEqual(await createPresenceOf(graph)(['a1', 'b', 'c'], 400), { a1: 'Busy', c: 'Away' });
    assert.deepEqual(requests, [
      {
        ...{ method: 'POST', path: '/communications/getPresencesByUserId' },
        ...{ body: { ids: ['a1', 'b', 'c'] }, deadlineMs: 400 },
      },
    ]);
  });

  it('is asked for 650 at a time, and for nobody not at all', async () => {
    const { graph, requests } = answering({});
    const ids = Array.from({ length: 1_301 }, (_, n) => String(n));
    assert.deepEqual(await createPresenceOf(graph)(ids, 400), {});
    const asked = requests.map(({ body }) => (body as { ids: string[] }).ids);
    assert.deepEqual(
      asked.map(({ length }) => length),
      [650, 650, 1],
    );
    assert.deepEqual(asked.flat(), ids);
    await createPresenceOf(graph)([], 400);
    assert.equal(requests.length, 3);
  });

  it('is told by the simulator', async () => {
    const stage = await startStage();
    const { url } = stage.simulator;
    const graph = createGraph({
      config: {
        ...{ BOT_ID: botId, BOT_TENANT_ID: tenantId, BOT_PASSWORD: botPassword },
        ...{ BOT_CERTIFICATE_FILE: '', BOT_CERTIFICATE_KEY_FILE: '', LOGIN_URL: url, GRAPH_URL: url },
      },
      clock: { now: () => stage.clock.now(), every: () => () => undefined },
      log: createLog('silent'),
    });
    const [megan] = cast;
    const stranger = '00000000-0000-4000-8000-000000000001';
    const told = await createPresenceOf(graph)([megan?.id ?? '', stranger], 10_000);
    assert.deepEqual(told, {
      [megan?.id ?? '']: megan?.presence.availability,
      [stranger]: 'PresenceUnknown',
    });
    await stage.close();
  });
});
