import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { createLog } from '../../src/lib/log.ts';
import { connectDatabase, openDatabase } from '../../src/store/database.ts';
import { checkRelease, ReleaseMismatch, releaseOf } from '../../src/store/migrate.ts';
import { ownRelease } from '../../src/store/migrations/index.ts';
import { freshDatabase } from '../fixtures/database.ts';

const log = createLog('silent');

describe('a database of another release', () => {
  it('is shared with the next release, and refused beyond: both are named, and what to do', async () => {
    const { url, db, close } = await freshDatabase();
    const isOf = (release: number) =>
      sql`insert into schema_release (release) values (${release})`.execute(db);
    await isOf(ownRelease + 1);
    await sql`insert into kysely_migration values ('9999-future', now()::text)`.execute(db);
    await (await openDatabase({ url, dataDir: '', log })).close();
    const running = await connectDatabase({ url, dataDir: '', log });
    await running.ping();
    await isOf(ownRelease + 2);
    const tooNew = `of release ${ownRelease + 2} and this Rollcall of release ${ownRelease}: .* Start release ${ownRelease + 2}`;
    await assert.rejects(openDatabase({ url, dataDir: '', log }), new RegExp(tooNew));
    await assert.rejects(running.ping(), ReleaseMismatch);
    await running.close();
    await close();
  });

  it('of one release back is brought up to date; of an older one it is refused, with the way to go', () => {
    for (const found of [0, 4, 5, 6]) checkRelease(found, 5);
    assert.throws(
      () => checkRelease(2, 5),
      /of release 2 and this Rollcall of release 5: .* Upgrade through release 3 first/,
    );
  });

  it('before releases were written down, is of the first', async () => {
    const { url, db, close } = await freshDatabase();
    await sql`drop table schema_release`.execute(db);
    await sql`delete from kysely_migration where name = '0034-release'`.execute(db);
    assert.equal(await releaseOf(db), 1);
    await (await openDatabase({ url, dataDir: '', log })).close();
    assert.equal(await releaseOf(db), ownRelease);
    await close();
  });
});
