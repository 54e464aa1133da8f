/** 3. A call that comes in: its notification in to the answer out at Graph, idle and with 500 calls under way. */
import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Call } from '../../src/calling/call.ts';
import { callUnderWay, hungUpNews, incomingNews, rosterNews, saveCalls } from '../calls.ts';
import { arrival } from '../chats.ts';
import { open, post, prepared } from '../load.ts';
import { rollcall, type Stage } from '../stage.ts';
import { median, quantile } from '../statistics.ts';
import type { Row } from '../table.ts';

const incomingCalls = 200;
const warmUp = 20;
const underWay = 500;
const people = 10;
/** Every so many milliseconds one of the calls under way has news. */
const newsEveryMs = 20;

export async function incoming(stage: Stage): Promise<Row[]> {
  const database = await stage.newDatabase();
  const ours = await stage.start(rollcall, database);
  const { cloud } = stage;
  const socket = await open(ours.url);
  let caller = 1;

  const tell = async (on: Socket, path: string, body: object) =>
    post(on, prepared(path, await cloud.callsBearer(), body));

  /** Somebody calls, is answered, and hangs up. */
  async function ring(): Promise<number> {
    const graphId = randomUUID();
    const request = prepared('/api/calls', await cloud.callsBearer(), incomingNews(graphId, caller++));
    const answered = arrival(cloud, ({ path }) => path.endsWith(`/calls/${graphId}/answer`));
    const since = performance.now();
    const [{ at }] = await Promise.all([answered, post(socket, request)]);
    await tell(socket, '/api/calls', hungUpNews(graphId));
    return at - since;
  }

  async function rings(): Promise<number[]> {
    const times: number[] = [];
    for (let at = 0; at < incomingCalls; at += 1) times.push(await ring());
    return times;
  }

  for (let at = 0; at < warmUp; at += 1) await ring();
  const idle = await rings();
  const calls = Array.from({ length: underWay }, () => callUnderWay(people));
  await saveCalls(database, calls);
  const news = await openNews(await open(ours.url), calls);
  const busy = await rings();
  await news.stop();
  socket.destroy();
  await ours.stop();

  /** Rosters of the calls under way, at a steady pace. */
  async function openNews(on: Socket, of: readonly Call[]) {
    let told = 0;
    let last: Promise<unknown> = Promise.resolve();
    const one = (): Promise<void> => {
      told += 1;
      const call = of[told % of.length] as Call;
      return tell(on, `/api/calls/${call.id}`, rosterNews(call, told));
    };
    const timer = setInterval(() => {
      last = last.then(one);
    }, newsEveryMs);
    return {
      async stop() {
        clearInterval(timer);
        await last;
        on.destroy();
      },
    };
  }

  const row = (what: string, rollcall: number, atMost?: number): Row => ({
    ...{ measure: 3, what: `incoming call to its answer, ${what}`, unit: 'ms', floor: null, rollcall },
    target: atMost === undefined ? null : { of: 'value', atMost },
  });
  return [
    row('idle, p50', median(idle)),
    row('idle, p99', quantile(idle, 0.99)),
    row(`${underWay} under way, p50`, median(busy)),
    row(`${underWay} under way, p99`, quantile(busy, 0.99), 250),
  ];
}
