import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { prepared } from '../../src/store/prepared.ts';
import { type FreshDatabase, freshDatabase } from '../fixtures/database.ts';

describe('a prepared statement', () => {
  let database: FreshDatabase;
  beforeEach(async () => {
    database = await freshDatabase();
  });
  afterEach(() => database.close());

  it('is read by PostgreSQL once on a connection, and no other is kept there', async () => {
    const sum = prepared<{ sum: number }>('sum', 'select $1::int + $2::int as sum');
    await database.db.connection().execute(async (db) => {
      assert.deepEqual(await sum(db, [1, 2]), [{ sum: 3 }]);
      assert.deepEqual(await sum(db, [3, 4]), [{ sum: 7 }]);
      const kept = await sql<{ name: string; uses: number }>`
        select name, generic_plans + custom_plans as uses from pg_prepared_statements`.execute(db);
      assert.deepEqual(kept.rows, [{ name: 'sum', uses: 2 }]);
    });
  });
});
