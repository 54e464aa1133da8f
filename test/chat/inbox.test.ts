import assert from 'node:assert/strict';
import type { Activity } from 'botbuilder';
import { sql } from 'kysely';
import { createInbox } from '../../src/chat/inbox.ts';
import { createLog } from '../../src/lib/log.ts';
import { conversationStore } from '../../src/store/conversations.ts';
import { inboundStore } from '../../src/store/inbound.ts';
import { type FreshDatabase, freshDatabase } from '../fixtures/database.ts';

const said = { id: 'a1', conversation: { id: 'chat' }, text: 'meet now' } as Partial<Activity>;

describe('inbox', () => {
  let database: FreshDatabase;
  let handled: string[];
  let now: number;
  const heardFrom = ({ serviceUrl }: Partial<Activity>) => ({
    id: 'chat',
    tenantId: 'contoso',
    reference: { serviceUrl },
  });
  const inbox = (handle: (activity: Partial<Activity>) => Promise<void>) =>
    createInbox({
      ...{ rows: inboundStore(database.db), heardFrom, handle, ahead: () => null },
      ...{ clock: { now: () => now }, log: createLog('silent') },
    });

  beforeEach(async () => {
    database = await freshDatabase();
    handled = [];
    now = 0;
  });
  afterEach(() => database.close());

  it('handles a turn once, however often and wherever it is delivered', async () => {
    const handle = async ({ id }: Partial<Activity>) => void handled.push(id ?? '');
    const [one, other] = [inbox(handle), inbox(handle)];
    await Promise.all([one.receive(said), other.receive(said), one.receive(said)]);
    await one.idle();
    await other.idle();
    await one.receive(said);
    await one.idle();
    assert.deepEqual(handled, ['a1']);
  });

  it('begins what changes nothing beside its saving, and tells it which delivery may be answered', async () => {
    const told: string[] = [];
    const saves: PromiseWithResolvers<boolean>[] = [];
    const rows = {
      ...inboundStore(database.db),
      receive() {
        const save = Promise.withResolvers<boolean>();
        saves.push(save);
        return save.promise;
      },
    };
    const one = createInbox({
      ...{ rows, heardFrom, clock: { now: () => now }, log: createLog('silent') },
      handle: async () => void told.push('handled'),
      async ahead(_activity, saved) {
        told.push('begun');
        const may = await saved;
        told.push(may ? 'answered' : 'left');
        if (!may) throw new Error('not to be answered');
      },
    });
    const deliveries = [one.receive(said), one.receive(said), one.receive(said)];
    await new Promise(setImmediate);
    await one.idle();
    assert.deepEqual(told, ['begun', 'begun', 'begun']);
    saves[0]?.resolve(true);
    saves[1]?.resolve(false);
    saves[2]?.reject(new Error('no database'));
    const outcomes = (await Promise.allSettled(deliveries)).map(({ status }) => status);
    assert.deepEqual(
      outcomes,
      ['fulfilled', 'fulfilled', 'rejected'],
      'the sender hears that it was not saved',
    );
    await one.idle();
    assert.deepEqual(told.slice(3).sort(), ['answered', 'left', 'left']);
  });

  it('handles a turn of each conversation, though their activities have the same id', async () => {
    const there = { ...said, conversation: { id: 'another chat' } } as Partial<Activity>;
    const one = inbox(async ({ conversation }) => void handled.push(conversation?.id ?? ''));
    await one.receive(said);
    await one.receive(there);
    await one.idle();
    assert.deepEqual(handled, ['chat', 'another chat']);
    const open = database.db.selectFrom('inbound').selectAll().where('handled_at', 'is', null);
    assert.equal((await open.execute()).length, 0);
  });

  it('remembers with a turn where it came from, and with a second delivery nothing', async () => {
    const one = inbox(async () => undefined);
    const { uninstalled } = conversationStore(database.db);
    const place = () =>
      sql<{ url: string; forbidden: boolean; locked: string }>`
        select reference ->> 'serviceUrl' as url, forbidden, xmax::text as locked from conversations
      `.execute(database.db);
    await one.receive({ ...said, serviceUrl: 'https://one' });
    assert.deepEqual((await place()).rows, [{ url: 'https://one', forbidden: false, locked: '0' }]);
    await one.receive({ ...said, id: 'a2', serviceUrl: 'https://one' });
    assert.deepEqual((await place()).rows[0]?.locked, '0', 'the same of the same minute waits for no disk');
    await one.receive({ ...said, id: 'a3', serviceUrl: 'https://two' });
    assert.equal((await place()).rows[0]?.url, 'https://two');
    await uninstalled('chat');
    await one.receive({ ...said, id: 'a3', serviceUrl: 'https://two' });
    assert.equal((await place()).rows[0]?.forbidden, true, 'said before Rollcall was taken out');
    await one.receive({ ...said, id: 'a4', serviceUrl: 'https://two' });
    assert.equal((await place()).rows[0]?.forbidden, false);
    await one.idle();
  });

  it('keeps no word of a turn that is done', async () => {
    const one = inbox(async () => undefined);
    await one.receive(said);
    await one.idle();
    const rows = await database.db.selectFrom('inbound').selectAll().execute();
    assert.equal(rows.length, 1);
    assert.equal(rows[0]?.activity, null);
  });

  it('leaves what is under way to the next instance at once, when it goes', async () => {
    const going = inbox(() => new Promise(() => undefined));
    await going.receive(said);
    const next = inbox(async ({ text }) => void handled.push(text ?? ''));
    await next.sweep();
    await next.idle();
    assert.deepEqual(handled, []);
    await going.handOver();
    await next.sweep();
    await next.idle();
    assert.deepEqual(handled, ['meet now']);
  });

  it('keeps a turn whose answer waits for its chat, but not for ever', async () => {
    const waiting = inbox(() => new Promise(() => undefined));
    await waiting.receive(said);
    const other = inbox(async ({ id }) => void handled.push(id ?? ''));
    /** Half a minute goes by, for the lease too. */
    const pass = async () => {
      now += 30_000;
      await sql`update inbound set lease_until = lease_until - interval '30 seconds'`.execute(database.db);
      await other.sweep();
      await other.idle();
      await waiting.sweep();
    };
    for (let turn = 1; turn <= 28; turn += 1) await pass();
    assert.deepEqual(handled, []);
    for (let turn = 1; turn <= 4; turn += 1) await pass();
    assert.deepEqual(handled, ['a1']);
  });

  it('takes up what a dead instance left, but not for ever', async () => {
    const dead = inbox(() => new Promise(() => undefined));
    await dead.receive(said);
    const expire = () =>
      sql`update inbound set lease_until = now() - interval '1 second'`.execute(database.db);
    let attempts = 0;
    const alive = inbox(async () => {
      attempts += 1;
      throw new Error('still broken');
    });
    await alive.sweep();
    assert.equal(attempts, 0, 'a lease that runs is respected');
    for (let round = 0; round < 5; round += 1) {
      await expire();
      await alive.sweep();
      await alive.idle();
    }
    assert.equal(attempts, 2, 'three attempts in all, the dead one counted');
  });
});
