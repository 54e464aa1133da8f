/** 7. What Graph is asked for each thing that people do, counted in the simulator's own record. */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { devSettings, onFreePorts } from '../../src/dev/settings.ts';
import { startStack } from '../../src/dev/stack.ts';
import { type Message, openRoom, type Room } from '../../src/story/room.ts';
import type { Row } from '../table.ts';

const megan = 'Megan Bowen';
const live = 'Rollcall since';
const crowd = 300;
const five = ['Adele Vance', 'Pat Gomez', 'Alex Johnson', 'Alex Wilber', 'Nestor Wilke'];
/** Seconds in which nothing is said, longer than Rollcall waits with its fresh look at a call whose roster has changed. */
const silence = 7;

interface Step {
  what: string;
  /** Requests at most, the fresh look (two requests) included. */
  atMost: number;
  play(room: Room): Promise<unknown>;
}

/** What happens in the meeting meanwhile is not counted: the crowd comes, and everybody speaks. */
async function crowdComes(room: Room): Promise<void> {
  const [found] = await room.control<{ id: string }[]>('GET', '/meetings');
  const meeting = `/meetings/${encodeURIComponent(found?.id ?? '')}`;
  await room.control('POST', `${meeting}/fill`, { count: crowd });
  const { people } = await room.control<{ people: { personId: string; muted: boolean }[] }>('GET', meeting);
  for (const { personId, muted } of people)
    if (muted) await room.control('POST', `${meeting}/people/${personId}/unmute`);
  await room.card(/300 here, Rollcall since[\s\S]*300 unmuted/);
}

/**
 * What Graph is asked until all has come to rest: how long the news of a crowd takes to arrive, and with it how long the
 * fresh look is put off, depends on the machine.
 */
async function askedUntilSilent(room: Room): ReturnType<Room['traffic']> {
  const asked: Awaited<ReturnType<Room['traffic']>> = [];
  for (let silent = 0; silent < silence; silent += 1) {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const said = await room.traffic();
    if (said.length > 0) silent = 0;
    for (const one of said) if (one.kind === 'graph') asked.push(one);
  }
  return asked;
}

let card: Message;

const steps: Step[] = [
  {
    what: '/meet',
    atMost: 2,
    play: async (room) => {
      await room.say(megan, 'meet now Budget review');
      card = await room.card(/Budget review\n[\s\S]*Meeting ID/);
    },
  },
  {
    what: 'join',
    atMost: 3,
    play: async (room) => {
      await room.press(megan, card, 'bringIn');
      card = await room.card(/Rollcall since/);
    },
  },
  {
    what: 'mute one',
    atMost: 3,
    play: async (room) => {
      await room.say(megan, 'mute Avery Visitor10');
      await room.card(new RegExp(`${live}[\\s\\S]*${megan} muted Avery Visitor10`));
    },
  },
  {
    what: `mute all of ${crowd}`,
    atMost: Math.ceil((crowd - 1) / 20) + 4,
    play: async (room) => {
      await room.press(megan, card, 'showRoster');
      const roster = await room.press(megan, await room.card(/here, as of/), 'muteOthers');
      await room.press(megan, roster, 'muteOthers');
      await room.card(new RegExp(`${live}[\\s\\S]*${megan} muted 299`));
    },
  },
  {
    what: 'invite 5',
    atMost: 8,
    play: async (room) => {
      await room.say(megan, `invite ${five.map((name) => `@${name}`).join(' ')}`, five);
      await room.card(new RegExp(`${live}[\\s\\S]*joined`));
    },
  },
  {
    what: 'leave',
    atMost: 1,
    play: async (room) => {
      await room.press(megan, card, 'leaveCall');
      await room.card(/Rollcall left\./);
    },
  },
];

export async function graphRequests(): Promise<Row[]> {
  const dataDir = await mkdtemp(join('.rollcall', 'bench-'));
  const env = { ...process.env, DATA_DIR: dataDir, SIMULATOR_AUTO_FILL: 'false', LOG_LEVEL: 'warn' };
  const stack = await startStack(devSettings(await onFreePorts(env)), { playground: false });
  try {
    const room = await openRoom(stack.simulatorUrl, stack.caFile, [megan, ...five]);
    const rows: Row[] = [];
    for (const { what, atMost, play } of steps) {
      await play(room);
      const asked = await askedUntilSilent(room);
      if (process.env.BENCH_LOG)
        for (const { method, path } of asked) process.stderr.write(`${what}: ${method} ${path}\n`);
      rows.push({
        ...{ measure: 7, what: `requests to Graph, ${what}`, unit: '', floor: null, rollcall: asked.length },
        target: { of: 'value', atMost },
      });
      if (what !== 'join') continue;
      await crowdComes(room);
      await askedUntilSilent(room);
    }
    return rows;
  } finally {
    await stack.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}
