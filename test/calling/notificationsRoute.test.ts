import assert from 'node:assert/strict';
import { readNotifications } from '../../src/calling/notification.ts';
import { notificationsRoute } from '../../src/calling/notificationsRoute.ts';
import { createLog } from '../../src/lib/log.ts';
import { graphId, request } from './fixtures.ts';

const body = (resource: string) => ({
  '@odata.type': '#microsoft.graph.commsNotifications',
  value: [{ changeType: 'updated', resourceUrl: resource, resourceData: {} }],
});

describe('the address of a call', () => {
  for (const [id, status] of [
    [request.id, 202],
    [request.id.toUpperCase(), 202],
    [undefined, 202],
    ['\u0000', 404],
    ['not-a-guid', 404],
  ] as const) {
    it(`${JSON.stringify(id)} is answered ${status}`, async () => {
      let answered = 0;
      let received = 0;
      const receive = async () => {
        received += 1;
      };
      await notificationsRoute({ receive, seal: (text) => text, log: createLog('silent') })({
        body: Buffer.from(JSON.stringify(body(`/communications/calls/${graphId}`))),
        params: id === undefined ? {} : { id },
        answer: (given) => {
          answered = given;
        },
      });
      assert.deepEqual([answered, received], [status, status === 202 ? 1 : 0]);
    });
  }

  it('with characters that no id has is about no call', () => {
    assert.deepEqual(
      readNotifications(body('/communications/calls/a\u0000b'), (text) => text),
      [{ unknown: 'notAboutACall' }],
    );
  });
});
