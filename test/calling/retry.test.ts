import assert from 'node:assert/strict';
import type { Effect } from '../../src/calling/effect.ts';
import { newCall } from '../../src/calling/newCall.ts';
import {
  isPointless,
  isSpared,
  isUncertain,
  restOf,
  retryDelay,
  retryOfRest,
} from '../../src/calling/retry.ts';
import { request, start } from './fixtures.ts';

const failure = (status: number, code = '', retryAfterMs?: number) => ({
  status,
  code,
  message: '',
  reference: '',
  ...(retryAfterMs !== undefined && { retryAfterMs }),
});
const join: Effect = {
  kind: 'join',
  coordinates: { by: 'meetingId', joinMeetingId: '1', passcode: null },
  subject: '',
  media: 'service',
};
const remove: Effect = { kind: 'remove', participantIds: ['p'] };

describe('trying again', () => {
  it('waits as long as Graph asks, and longer each time, five times in all', () => {
    assert.equal(retryDelay(join, failure(429, '', 7_000), 1, 0), 7_000);
    assert.equal(retryDelay(join, failure(503, '', 100), 3, 0), 4_000);
    assert.equal(retryDelay(join, failure(429), 4, 0), 8_000);
    assert.equal(retryDelay(join, failure(429), 5, 0), null);
  });

  it('never gives up telling a reminder what its call came to: who pressed 1 would be written to', () => {
    const tell: Effect = { kind: 'tellReminder', reminderId: 'r', value: 'heard' };
    assert.equal(retryDelay(tell, failure(0, 'mistake'), 50, 0), 60_000);
  });

  it('keeps those apart who failed together, never before Graph’s time', () => {
    assert.deepEqual(
      [0, 1].map((random) => retryDelay(join, failure(429), 4, random)),
      [8_000, 6_000],
    );
    assert.deepEqual(
      [0, 1].map((random) => retryDelay(join, failure(429, '', 7_000), 1, random)),
      [7_000, 7_700],
    );
  });

  it('counts no attempt that was not even sent, and waits no longer for it each time', () => {
    for (const spared of [failure(0, 'circuitOpen', 2_500), failure(429, 'notYet', 2_500)]) {
      assert.equal(isSpared(spared), true);
      assert.equal(isUncertain(join, spared), false);
      assert.equal(retryDelay(join, spared, 5, 0), 2_500);
    }
    assert.equal(isSpared(failure(0, 'unreachable')), false);
    assert.equal(retryDelay({ kind: 'settle' }, failure(0, 'circuitOpen', 2_500), 1, 0), null);
    assert.equal(
      retryDelay({ kind: 'reject', reason: 'busy' }, failure(0, 'circuitOpen', 2_500), 1, 0),
      null,
    );
  });

  it('rings nobody for a call that is to be left before Graph has heard of it', () => {
    const call = { ...newCall(request, start), leaving: { reason: 'left' as const, effectId: null } };
    assert.equal(isPointless(call, join), true);
    assert.equal(isPointless({ ...call, graphId: 'g' }, join), false);
    assert.equal(isPointless({ ...call, leaving: null }, join), false);
    assert.equal(isPointless(call, { kind: 'hangUp' }), false);
  });

  it('never sends twice what may have arrived and must not happen twice', () => {
    for (const lost of [failure(0, 'timeout'), failure(0, 'connectionLost'), failure(502), failure(504)]) {
      assert.equal(retryDelay(join, lost, 1, 0), null);
      assert.equal(isUncertain(join, lost), true);
      assert.equal(retryDelay(remove, lost, 1, 0), 1_000);
      assert.equal(isUncertain(remove, lost), false);
    }
    assert.equal(retryDelay(join, failure(0, 'tokenUnavailable'), 1, 0), 1_000);
    assert.equal(isUncertain(join, failure(0, 'unreachable')), false);
  });

  it('leaves settling and keeping alive to their timers', () => {
    assert.equal(retryDelay({ kind: 'settle' }, failure(0, 'unreachable'), 1, 0), null);
    assert.equal(retryDelay({ kind: 'keepAlive' }, failure(429, '', 2_000), 1, 0), 2_000);
  });

  it('gives up at once what Graph refused', () => {
    for (const status of [400, 401, 403, 404]) assert.equal(retryDelay(remove, failure(status), 1, 0), null);
  });
});

describe('those of a mute that Graph had no room for', () => {
  const mute: Effect = { kind: 'mute', participantIds: ['1', '2'] };
  const failed = (status: number, retryAfterMs?: number) => ({
    participantId: '1',
    failure: { status, code: 'x', message: '', reference: 'r', ...(retryAfterMs ? { retryAfterMs } : {}) },
  });
  const fine = { participantId: '2', failure: null };

  it('are tried again after the longest wait that Graph asked for', () => {
    const results = [failed(429, 3_000), failed(429, 7_000), fine];
    assert.equal(retryOfRest(mute, { kind: 'mute', results }, 1, 0), 7_000);
  });

  it('are alone in the next attempt, with what became of the others', () => {
    const results = [failed(429, 3_000), fine, { ...failed(403), participantId: '3' }];
    assert.deepEqual(restOf(mute, { kind: 'mute', results }, 1), {
      ...{ kind: 'mute', participantIds: ['1'], soFar: results.slice(1) },
    });
  });

  it('are not when nobody failed, when it would fail again, or when it was tried often enough', () => {
    assert.equal(retryOfRest(mute, { kind: 'mute', results: [fine] }, 1, 0), null);
    assert.equal(retryOfRest(mute, { kind: 'mute', results: [failed(404), failed(403)] }, 1, 0), null);
    assert.equal(retryOfRest(mute, { kind: 'mute', results: [failed(503)] }, 5, 0), null);
    assert.equal(retryOfRest({ kind: 'keepAlive' }, { kind: 'keepAlive' }, 1, 0), null);
  });
});
