/** The service and the worker on a database, with calls, presence and the queue played. */
import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { createCarryOut } from '../../src/reminders/carryOut.ts';
import { createReminders, type RemindersWithCalls } from '../../src/reminders/createReminders.ts';
import type { NewReminder } from '../../src/reminders/reminder.ts';
import type { ReminderRows } from '../../src/reminders/rows.ts';
import { createReminderWorker, type ReminderWorker } from '../../src/reminders/worker.ts';
import { reminderStore } from '../../src/store/reminders.ts';
import { type FreshDatabase, freshDatabase } from '../fixtures/database.ts';
import { adele, megan, minute, now, policy, wanted } from './fixtures.ts';

const lee = { id: 'lee', name: 'Lee Gu' };

describe('reminders', () => {
  let database: FreshDatabase;
  let rows: ReminderRows;
  let reminders: RemindersWithCalls;
  let worker: ReminderWorker;
  let at: number;
  /** Jobs, calls rung and hung up, and questions about presence, in their order. */
  let done: string[];
  let asked: string[][];
  let presence: () => Promise<Record<string, string>>;
  let ring: (id: string) => Promise<void>;
  before(async () => {
    database = await freshDatabase();
  });
  beforeEach(async () => {
    await database.db.deleteFrom('reminders').execute();
    await database.db.deleteFrom('reminder_preferences').execute();
    await database.db.deleteFrom('rings').execute();
    [at, done, asked] = [now, [], []];
    presence = async () => ({});
    ring = async () => undefined;
    rows = reminderStore(database.db, async (ids) => void done.push(...ids.map((id) => `job ${id}`)));
    const carryOut = createCarryOut(rows, {
      async ring({ id }) {
        done.push(`ring ${id}`);
        await ring(id);
      },
      hangUp: async ({ id }) => void done.push(`hang up ${id}`),
      changed: () => undefined,
      reminded: ({ id, state }) => done.push(`${id} ${state}`),
      failed: (_error, id) => done.push(`failed ${id}`),
    });
    reminders = createReminders({ rows, carryOut, policy, limits: { perSender: 4, perPerson: 3 } });
    worker = createReminderWorker({
      ...{ rows, carryOut, policy, perPerson: 2, now: () => at },
      availability: (ids) => {
        asked.push(ids.toSorted());
        return presence();
      },
      presenceFailed: () => done.push('no presence'),
      undecided: (_error, id) => done.push(`undecided ${id}`),
    });
  });
  after(() => database.close());

  const set = (...many: Partial<NewReminder>[]) =>
    reminders.schedule(
      many.map((more) => ({ ...wanted, ...more })),
      now,
    );
  const refused = async (...many: Partial<NewReminder>[]) =>
    (await set(...many)).map((one) => one.refused?.key.replace('error.remind.', '') ?? null);
  const to = (person: typeof adele) => ({ ...person, kind: 'user' as const });
  const state = async (id: string) => (await reminders.get(id))?.state;
  const callOf = async (id: string) => (await reminders.get(id))?.callId ?? '';

  it('are refused one by one, each with its reason, and saved once', async () => {
    const wrong: [Partial<NewReminder>, string][] = [
      [{ due: now - 2 * minute }, 'past'],
      [{ due: Number.NaN }, 'past'],
      [{ due: now + 367 * 24 * 60 * minute }, 'tooFar'],
      [{ to: { id: '', name: 'Nobody', kind: 'user' } }, 'nobody'],
      [{ text: ' \n' }, 'noText'],
      [{ text: 'x'.repeat(10_000) }, 'tooLong'],
      [{ zone: 'Europe/Atlantis' }, 'badZone'],
    ];
    const all = wrong.map(([more], i): Partial<NewReminder> => ({ id: `wrong ${i}`, ...more }));
    assert.deepEqual(await refused({ id: 'good', text: ' 💐'.repeat(10) }, ...all), [
      null,
      ...wrong.map(([, reason]) => reason),
    ]);
    assert.deepEqual(await refused({ id: 'good', due: now - minute * 60 }), [null]);
    assert.equal((await reminders.listOf(wanted.tenantId, megan.id)).length, 1);
  });

  it('have limits by sender, and by reader for what others set, within one request, too', async () => {
    const many = [1, 2, 3, 4, 5].map((n) => ({ id: `${n}` }));
    assert.deepEqual(await refused(...many), [null, null, null, 'tooManyForThem', 'tooManyForThem']);
    assert.deepEqual(
      await refused({ id: '6', by: adele }, { id: '7', to: to(lee) }, { id: '8', to: to(lee) }),
      [...[null, null, 'tooMany']],
    );
  });

  it('have these limits also where many are set at once', async () => {
    const ids = ['1', '2', '3', '4', '5', '6', '7', '8'];
    const own = await Promise.all(ids.map((id) => refused({ id, to: to(megan) })));
    assert.deepEqual(own.flat().sort(), [...Array(4).fill(null), ...Array(4).fill('tooMany')].sort());
    const senders = ids.map((id) => ({ id: `sender ${id}`, name: id }));
    const all = await Promise.all(senders.map((by) => refused({ id: `for Adele ${by.id}`, by })));
    assert.equal(all.flat().filter((why) => why === null).length, 3);
  });

  it('that are due become jobs, ask for presence once for all, and ring; who cannot be placed is tried again', async () => {
    await set({ id: 'a' }, { id: 'b', to: to(lee) }, { id: 'c', how: 'chat' }, { id: 'later', due: now + 1 });
    await worker.sweep();
    assert.deepEqual(done.splice(0).sort(), ['job a', 'job b', 'job c']);
    presence = async () => ({ lee: 'DoNotDisturb' });
    ring = async () => {
      throw new Error('no database');
    };
    assert.deepEqual(await worker.remind(['a', 'b', 'c', 'gone']), new Set(['a']));
    assert.deepEqual(asked, [['adele', 'lee']]);
    assert.deepEqual(done.splice(0), ['a waiting', 'c failed', 'ring a', 'failed a']);
    ring = async () => undefined;
    const callId = await callOf('a');
    assert.deepEqual(await worker.remind(['a']), new Set());
    assert.deepEqual([done.splice(0), await callOf('a')], [['ring a'], callId]);
    presence = () => Promise.reject(new Error('Graph'));
    at = now + 6 * minute;
    await worker.remind(['b']);
    assert.deepEqual(done, ['no presence', 'b waiting', 'ring b']);
  });

  it('that cannot be decided hold no other, and are looked at again until it is too late for them', async () => {
    await set({ id: 'a' }, { id: 'b', to: to(lee), every: { kind: 'daily' } });
    // A zone that this release knows, and the next one does not.
    await sql`update reminders set state = jsonb_set(state, '{zone}', '"Europe/Atlantis"') where id = 'b'`.execute(
      database.db,
    );
    assert.deepEqual(await worker.remind(['a', 'b']), new Set());
    assert.deepEqual(done.splice(0), ['undecided b', 'a waiting', 'ring a']);
    const is = async () => {
      const one = await reminders.get('b');
      return [one?.state, one?.reason, one?.wakeAt];
    };
    assert.deepEqual(await is(), ['scheduled', null, now + minute]);
    at = now + policy.lateMs + 1;
    await worker.remind(['b']);
    assert.deepEqual(await is(), ['failed', 'broken', null]);
  });

  it('take nothing that was known of a call for news of the next: a job that comes twice rings once', async () => {
    await set({ id: 'a' });
    await worker.remind(['a']);
    const callId = await callOf('a');
    await database.db
      .insertInto('calls')
      .values({
        ...{ id: callId, graph_id: null, tenant_id: 't', meeting_key: 'k', meeting_id: null, revision: 1 },
        ...{ conversation_id: '', phase: 'ended', state: '{}', created_at: now, ended_at: now },
      })
      .execute();
    await reminders.told({ reminderId: 'a', callId, value: 'over:noAnswer' }, now);
    at = now + 6 * minute;
    // The same job runs elsewhere while this one asks for presence.
    presence = async () => {
      presence = async () => ({});
      await worker.remind(['a']);
      return {};
    };
    await worker.remind(['a']);
    assert.deepEqual([await state('a'), (await reminders.get('a'))?.attempts], ['waiting', 2]);
    await database.db.deleteFrom('calls').execute();
  });

  it('ring nobody more often than a person may be rung', async () => {
    await set({ id: 'a' }, { id: 'b' }, { id: 'c' });
    for (const id of ['a', 'b', 'c']) await worker.remind([id]);
    assert.deepEqual(await Promise.all(['a', 'b', 'c'].map(state)), ['waiting', 'waiting', 'failed']);
  });

  it('ring nobody more often than that at once, either', async () => {
    await set({ id: 'a' }, { id: 'b' }, { id: 'c' }, { id: 'd', to: to(lee) });
    await worker.remind(['d', 'c', 'b', 'a']);
    const all = await Promise.all(['a', 'b', 'c', 'd'].map(state));
    assert.deepEqual(all, ['waiting', 'waiting', 'failed', 'waiting']);
  });

  it('that were cancelled while their call was being placed have it hung up', async () => {
    await set({ id: 'a' });
    ring = async (id) => void (await reminders.cancel(id, now));
    await worker.remind(['a']);
    assert.deepEqual(done, ['a waiting', 'ring a', 'a cancelled', 'hang up a', 'hang up a']);
    await assert.rejects(() => reminders.cancel('a', now), { key: 'error.remind.over' });
    await assert.rejects(() => reminders.reschedule('a', now + minute, now), { key: 'error.remind.over' });
    await assert.rejects(() => reminders.cancel('none', now), { key: 'error.remind.gone' });
  });

  it('move, and are cancelled as a batch', async () => {
    await set({ id: 'a', batchId: 'all' }, { id: 'b', batchId: 'all' });
    assert.equal((await reminders.reschedule('a', now + minute, now)).due, now + minute);
    await assert.rejects(() => reminders.reschedule('a', now - minute * 9, now), {
      key: 'error.remind.past',
    });
    assert.equal(await reminders.cancelBatch('all', now), 2);
    assert.deepEqual(await reminders.ofBatch('all'), [{ state: 'cancelled', count: 2 }]);
    assert.equal(await reminders.cancelBatch('all', now), 0);
  });

  it('stop by key 3: all that others set, none that the reader set, and none are taken any more', async () => {
    await set(
      { id: 'a' },
      { id: 'b', due: now + minute },
      { id: 'own', by: adele },
      { id: 'other', to: to(lee) },
    );
    await worker.remind(['a']);
    const news = { reminderId: 'a', callId: await callOf('a'), value: 'stop' };
    // Told by a call that nobody knows, it means nothing.
    await reminders.told({ ...news, callId: 'another' }, now);
    assert.equal(await state('b'), 'scheduled');
    await reminders.told(news, now);
    await reminders.told(news, now);
    assert.deepEqual(await Promise.all(['a', 'b', 'own', 'other'].map(state)), [
      ...['stopped', 'stopped', 'scheduled', 'scheduled'],
    ]);
    assert.ok(!done.some((one) => one.startsWith('hang up')), 'who pressed it is thanked');
    assert.deepEqual(await refused({ id: 'more' }, { id: 'again', by: adele }), ['optedOut', null]);
    await reminders.setPreferences(adele, { remindersOff: false }, now);
    assert.deepEqual(await refused({ id: 'more' }), [null]);
  });

  it('are answered on their card by the reader alone', async () => {
    await set({ id: 'a' }, { id: 'own', by: adele });
    await assert.rejects(() => reminders.answered('a', megan, 'heard', now), {
      key: 'error.remind.notForYou',
    });
    assert.equal((await reminders.answered('a', adele, 'heard', now)).state, 'heard');
    await reminders.answered('own', adele, 'stop', now);
    assert.deepEqual(await reminders.preferences(adele.id), { remindersOff: false, quiet: null });
    await reminders.answered('a', adele, 'stop', now);
    assert.equal((await reminders.preferences(adele.id)).remindersOff, true);
    assert.equal((await reminders.answered('a', adele, 'stop', now)).state, 'stopped');
    for (const late of ['snooze', 'heard'] as const)
      await assert.rejects(() => reminders.answered('a', adele, late, now), { key: 'error.remind.over' });
  });
});
