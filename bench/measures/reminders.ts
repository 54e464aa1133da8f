/**
 * 5. Ten thousand reminders due in one minute: how late each rings, at which pace, none lost and none twice, beside raw
 * pg-boss that sends and works as many jobs. Everybody who is rung is busy, so that each is one ring and then a message.
 */
import { randomUUID } from 'node:crypto';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Reminder } from '../../src/reminders/reminder.ts';
import { reminderStore } from '../../src/store/reminders.ts';
import type { Schema } from '../../src/store/schema.ts';
import { busyNews, nameOf, personId } from '../calls.ts';
import { type Asked, tenantId } from '../cloud.ts';
import { open as connect, post, prepared } from '../load.ts';
import { floor, rollcall, type Stage } from '../stage.ts';
import { quantile } from '../statistics.ts';
import type { Row } from '../table.ts';

const count = 10_000;
const minute = 60_000;
const headStart = 5_000;
/** After the last was due; what has not rung by then is not waited for. */
const patience = 2 * minute;
const connections = 8;
const noLimits = {
  CALLS_AT_ONCE: '100000',
  CALLS_PER_MONTH: '1000000',
  GRAPH_REQUESTS_PER_WINDOW: '10000000',
};

export async function reminders(stage: Stage): Promise<Row[]> {
  const beside = await stage.start(floor('jobs'), await stage.newDatabase(), { BENCH_JOBS: String(count) });
  const floorMs = Number(beside.ready.ms);
  await beside.stop();

  const database = await stage.newDatabase();
  const ours = await stage.start(rollcall, database, { ...noLimits, REMINDER_ATTEMPTS: '1' });
  const first = Date.now() + headStart;
  const due = (at: number) => first + Math.floor((at * minute) / count);
  await save(
    database,
    Array.from({ length: count }, (_, at) => reminder(at, due(at))),
  );

  const rung = new Map<string, number[]>();
  let last = Date.now();
  const stop = await answerBusy(stage, ours.url, (target) => {
    last = Date.now();
    rung.set(target, [...(rung.get(target) ?? []), last]);
  });
  const begun = Date.now();
  while (rung.size < count && Date.now() - begun < minute + headStart + patience)
    await new Promise((resolve) => setTimeout(resolve, 50));
  await stop();
  await ours.stop();
  const open = await stillOpen(database);

  const late = Array.from(
    { length: count },
    (_, at) => (rung.get(personId(at + 1))?.[0] ?? Infinity) - due(at),
  );
  const came = late.filter(Number.isFinite);
  const twice = [...rung.values()].filter(({ length }) => length > 1).length;
  const row = (what: string, unit: string, rollcall: number, more: Partial<Row> = {}): Row => ({
    ...{
      measure: 5,
      what: `${count} reminders in a minute, ${what}`,
      unit,
      floor: null,
      rollcall,
      target: null,
    },
    ...more,
  });
  const expected = Array.from({ length: count }, (_, at) => personId(at + 1));
  const none = { target: { of: 'value', atMost: 0 } } as const;
  return [
    row('lost', '', expected.filter((id) => !rung.has(id) && !open.has(id)).length, none),
    row('rung twice', '', twice, none),
    row('not rung two minutes after the last was due', '', count - rung.size),
    row('late, p50', 's', quantile(came, 0.5) / 1_000),
    row('late, p99', 's', quantile(came, 0.99) / 1_000),
    row('pace', '/s', (rung.size / Math.max(1, last - first)) * 1_000, { floor: (count / floorMs) * 1_000 }),
  ];
}

/** Everybody who is called turns out to be busy; `rings` hears of each. Gives what ends that. */
async function answerBusy(stage: Stage, url: string, rings: (target: string) => void) {
  const { cloud } = stage;
  const bearer = await cloud.callsBearer();
  const waiting: Asked[] = [];
  let over = false;
  const heard = (asked: Asked) => {
    if (asked.method !== 'POST' || !asked.path.endsWith('/communications/calls')) return;
    rings(/"user":\{[^}]*"id":"([^"]+)"/.exec(asked.body)?.[1] ?? '');
    waiting.push(asked);
  };
  cloud.events.on('asked', heard);
  const working = Array.from({ length: connections }, async () => {
    const socket = await connect(url);
    while (!over) {
      const asked = waiting.shift();
      if (!asked) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        continue;
      }
      const { callbackUri } = JSON.parse(asked.body) as { callbackUri: string };
      const path = new URL(callbackUri).pathname;
      await post(socket, prepared(path, bearer, busyNews(path.split('/').at(-1) ?? '')));
    }
    socket.destroy();
  });
  return async () => {
    over = true;
    cloud.events.off('asked', heard);
    await Promise.all(working);
  };
}

const reminder = (at: number, due: number): Reminder => ({
  ...{
    id: randomUUID(),
    tenantId,
    by: { id: personId(0), name: nameOf(0) },
    text: 'Your appointment is at 3pm',
  },
  ...{
    to: { id: personId(at + 1), name: nameOf(at + 1), kind: 'user' },
    how: 'ring',
    due,
    firstDue: due,
    zone: 'UTC',
  },
  ...{
    every: null,
    occurrence: 0,
    ringFrom: due,
    attempts: 0,
    callId: null,
    wakeAt: due,
    state: 'scheduled',
  },
  ...{
    reason: null,
    conversationId: '',
    locale: 'en',
    batchId: null,
    meetingId: null,
    createdAt: due,
    revision: 0,
  },
});

async function save(databaseUrl: string, wanted: readonly Reminder[]): Promise<void> {
  const pool = new pg.Pool({ connectionString: databaseUrl });
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  await reminderStore(db, async () => undefined).add(wanted);
  await db.destroy();
}

/** Who is still to be rung. */
async function stillOpen(databaseUrl: string): Promise<Set<string>> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const open = await client.query<{ to_id: string }>('select to_id from reminders where wake_at is not null');
  await client.end();
  return new Set(open.rows.map(({ to_id }) => to_id));
}
