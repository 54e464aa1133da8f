import assert from 'node:assert/strict';
import type { Call, Control, Target } from '../../src/calling/call.ts';
import { retryInvite } from '../../src/chat/actions/live.ts';

const callId = '5a1c1a36-53a5-4f86-a6a1-0ec2dbb6d1a5';

describe('inviting again', () => {
  let controls: Control[];
  let asked: string[];

  const invitation = (id: string, outcome: Target['outcome']): Control => ({
    ...{ id, verb: 'invite', by: { id: 'megan', name: 'Megan' }, at: 0 },
    targets: [{ participantId: null, personId: 'dana', name: 'Dana', outcome }],
    finishedAt: outcome === 'waiting' ? null : 1,
  });
  const services = {
    tenantId: 'tenant',
    access: { require: async () => undefined },
    text: () => (key: string) => key,
    clock: { now: () => 0 },
    rings: { mayRing: async () => ['yes'], note: async () => undefined },
    calls: {
      get: async () => ({ id: callId, tenantId: 'tenant', phase: 'established', meetingId: null, controls }),
      async control(_call: string, id: string): Promise<Partial<Call>> {
        asked.push(id);
        return { controls };
      },
    },
  } as never;
  const press = () =>
    retryInvite(
      { locale: 'en', who: { id: 'megan', name: 'Megan' } } as never,
      { callId, controlId: 'first' },
      services,
    );

  beforeEach(() => {
    controls = [invitation('first', 'failed')];
    asked = [];
  });

  it('rings once for two presses at one moment', async () => {
    await Promise.all([press(), press()]);
    assert.equal(new Set(asked).size, 1);
  });

  it('does nothing while it rings', async () => {
    controls.push(invitation('again', 'waiting'));
    await press();
    assert.deepEqual(asked, []);
  });

  it('rings once more when that has failed as well', async () => {
    await press();
    controls.push(invitation(asked[0] ?? '', 'failed'));
    await press();
    assert.equal(new Set(asked).size, 2);
  });
});
