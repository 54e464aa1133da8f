import assert from 'node:assert/strict';
import type { Import, ImportRow } from '../../src/reminders/import.ts';
import { type RowOutcome, reminderOf, runImport } from '../../src/reminders/importJob.ts';
import type { NewReminder } from '../../src/reminders/reminder.ts';

const now = Date.parse('2026-11-18T10:30:00Z');
const row = (line: number): ImportRow => ({
  ...{ line, to: { id: 'adele', name: 'Adele', kind: 'user' }, text: `line ${line}`, how: 'ring' },
  ...{ due: now + line, every: null },
});

/** An import of so many rows, as the database would keep it; `dies`: at which step the process is killed. */
function stage(
  count: number,
  dies: { after: 'schedule' | 'settled' | null; part: number } = { after: null, part: 0 },
) {
  const imported: Import = {
    ...{ id: 'one', tenantId: 'contoso', by: { id: 'megan', name: 'Megan' }, conversationId: 'chat' },
    ...{ locale: 'en', zone: 'Europe/Berlin', fileName: 'team.csv', state: 'scheduling', good: count },
    ...{ scheduled: 0, mistakes: [], sample: [], createdAt: now },
  };
  const left = Array.from({ length: count }, (_, index) => row(index + 2));
  const saved = new Map<string, NewReminder>();
  const parts: number[] = [];
  const shown: number[] = [];
  let part = 0;
  const die = (step: 'schedule' | 'settled') => {
    if (dies.after === step && dies.part === part) {
      dies.after = null;
      throw new Error('killed');
    }
  };
  const needs = {
    now: () => now,
    progress: () => void shown.push(left.length),
    async schedule(wanted: readonly NewReminder[]) {
      part += 1;
      parts.push(wanted.length);
      for (const one of wanted) if (!one.text.endsWith('7')) saved.set(one.id, one);
      die('schedule');
      return wanted.map(({ id, text }) => ({
        id,
        refused: text.endsWith('7') ? { key: 'error.remind.past' } : null,
      }));
    },
    rows: {
      next: async (_id: string, most: number) => left.slice(0, most),
      async settled(_id: string, outcomes: readonly RowOutcome[]) {
        for (const { line, refused } of outcomes) {
          const at = left.findIndex((one) => one.line === line);
          if (at < 0) continue;
          left.splice(at, 1);
          if (refused) imported.mistakes.push({ line, ...refused });
          else imported.scheduled += 1;
        }
        die('settled');
      },
      async begin() {
        if (imported.state === 'stopped') imported.state = 'scheduling';
        return imported.state === 'scheduling' ? imported : null;
      },
      async finish() {
        if (imported.state === 'scheduling') imported.state = 'done';
      },
    },
  };
  return { imported, left, saved, parts, shown, needs };
}
const going = new AbortController().signal;

describe('scheduling an import', () => {
  it('takes 200 rows at a time, shows each part, and keeps what was refused', async () => {
    const { imported, saved, parts, shown, needs } = stage(450);
    assert.equal(await runImport('one', needs, going), true);
    assert.deepEqual(parts, [200, 200, 50]);
    assert.deepEqual(shown, [250, 50, 0, 0]);
    assert.equal(imported.state, 'done');
    assert.equal(imported.scheduled + imported.mistakes.length, 450);
    assert.equal(saved.size, imported.scheduled);
    assert.deepEqual(imported.mistakes[0], { line: 7, key: 'error.remind.past' });
  });

  for (const after of ['schedule', 'settled'] as const)
    for (const part of [1, 2, 3]) {
      it(`goes on where it was and schedules nothing twice, killed after ${after} of part ${part}`, async () => {
        const { imported, saved, needs } = stage(450, { after, part });
        await assert.rejects(runImport('one', needs, going), /killed/);
        assert.equal(await runImport('one', needs, going), true);
        assert.equal(imported.scheduled + imported.mistakes.length, 450);
        assert.equal(saved.size, imported.scheduled);
      });
    }

  it('is given back, after the part in hand, when the process has to go', async () => {
    const { imported, left, needs } = stage(450);
    const leaving = new AbortController();
    const progress = () => leaving.abort();
    assert.equal(await runImport('one', { ...needs, progress }, leaving.signal), false);
    assert.equal(left.length, 250);
    assert.equal(imported.state, 'scheduling');
  });

  it('goes on with one that had stopped: its job was a dead letter, and is tried again', async () => {
    const { imported, saved, needs } = stage(3);
    imported.state = 'stopped';
    assert.equal(await runImport('one', needs, going), true);
    assert.deepEqual([imported.state, saved.size], ['done', 3]);
  });

  it('does nothing for one that is over', async () => {
    const { imported, parts, needs } = stage(3);
    imported.state = 'done';
    assert.equal(await runImport('one', needs, going), true);
    assert.deepEqual(parts, []);
  });

  it('makes the same reminder of a row each time, and another of each row', () => {
    const { imported } = stage(0);
    const [one, again, other] = [row(2), row(2), row(3)].map((each) => reminderOf(imported, each));
    assert.deepEqual(one, again);
    assert.notEqual(one?.id, other?.id);
    assert.equal(one?.batchId, 'one');
    assert.ok(one && !('line' in one));
  });
});
