/** 1. The notification path: signed news of a thousand calls, to their 202 and to carried out, beside the floor. */
import pg from 'pg';
import { callUnderWay, oneParticipantNews, rosterNews, saveCalls } from '../calls.ts';
import { nothingLeft } from '../left.ts';
import { type Load, type Prepared, prepared, send } from '../load.ts';
import { floor, rollcall, type Stage } from '../stage.ts';
import { median, quantile } from '../statistics.ts';
import type { Row } from '../table.ts';

const callCount = 1_000;
const people = 10;
const perRound = 2_000;
const rounds = 5;
const connections = 64;
/** One of so many is news that Graph is asked about, two requests each; all others are whole rosters. */
const oneAsksIn = 20;

export async function notifications(stage: Stage): Promise<Row[]> {
  const database = await stage.newDatabase();
  const calls = Array.from({ length: callCount }, () => callUnderWay(people));
  await saveCalls(database, calls);
  const ours = await stage.start(rollcall, database);
  const beside = await stage.start(floor('notifications'), database);
  const client = new pg.Client({ connectionString: database });
  await client.connect();

  let sent = 0;
  async function round(): Promise<Prepared[]> {
    return Promise.all(
      Array.from({ length: perRound }, async () => {
        const at = sent++;
        const call = calls[at % callCount] as (typeof calls)[number];
        // In another place on each pass, so that no call has the same kind of news every time.
        const asks = (at + Math.floor(at / callCount)) % oneAsksIn === 0;
        const body = asks ? oneParticipantNews(call) : rosterNews(call, sent);
        return prepared(`/api/calls/${call.id}`, await stage.cloud.callsBearer(), body);
      }),
    );
  }

  const floors: Load[] = [];
  const loads: (Load & { carriedOutMs: number })[] = [];
  for (let at = 0; at <= rounds; at += 1) {
    const there = await send(beside.url, await round(), connections);
    const wanted = await round();
    const since = performance.now();
    const here = await send(ours.url, wanted, connections);
    await nothingLeft(client);
    const carriedOutMs = performance.now() - since;
    // What the changed rosters set for five seconds later belongs to no round.
    await client.query(`delete from timers where name = 'settle'`);
    await nothingLeft(client);
    if (at === 0) continue;
    floors.push(there);
    loads.push({ ...here, carriedOutMs });
  }
  await client.end();
  await Promise.all([ours.stop(), beside.stop()]);

  const pace = (ms: number) => (perRound / ms) * 1_000;
  const floorPace = median(floors.map(({ ms }) => pace(ms)));
  const p99 = (of: readonly Load[]) => median(of.map(({ latencies }) => quantile(latencies, 0.99)));
  const p50 = (of: readonly Load[]) => median(of.map(({ latencies }) => quantile(latencies, 0.5)));
  const row = (what: string, unit: string, figures: Pick<Row, 'floor' | 'rollcall' | 'target'>): Row => ({
    ...{ measure: 1, what: `notifications ${what}`, unit, ...figures },
  });
  return [
    row('to 202', '/s', {
      floor: floorPace,
      rollcall: median(loads.map(({ ms }) => pace(ms))),
      target: { of: 'ratio', atLeast: 1 },
    }),
    row('to 202, p50', 'ms', { floor: p50(floors), rollcall: p50(loads), target: null }),
    row('to 202, p99', 'ms', {
      floor: p99(floors),
      rollcall: p99(loads),
      target: { of: 'ratio', atMost: 2 },
    }),
    row('to carried out', '/s', {
      floor: floorPace,
      rollcall: median(loads.map(({ carriedOutMs }) => pace(carriedOutMs))),
      target: { of: 'ratio', atLeast: 0.5 },
    }),
  ];
}
