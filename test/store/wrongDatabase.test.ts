import assert from 'node:assert/strict';
import { createLog } from '../../src/lib/log.ts';
import { connectDatabase, openDatabase } from '../../src/store/database.ts';
import { freshDatabase } from '../fixtures/database.ts';

const log = createLog('silent');

describe('a database that was named wrongly', () => {
  for (const [what, change, says] of [
    ['password', (address: URL) => (address.password = 'guess'), /refuses this user or password/],
    ['name', (address: URL) => (address.pathname = '/nowhere'), /has no database .*\/nowhere: create it/],
  ] as const) {
    it(`says so where the ${what} is wrong`, async () => {
      const { url, close } = await freshDatabase();
      const address = new URL(url);
      change(address);
      await assert.rejects(openDatabase({ url: address.href, dataDir: '', log }), says);
      await close();
    });
  }

  it('is not looked for where the address is none', async () => {
    for (const url of ['localhost', 'http://localhost/rollcall', 'mysql://localhost/rollcall'])
      await assert.rejects(connectDatabase({ url, dataDir: '', log }), /no postgres:\/\/ address/);
  });
});
