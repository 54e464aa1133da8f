/**
 * The floor of the notification path: the same restify with the same set-up and the same check of the same token, and one
 * durable insert for each request, over as many connections to the same database.
 */
import { admitGraphCalls } from '../../src/auth/graphCalls.ts';
import { readConfig } from '../../src/config.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { createLog } from '../../src/lib/log.ts';
import { createServer, route } from '../../src/server.ts';
import { openPool } from '../../src/store/pool.ts';

const config = readConfig();
const log = createLog(config.LOG_LEVEL);
const pool = openPool(config.DATABASE_URL, log);
await pool.query('create table if not exists floor_events (call_id text, event jsonb, received_at bigint)');
const server = createServer(
  [
    route({
      method: 'post',
      path: '/api/calls/:id',
      admit: admitGraphCalls(config, systemClock),
      bodyLimit: 8 * 1024 * 1024,
      atOnce: 500,
      async handle({ body, params, answer }) {
        await pool.query('insert into floor_events (call_id, event, received_at) values ($1, $2, $3)', [
          params.id,
          body.toString('utf8'),
          Date.now(),
        ]);
        answer(202);
      },
    }),
  ],
  log,
);
await server.listen(config.PORT, config.HOST, 'PORT');
process.once('disconnect', () => process.exit(0));
process.send?.({ ready: true });
