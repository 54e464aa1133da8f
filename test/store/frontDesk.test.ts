import assert from 'node:assert/strict';
import type { ConversationReference } from 'botbuilder';
import { sql } from 'kysely';
import { conversationStore } from '../../src/store/conversations.ts';
import { frontDeskStore } from '../../src/store/frontDesk.ts';
import { type FreshDatabase, freshDatabase } from '../fixtures/database.ts';

const megan = { id: 'megan', name: 'Megan' };
const now = Date.parse('2026-11-18T10:30:00Z');

describe('the front desk in the database', () => {
  let database: FreshDatabase;
  beforeEach(async () => {
    database = await freshDatabase();
  });
  afterEach(() => database.close());

  it('knows one chat of agents a tenant, while Rollcall may speak there', async () => {
    const desk = frontDeskStore(database.db, 'contoso');
    const conversations = conversationStore(database.db);
    const reference = (serviceUrl: string): Partial<ConversationReference> => ({ serviceUrl });
    assert.equal(await desk.chat(), null);
    await conversations.save('a', 'contoso', reference('https://a'));
    await conversations.save('b', 'contoso', reference('https://b'));
    await desk.bind('a', megan, now);
    await desk.bind('b', megan, now + 1);
    assert.deepEqual(await desk.chat(), { conversationId: 'b', reference: reference('https://b') });
    assert.equal(await frontDeskStore(database.db, 'fabrikam').chat(), null);
    await sql`update conversations set forbidden = true where id = 'b'`.execute(database.db);
    assert.equal(await desk.chat(), null);
    await conversations.save('b', 'contoso', reference('https://b2'));
    assert.deepEqual((await desk.chat())?.reference, reference('https://b2'));
  });

  it('keeps blocked callers until they are unblocked, and nothing of them then', async () => {
    const desk = frontDeskStore(database.db, 'contoso');
    const spam = { kind: 'phone', id: '+4930123456', name: '' } as const;
    const alex = { kind: 'user', id: 'ALEX', name: 'Alex\u0000' } as const;
    await desk.block(spam, megan, now);
    await desk.block(alex, megan, now + 1);
    await desk.block(alex, megan, now + 2);
    assert.deepEqual(await desk.blocked(), [{ ...alex, id: 'alex', name: 'Alex' }, spam]);
    assert.deepEqual(await frontDeskStore(database.db, 'fabrikam').blocked(), []);
    assert.equal(await desk.unblock({ kind: 'guest', id: 'alex' }), false);
    assert.equal(await desk.unblock(alex), true);
    assert.equal(await desk.unblock(alex), false);
    assert.equal(await desk.unblock(spam), true);
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from blocked_callers`.execute(
      database.db,
    );
    assert.equal(rows[0]?.n, 0);
  });
});
