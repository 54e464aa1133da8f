import assert from 'node:assert/strict';
import { promptStore } from '../../src/store/prompts.ts';
import { sweepRetention } from '../../src/store/retention.ts';
import { type FreshDatabase, freshDatabase } from '../fixtures/database.ts';

const now = Date.UTC(2026, 10, 21);

describe('prompts in the database', () => {
  let database: FreshDatabase;

  beforeEach(async () => {
    database = await freshDatabase();
  });
  afterEach(() => database.close());

  it('are found by their token, as they were saved, and by no other', async () => {
    const { save, find } = promptStore(database.db);
    const text = { token: 'a', say: { text: 'Olá "你好"', language: 'pt-BR' as const }, expiresAt: now };
    const file = { token: 'b', say: { file: 'welcome.wav' }, expiresAt: now + 1 };
    await save([text, file]);
    assert.deepEqual(await find('a'), text);
    assert.deepEqual(await find('b'), file);
    assert.equal(await find('c'), null);
  });

  it('take a text that PostgreSQL would refuse', async () => {
    const { save, find } = promptStore(database.db);
    await save([{ token: 'a', say: { text: 'a\u0000b\ud800', language: 'en' }, expiresAt: now }]);
    assert.deepEqual((await find('a'))?.say, { text: 'ab\ufffd', language: 'en' });
  });

  it('are erased when their time is over, and not before', async () => {
    const { save, find } = promptStore(database.db);
    const say = { file: 'welcome.wav' };
    await save([
      { token: 'over', say, expiresAt: now },
      { token: 'good', say, expiresAt: now + 1 },
    ]);
    assert.equal((await sweepRetention(database.db, now)).deleted, 1);
    assert.equal(await find('over'), null);
    assert.ok(await find('good'));
  });
});
