/** 2. A chat turn: "/help" and "/roster", to the answer as it arrives at the connector, beside a bot that echoes. */
import { callUnderWay, saveCalls } from '../calls.ts';
import { ask, chatIdOf } from '../chats.ts';
import { open } from '../load.ts';
import { floor, rollcall, type Stage } from '../stage.ts';
import { median, quantile } from '../statistics.ts';
import type { Row } from '../table.ts';

const turns = 150;
const warmUp = 30;
/** Teams takes a few messages in two seconds in one chat, and Rollcall sends no more. */
const chats = 90;

export async function chat(stage: Stage): Promise<Row[]> {
  const database = await stage.newDatabase();
  const calls = Array.from({ length: chats }, (_, person) => callUnderWay(10, chatIdOf(person), person));
  await saveCalls(database, calls);
  const ours = await stage.start(rollcall, database);
  const beside = await stage.start(floor('bot'), database);
  const [here, there] = [await open(ours.url), await open(beside.url)];
  const times = { echo: [] as number[], '/help': [] as number[], '/roster': [] as number[] };
  for (let at = -warmUp; at < turns; at += 1) {
    const person = (at + warmUp) % chats;
    for (const text of ['/help', '/roster'] as const) {
      const echo = await ask(stage.cloud, there, text, person);
      const answer = await ask(stage.cloud, here, text, person);
      if (at < 0) continue;
      times.echo.push(echo.ms);
      times[text].push(answer.ms);
    }
  }
  here.destroy();
  there.destroy();
  await Promise.all([ours.stop(), beside.stop()]);
  return (['/help', '/roster'] as const).flatMap((text): Row[] => [
    {
      ...{ measure: 2, what: `${text} to its answer, p50`, unit: 'ms', floor: median(times.echo) },
      ...{ rollcall: median(times[text]), target: { of: 'ratio', atMost: 1.3 } },
    },
    {
      ...{ measure: 2, what: `${text} to its answer, p99`, unit: 'ms', floor: quantile(times.echo, 0.99) },
      ...{ rollcall: quantile(times[text], 0.99), target: null },
    },
  ]);
}
