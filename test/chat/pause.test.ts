import assert from 'node:assert/strict';
import { pause, resume } from '../../src/chat/commands/pause.ts';
import type { Pacing } from '../../src/chat/services.ts';
import { now } from './cards/samples.ts';
import { openRoom, person } from './room.ts';

/** A room whose outgoing calls can be paused; `waiting`: how many wait. */
function stage(waiting = 0, paused: Awaited<ReturnType<Pacing['state']>>['paused'] = null) {
  const state = { paused, waiting, live: 0, month: 0 };
  const room = openRoom({
    pacing: {
      async pause(by, at) {
        if (state.paused) return false;
        state.paused = { by, at };
        return true;
      },
      async resume() {
        const was = state.paused !== null;
        state.paused = null;
        return was;
      },
      state: async () => ({ ...state }),
    },
  });
  const say = async (who: string, what: typeof pause, rest = '') => {
    await what(room.turn(who, rest, { zone: 'Europe/Berlin' }), rest, room.services);
    return room.said.at(-1) ?? '';
  };
  return { room, state, say };
}

describe('pausing all outgoing calls', () => {
  it('is done once, and says how many wait', async () => {
    const { room, state, say } = stage(3);
    assert.match(await say('Patti', pause), /are paused; those under way go on.*3 calls wait/s);
    assert.deepEqual(state.paused, { by: person('Patti'), at: now });
    assert.deepEqual(room.deeds, ['pauseCalls waiting', 'pauseCalls done']);
  });

  it('says since when and by whom it has been so', async () => {
    const at = Date.parse('2026-11-18T08:05:00Z');
    const { room, say } = stage(0, { by: person('Adele'), at });
    assert.match(await say('Patti', pause), /since 18 Nov 2026, 09:05, by Adele Vance.*No call waits/s);
    assert.deepEqual(room.deeds, ['pauseCalls waiting', 'pauseCalls failed']);
  });

  it('ends with resume, which tells who is rung now', async () => {
    const { state, room, say } = stage(2, { by: person('Patti'), at: now });
    assert.match(await say('Patti', resume), /go on. 2 calls that waited/);
    assert.equal(state.paused, null);
    assert.match(await say('Patti', resume), /are not paused/);
    assert.deepEqual(room.deeds, [
      ...['resumeCalls waiting', 'resumeCalls done'],
      ...['resumeCalls waiting', 'resumeCalls failed'],
    ]);
    assert.match(await stage(0, { by: person('Patti'), at: now }).say('Patti', resume), /Nobody had to wait/);
  });

  it('is for admins alone', async () => {
    const { state, say } = stage(0);
    for (const what of [pause, resume])
      await assert.rejects(say('Megan', what), { key: 'refusal.pauseCalls', values: { who: 'your admin' } });
    assert.equal(state.paused, null);
  });

  it('is not what a name after it means', async () => {
    const { state, say } = stage(0);
    await assert.rejects(say('Patti', pause, 'Alex'), { key: 'error.pauseHow' });
    await assert.rejects(say('Megan', resume, 'Alex'), { key: 'error.noCall' });
    assert.equal(state.paused, null);
  });
});
