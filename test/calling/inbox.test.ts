import assert from 'node:assert/strict';
import { createInbox, type IncomingEvent } from '../../src/calling/inbox.ts';

const about = (callId: string): IncomingEvent => ({
  callId,
  graphId: null,
  event: { kind: 'doubted' },
  at: 0,
});

describe('the inbox of calls', () => {
  /** A store that refuses a statement with "bad" in it, and keeps how many each had. */
  function inbox(isLost: boolean) {
    const statements: number[] = [];
    const save = createInbox({
      async saveEvents(events) {
        statements.push(events.length);
        await Promise.resolve();
        if (events.some((one) => one.callId === 'bad')) throw new Error('refused');
        return events.map((one) => one.callId);
      },
      isLost: () => isLost,
    });
    return { statements, save };
  }

  it('refuses what cannot be saved alone, not those who shared its commit', async () => {
    const { statements, save } = inbox(false);
    const saved = await Promise.allSettled(['first', 'a', 'bad', 'b'].map((id) => save([about(id)])));
    assert.deepEqual(
      saved.map((one) => one.status),
      ['fulfilled', 'fulfilled', 'rejected', 'fulfilled'],
    );
    assert.deepEqual(statements, [1, 3, 1, 1, 1]);
  });

  it('does not ask a database that is gone once for each', async () => {
    const { statements, save } = inbox(true);
    const saved = await Promise.allSettled(['first', 'a', 'bad', 'b'].map((id) => save([about(id)])));
    assert.equal(saved.filter((one) => one.status === 'rejected').length, 3);
    assert.deepEqual(statements, [1, 3]);
  });
});
