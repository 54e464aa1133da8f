/** A database that is gone for a while. */
import pg from 'pg';
import type { Story } from './harness.ts';

/** Lets nobody connect to a story's database, and ends every connection there is; or lets everybody in again. */
export async function allowConnections(story: Story, connections: boolean): Promise<void> {
  const address = new URL(story.database.url);
  const name = address.pathname.slice(1);
  address.pathname = '/postgres';
  const client = new pg.Client({ connectionString: address.href });
  await client.connect();
  await client.query(`alter database ${name} allow_connections ${connections}`);
  if (!connections) {
    await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
  }
  await client.end();
}
