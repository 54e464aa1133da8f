/**
 * The queues: the tables of pg-boss, from its own plan at the version that package.json pins, and the queues of
 * jobs/queues.ts with their dead letters. What a job is tried again by goes with the job. A later version of pg-boss
 * whose tables differ needs a migration of its own (getMigrationPlans).
 */
import { type Kysely, sql } from 'kysely';
import { getConstructionPlans } from 'pg-boss';

/** `exclusive`: a key is in its queue once, whether it waits or is under way. */
const made = ['remind', 'import', 'retention'];
/** A dead letter waits a month for an admin. */
const month = 30 * 24 * 3_600;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(withoutTransaction(getConstructionPlans())).execute(db);
  for (const name of made) {
    await create(db, `${name}-dead`, {
      policy: 'standard',
      retentionSeconds: month,
      deleteAfterSeconds: month,
    });
    await create(db, name, { policy: 'exclusive', deadLetter: `${name}-dead` });
  }
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop schema pgboss cascade`.execute(db);
}

/** Every migration runs in the one transaction of the migrator, under its lock. */
function withoutTransaction(plan: string): string {
  const begins = plan.indexOf('CREATE SCHEMA');
  const ends = plan.lastIndexOf('COMMIT;');
  if (begins < 0 || ends < begins) throw new Error('The plan of pg-boss is not what this migration knows.');
  return plan.slice(begins, ends);
}

const create = (db: Kysely<unknown>, name: string, options: object) =>
  sql`select pgboss.create_queue(${name}, ${JSON.stringify(options)}::jsonb)`.execute(db);
