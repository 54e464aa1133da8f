import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { createJobs } from '../../src/jobs/jobs.ts';
import { openJobs } from '../../src/jobs/openJobs.ts';
import type { JobOutcome } from '../../src/jobs/settle.ts';
import { newId } from '../../src/lib/ids.ts';
import { createLog } from '../../src/lib/log.ts';
import type { Import, ImportRow } from '../../src/reminders/import.ts';
import { cardStore } from '../../src/store/cards.ts';
import { conversationStore } from '../../src/store/conversations.ts';
import { importStore } from '../../src/store/imports.ts';
import { forgetImports, stopImports } from '../../src/store/importsOver.ts';
import { type FreshDatabase, freshDatabase } from '../fixtures/database.ts';

const now = Date.parse('2026-11-18T10:30:00Z');
const day = 24 * 3_600_000;

const made = (id: string, more: Partial<Import> = {}): Omit<Import, 'sample'> => ({
  ...{ id, tenantId: 'contoso', by: { id: 'megan', name: 'Megan' }, conversationId: 'chat' },
  ...{ locale: 'en', zone: 'Europe/Berlin', fileName: 'team.csv', state: 'checked', good: 4, scheduled: 0 },
  ...{ mistakes: [{ line: 3, key: 'import.row.noWho' }], createdAt: now },
  ...more,
});
const row = (line: number): ImportRow => ({
  ...{ line, to: { id: 'adele', name: 'Adele', kind: 'user' }, text: `line ${line}`, how: 'ring' },
  ...{ due: now + line, every: { kind: 'daily' } },
});
const rows = [row(2), row(4), row(5), row(7)];

describe('imports in the database', () => {
  let database: FreshDatabase;
  let enqueued: string[];
  beforeEach(async () => {
    enqueued = [];
    database = await freshDatabase();
  });
  afterEach(() => database.close());

  const store = (fails = false) =>
    importStore(database.db, async (id) => {
      if (fails) throw new Error('the queue is away');
      enqueued.push(id);
    });
  const behind = async () => {
    const cards = await database.db.selectFrom('cards').select(['subject', 'wanted']).execute();
    return cards.map(({ subject, wanted }) => `${subject} ${wanted}`);
  };
  const showCard = async () => {
    await conversationStore(database.db).save('chat', 'contoso', {});
    await cardStore(database.db).add(newId(), 'chat', {}, 'import:one');
  };

  it('are kept once, as they were checked, the first rows as a sample', async () => {
    const { add, get } = store();
    await add(made('one'), rows);
    await add(made('one', { good: 9 }), [row(9)]);
    assert.deepEqual(await get('one'), { ...made('one'), sample: rows.slice(0, 3) });
    assert.equal(await get('two'), null);
  });

  it('are confirmed once, with their job, within a day', async () => {
    const { add, confirm, cancel, get } = store();
    await add(made('one'), rows);
    assert.equal(await confirm('one', now), false);
    assert.equal(await confirm('one', now - 1), true);
    assert.equal(await confirm('one', now - 1), false);
    assert.equal(await cancel('one'), false);
    assert.deepEqual(enqueued, ['one']);
    assert.equal((await get('one'))?.state, 'scheduling');
    assert.deepEqual((await get('one'))?.sample, []);
  });

  it('are not confirmed without their job', async () => {
    const { add, confirm, get } = store(true);
    await add(made('one'), rows);
    await assert.rejects(confirm('one', now - 1), /away/);
    assert.equal((await get('one'))?.state, 'checked');
  });

  it('are not confirmed where nothing can be scheduled', async () => {
    const { add, confirm } = store();
    await add(made('one', { good: 0 }), []);
    assert.equal(await confirm('one', now - 1), false);
  });

  it('lose their rows when they are cancelled', async () => {
    const { add, cancel, confirm, next } = store();
    await add(made('one'), rows);
    assert.equal(await cancel('one'), true);
    assert.deepEqual(await next('one', 10), []);
    assert.equal(await confirm('one', now - 1), false);
  });

  it('are settled row by row, each once however often it is told, and their card is behind', async () => {
    const { add, confirm, next, settled, finish, get } = store();
    await add(made('one'), rows);
    await showCard();
    await confirm('one', now - 1);
    assert.deepEqual(await next('one', 2), rows.slice(0, 2));
    const refused = { key: 'error.remind.past', values: { max: 3 } };
    const outcomes = [
      { line: 2, refused },
      { line: 4, refused: null },
    ];
    await settled('one', outcomes);
    await settled('one', outcomes);
    assert.deepEqual(await next('one', 10), rows.slice(2));
    const half = await get('one');
    assert.deepEqual([half?.good, half?.scheduled], [3, 1]);
    assert.deepEqual(half?.mistakes, [
      { line: 2, ...refused },
      { line: 3, key: 'import.row.noWho' },
    ]);
    await settled('one', [
      { line: 5, refused: null },
      { line: 7, refused: null },
    ]);
    await finish('one', now);
    const done = await get('one');
    assert.deepEqual([done?.state, done?.good, done?.scheduled], ['done', 3, 3]);
    assert.deepEqual(await behind(), ['import:one 6']);
  });

  it('have stopped once their job is a dead letter, not before, and may be begun again within a day', async () => {
    const log = createLog('silent');
    let outcome: JobOutcome = { kind: 'again', afterMs: 60_000, reason: 'The database is away.' };
    const jobs = createJobs({ db: database.db, log, handlers: { import: async () => [outcome] } });
    const { add, confirm, get, settled, begin, next } = importStore(database.db, (importId, tx) =>
      jobs.add('import', [{ data: { importId }, key: importId }], tx),
    );
    const sweep = async () => {
      await stopImports(database.db, openJobs('import', 'importId'));
      return (await get('one'))?.state;
    };
    const turn = () => jobs.tick().then(jobs.idle);
    await add(made('one'), rows);
    await showCard();
    await confirm('one', now - 1);
    await settled('one', [{ line: 2, refused: null }]);
    assert.equal(await sweep(), 'scheduling');
    await turn();
    assert.equal(await sweep(), 'scheduling', 'tried again');
    outcome = { kind: 'dead', reason: 'It was tried too often.' };
    await sql`update pgboss.job set start_after = now()`.execute(database.db);
    await turn();
    assert.equal(await sweep(), 'stopped');
    assert.deepEqual(await behind(), ['import:one 4'], 'shown, confirmed, a row settled, stopped');
    assert.equal(await confirm('one', now - 1), true);
    assert.equal(await sweep(), 'scheduling');
    await turn();
    assert.equal(await sweep(), 'stopped');
    // An admin has the dead letter tried again.
    await begin('one');
    assert.equal((await get('one'))?.state, 'scheduling');
    assert.equal(await sweep(), 'stopped');
    await forgetImports(database.db, now + day);
    assert.deepEqual([await next('one', 10), (await get('one'))?.good], [[], 1]);
    assert.equal(await confirm('one', now - 1), false);
  });

  it('are given up in pieces, however many there are, until that is told to stop', async () => {
    const many = 25;
    const { add, get, next } = store();
    for (let n = 0; n < many; n += 1) await add(made(`${n}`), [row(2)]);
    await showCard();
    const stopped = { rows: 10, signal: AbortSignal.abort() };
    assert.deepEqual(await forgetImports(database.db, now + day, stopped), { emptied: 0, deleted: 0 });
    const chunks = { rows: 10 };
    assert.deepEqual(await forgetImports(database.db, now + day, chunks), { emptied: many, deleted: 0 });
    assert.deepEqual([(await get('24'))?.state, await next('24', 1)], ['expired', []]);
    assert.equal((await forgetImports(database.db, now + 30 * day, chunks)).deleted, many);
  });

  it('are given up after a day, forgotten after a month', async () => {
    const { add, confirm, get, next } = store();
    await add(made('one'), rows);
    await add(made('two'), rows);
    await add(made('young', { createdAt: now + day }), rows);
    await showCard();
    await confirm('two', now - 1);
    assert.deepEqual(await forgetImports(database.db, now + day - 1), { emptied: 0, deleted: 0 });
    assert.deepEqual(await forgetImports(database.db, now + day), { emptied: 1, deleted: 0 });
    assert.deepEqual([(await get('one'))?.state, (await get('one'))?.mistakes], ['expired', []]);
    assert.deepEqual(await next('one', 10), []);
    assert.deepEqual(await behind(), ['import:one 2']);
    // Scheduling goes on, however long it takes.
    assert.equal((await next('two', 10)).length, 4);
    assert.equal((await get('two'))?.mistakes.length, 1);
    assert.equal((await get('young'))?.state, 'checked');
    assert.equal((await forgetImports(database.db, now + 30 * day)).deleted, 2);
    assert.equal(await get('one'), null);
  });
});
