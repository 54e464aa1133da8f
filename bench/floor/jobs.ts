/** The floor of reminders: raw pg-boss, so many jobs sent and worked with the same batch settings, each done at once. */
import { PgBoss } from 'pg-boss';
import { readConfig } from '../../src/config.ts';
import { queues } from '../../src/jobs/queues.ts';

const { DATABASE_URL } = readConfig();
const count = Number(process.env.BENCH_JOBS);
const { batch, atOnce, retryLimit } = queues.remind;
const boss = new PgBoss({ connectionString: DATABASE_URL, max: 16, schema: 'floor' });
await boss.start();
await boss.createQueue('floor');
const since = performance.now();
const jobs = Array.from({ length: count }, (_, at) => ({ data: { reminderId: String(at) }, retryLimit }));
for (let from = 0; from < count; from += batch) await boss.insert('floor', jobs.slice(from, from + batch));
let left = count;
await Promise.all(
  Array.from({ length: atOnce }, async () => {
    while (left > 0) {
      const taken = await boss.fetch('floor', { batchSize: batch });
      if (taken.length === 0) break;
      await boss.complete(
        'floor',
        taken.map(({ id }) => id),
      );
      left -= taken.length;
    }
  }),
);
const ms = performance.now() - since;
process.once('disconnect', () => process.exit(0));
process.send?.({ ready: true, ms, left });
