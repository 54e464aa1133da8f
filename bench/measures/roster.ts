/** 4. Rosters of 10, 100 and 1,000 people: the cost of one more notification, and the bytes of the card. */
import pg from 'pg';
import { callUnderWay, rosterNews, saveCalls } from '../calls.ts';
import { ask, chatIdOf } from '../chats.ts';
import { nothingLeft } from '../left.ts';
import { open, prepared, send } from '../load.ts';
import { rollcall, type Stage } from '../stage.ts';
import { growth, median } from '../statistics.ts';
import type { Row } from '../table.ts';

const sizes = [10, 100, 1_000] as const;
const callCount = 8;
const perRound = 80;
const rounds = 5;
const mostBytes = 28 * 1024;

export async function roster(stage: Stage): Promise<Row[]> {
  const rows: Row[] = [];
  const costs: { x: number; y: number }[] = [];
  for (const size of sizes) {
    const database = await stage.newDatabase();
    const calls = Array.from({ length: callCount }, (_, at) =>
      callUnderWay(size, at === 0 ? chatIdOf(0) : ''),
    );
    await saveCalls(database, calls);
    const ours = await stage.start(rollcall, database);
    const client = new pg.Client({ connectionString: database });
    await client.connect();
    const times: number[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      const requests = await Promise.all(
        Array.from({ length: perRound }, async (_, at) => {
          const call = calls[at % callCount] as (typeof calls)[number];
          const news = rosterNews(call, round * perRound + at);
          return prepared(`/api/calls/${call.id}`, await stage.cloud.callsBearer(), news);
        }),
      );
      const since = performance.now();
      await send(ours.url, requests, callCount);
      await nothingLeft(client);
      if (round > 0) times.push((performance.now() - since) / perRound);
    }
    await client.end();
    const socket = await open(ours.url);
    const { body } = await ask(stage.cloud, socket, '/roster');
    socket.destroy();
    await ours.stop();
    costs.push({ x: size, y: median(times) });
    const of = (what: string, unit: string, rollcall: number, target: Row['target']): Row => ({
      ...{ measure: 4, what: `roster of ${size}, ${what}`, unit, floor: null, rollcall, target },
    });
    rows.push(
      of('a notification', 'ms', median(times), null),
      of('its card', 'bytes', cardBytes(body), { of: 'value', atMost: mostBytes }),
    );
  }
  const [, from = { x: 1, y: 1 }, to = { x: 2, y: 2 }] = costs;
  const rollcallGrowth = growth(from, to);
  const target = { of: 'value', atMost: 1 } as const;
  const what = 'growth of a notification’s cost with people, 100 to 1,000 (1: linear)';
  return [...rows, { measure: 4, what, unit: '', floor: null, rollcall: rollcallGrowth, target }];
}

/** Of the card that an activity carries. @throws Error where it carries none */
function cardBytes(activity: string): number {
  const { attachments } = JSON.parse(activity) as { attachments?: { content?: object }[] };
  const card = attachments?.[0]?.content;
  if (!card) throw new Error(`There is no card: ${activity.slice(0, 300)}`);
  return Buffer.byteLength(JSON.stringify(card));
}
