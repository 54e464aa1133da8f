import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { begun } from '../../src/reminders/check.ts';
import { decideReminder } from '../../src/reminders/decideReminder.ts';
import type { Facts } from '../../src/reminders/happened.ts';
import type { NewReminder, Reminder } from '../../src/reminders/reminder.ts';
import { cardStore } from '../../src/store/cards.ts';
import { conversationStore } from '../../src/store/conversations.ts';
import { reminderStore } from '../../src/store/reminders.ts';
import { type FreshDatabase, freshDatabase } from '../fixtures/database.ts';
import { adele, facts, megan, now, policy, wanted } from '../reminders/fixtures.ts';

const minute = 60_000;

describe('the store of reminders', () => {
  let database: FreshDatabase;
  let queued: string[];
  beforeEach(async () => {
    database = await freshDatabase();
    queued = [];
  });
  afterEach(() => database.close());

  const store = () => reminderStore(database.db, async (ids) => void queued.push(...ids));
  const set = async (...many: Partial<NewReminder>[]): Promise<Reminder[]> => {
    const reminders = many.map((more) => begun({ ...wanted, ...more }, now));
    await store().add(reminders);
    return reminders;
  };
  const due =
    (known: Partial<Facts> = {}) =>
    (reminder: Reminder) =>
      decideReminder(reminder, { kind: 'due', facts: { ...facts, ...known } }, now, policy);
  const subjects = async () => {
    const { rows } = await sql<{ subject: string; behind: number }>`
      select subject, wanted - shown as behind from cards order by created_at, id`.execute(database.db);
    return rows.map(({ subject, behind }) => `${subject} ${behind}`);
  };
  const spokenTo = (person: { id: string; name: string }) => {
    const reference = {
      user: { id: '29:1', name: person.name, aadObjectId: person.id.toUpperCase() },
      conversation: { id: `chat-${person.id}`, conversationType: 'personal', isGroup: false, name: '' },
    };
    return conversationStore(database.db).save(`chat-${person.id}`, 'tenant', reference);
  };

  const callOf = (id: string | null = null) =>
    database.db
      .insertInto('calls')
      .values({
        ...{ id: id ?? '', graph_id: null, tenant_id: 't', meeting_key: 'k', meeting_id: null, revision: 1 },
        ...{ conversation_id: '', phase: 'joining', state: '{}', created_at: now, ended_at: null },
      })
      .execute();

  it('keeps each once, lists the open ones of sender and reader by their time, and counts', async () => {
    const [later, sooner] = await set(
      { id: 'later', due: now + 9 * minute },
      { id: 'sooner', batchId: 'all' },
    );
    await set({ id: 'later', text: 'Something else' });
    assert.deepEqual(await store().get('later'), later);
    assert.equal(await store().get('never'), null);
    for (const person of [megan, adele]) {
      assert.deepEqual(await store().listOf(wanted.tenantId, person.id), [sooner, later]);
    }
    assert.deepEqual(await store().listOf('another', megan.id), []);
    assert.deepEqual(await store().existing(['later', 'never']), new Set(['later']));
    assert.deepEqual(await store().openCounts('by', [megan.id, adele.id]), new Map([[megan.id, 2]]));
    assert.deepEqual(await store().openCounts('to', [megan.id, adele.id]), new Map([[adele.id, 2]]));
    assert.deepEqual((await store().openFor(adele.id)).sort(), ['later', 'sooner']);
    assert.deepEqual(await store().ofBatch('all'), [{ state: 'scheduled', count: 1 }]);
    assert.deepEqual(await store().firstOf('all'), sooner);
    assert.deepEqual(await store().openOfBatch('all'), ['sooner']);
    await set({ id: 'z', batchId: 'all' });
    const stop = (reminder: Reminder) => ({
      reminder: { ...reminder, state: 'stopped' as const },
      effects: [],
    });
    await store().change(['z'], stop, now);
    const some = async (most: number) => (await store().someOf('all', most)).map(({ id }) => id);
    assert.deepEqual([await some(1), await some(9)], [['z'], ['z', 'sooner']]);
  });

  it('makes what is due a job, once until it is decided, and in one transaction with the job', async () => {
    await set({ id: 'one' }, { id: 'two' }, { id: 'later', due: now + minute });
    assert.equal(await store().queueDue(now, now + minute, 1), 1);
    assert.equal(await store().queueDue(now, now + minute, 9), 1);
    assert.equal(await store().queueDue(now, now + minute, 9), 0);
    assert.deepEqual(queued.toSorted(), ['one', 'two']);
    // A job that was lost.
    assert.equal(await store().queueDue(now + minute, now + 2 * minute, 9), 3);
    // The clock was set back meanwhile.
    assert.equal(await store().queueDue(now + 3_600_000, now + 3_660_000, 9), 3);
    assert.equal(await store().queueDue(now, now + minute, 9), 2);
    const broken = reminderStore(database.db, () => Promise.reject(new Error('no queue')));
    await set({ id: 'more' });
    await assert.rejects(() => broken.queueDue(now, now + minute, 9));
    assert.equal(await store().queueDue(now, now + minute, 9), 1);
  });

  it('decides under the lock, notes the ring, and finds the call wanted until something else happens', async () => {
    await set({ id: 'one' });
    const both = await Promise.all([
      store().change(['one'], due(), now),
      store().change(['one'], due(), now),
    ]);
    const rings = both.flat().flatMap(({ effects }) => effects);
    // The second finds it under way and no call yet: the same call, which is placed once.
    assert.equal(new Set(rings.map((effect) => effect.kind === 'ring' && effect.callId)).size, 1);
    const { callId = null, state } = (await store().get('one')) ?? {};
    assert.equal(state, 'waiting');
    const [known] = await store().known(['one'], now - minute);
    assert.equal(known?.facts.rung, 1);
    assert.equal(known?.facts.call, 'none');
    const unwanted = () => store().unwanted([{ id: 'one', callId: callId ?? '' }]);
    await callOf(callId);
    assert.deepEqual(await unwanted(), []);
    await store().change(['one'], (one) => decideReminder(one, { kind: 'cancelled' }, now, policy), now);
    assert.deepEqual(await unwanted(), [callId]);
    await database.db.updateTable('calls').set({ phase: 'ended' }).execute();
    assert.deepEqual(await unwanted(), [], 'over already');
    assert.deepEqual(await store().ofBatch('all'), []);
  });

  it('tells a call in the same transaction that it is not needed any more', async () => {
    const { callId } = (await set({ id: 'one' })).flatMap((one) => due()(one).reminder)[0] ?? {};
    await callOf(callId);
    await store().change(['one'], due(), now);
    const cancel = () =>
      store().change(['one'], (one) => decideReminder(one, { kind: 'cancelled' }, now, policy), now);
    await cancel();
    await cancel();
    const events = await database.db.selectFrom('call_events').select(['call_id', 'event']).execute();
    assert.deepEqual(
      events.map(({ call_id, event }) => [call_id, event.kind === 'controlRequested' && event.request.verb]),
      [[callId, 'leave']],
    );
  });

  it('knows what the reader chose and where they can be written to', async () => {
    await set({ id: 'one' });
    const { rung: _, call, ...plain } = (await store().known(['one', 'never'], 0))[0]?.facts ?? {};
    assert.equal(call, 'none');
    const none = { remindersOff: false, quiet: null };
    assert.deepEqual(plain, { preferences: none, ringsOff: false, chat: null });
    const quiet = { from: '22:00', to: '07:00', zone: 'Europe/Berlin' };
    await store().setPreferences(adele.id, { quiet });
    await store().setPreferences(adele.id, { remindersOff: true });
    await spokenTo(adele);
    await database.db.insertInto('opt_outs').values({ person_id: adele.id, at: now }).execute();
    const [known] = await store().known(['one'], 0);
    assert.deepEqual(known?.facts, {
      ...{ preferences: { remindersOff: true, quiet }, ringsOff: true, rung: 0 },
      ...{ chat: `chat-${adele.id}`, call: 'none' },
    });
    await conversationStore(database.db).uninstalled(`chat-${adele.id}`);
    assert.equal((await store().known(['one'], 0))[0]?.facts.chat, null, 'Rollcall may not speak there');
    await store().setPreferences(adele.id, { quiet: null });
    assert.deepEqual(
      await store().preferences([adele.id, megan.id]),
      new Map([[adele.id, { remindersOff: true, quiet: null }]]),
    );
  });

  it('writes the card of an occurrence once, in the transaction, and touches those that show the reminder', async () => {
    await spokenTo(adele);
    const reference = { conversation: { id: 'c', conversationType: 'personal', isGroup: false, name: '' } };
    await conversationStore(database.db).save('c', 'tenant', reference);
    const cards = cardStore(database.db);
    await cards.add('5e9de200-0000-4000-8000-000000000001', 'c', reference, 'reminder:one');
    await cards.add('5e9de200-0000-4000-8000-000000000002', 'c', reference, 'reminders:all');
    await set({ id: 'one', how: 'chat', every: { kind: 'daily' }, batchId: 'all' });
    const chat = `chat-${adele.id}`;
    await store().change(['one'], due({ chat }), now);
    await store().change(['one'], due({ chat }), now);
    assert.deepEqual(await subjects(), ['reminder:one 2', 'reminders:all 2', 'reminded:one 2']);
    const tomorrow = now + 86_400_000;
    const again = (one: Reminder) =>
      decideReminder(one, { kind: 'due', facts: { ...facts, chat } }, tomorrow, policy);
    await store().change(['one'], again, tomorrow);
    assert.deepEqual(await subjects(), [
      ...['reminder:one 3', 'reminders:all 3', 'moved:reminded:one 3', 'reminded:one 2'],
    ]);
  });
});
