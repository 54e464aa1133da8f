import assert from 'node:assert/strict';
import type { Reminder } from '../../src/reminders/reminder.ts';
import type { ReminderRows } from '../../src/reminders/rows.ts';
import { createTellings } from '../../src/reminders/tellings.ts';
import { minute, now, policy, reminder } from './fixtures.ts';

describe('what calls tell their reminders', () => {
  const rung = (id: string): Reminder => ({
    ...reminder({ id }),
    ...{ state: 'waiting', attempts: 1, callId: `call ${id}`, wakeAt: now + 2 * minute },
  });
  const told = (id: string, value: string) => ({ reminderId: id, callId: `call ${id}`, value, now });

  function played() {
    const kept = new Map(['a', 'b', 'c'].map((id) => [id, rung(id)]));
    const turns: string[][] = [];
    let failing = false;
    const change: ReminderRows['change'] = async (ids, decide) => {
      turns.push([...ids]);
      await Promise.resolve();
      if (failing) throw new Error('no database');
      return ids.flatMap((id) => {
        const before = kept.get(id);
        if (!before) return [];
        const decided = decide(before);
        kept.set(id, decided.reminder);
        return [{ ...decided, before }];
      });
    };
    const tell = createTellings({ rows: { change }, carryOut: async () => new Set(), policy });
    return { kept, turns, tell, fail: (value: boolean) => (failing = value) };
  }

  it('shares a transaction with what was told meanwhile, and keeps its order', async () => {
    const { kept, turns, tell } = played();
    await Promise.all([
      tell(told('a', 'ringing')),
      tell(told('b', 'ringing')),
      tell(told('b', 'heard')),
      tell(told('b', 'over:left')),
      tell(told('c', 'over:left')),
    ]);
    assert.deepEqual(turns, [['a'], ['b', 'c']]);
    assert.deepEqual(
      ['a', 'b', 'c'].map((id) => kept.get(id)?.state),
      ['ringing', 'heard', 'scheduled'],
    );
  });

  it('fails for those who told it, who tell it again, and for nobody after them', async () => {
    const { kept, tell, fail } = played();
    fail(true);
    const both = await Promise.allSettled([tell(told('a', 'heard')), tell(told('b', 'heard'))]);
    assert.deepEqual(
      both.map(({ status }) => status),
      ['rejected', 'rejected'],
    );
    fail(false);
    await tell(told('a', 'heard'));
    assert.equal(kept.get('a')?.state, 'heard');
  });
});
