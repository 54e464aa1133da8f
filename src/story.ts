/** `npm run story`: the main job and a call, played in the terminal against the simulator. Exit 0 only if every step held. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { devSettings, onFreePorts } from './dev/settings.ts';
import { startStack } from './dev/stack.ts';
import { callIt } from './story/callIt.ts';
import { type Message, openRoom, type Room, wordsOf } from './story/room.ts';
import type { Step } from './story/step.ts';

const megan = 'Megan Bowen';
const live = 'Rollcall since';

let meeting: Message;
let card: Message;
let roster: Message;

const mainJob: Step[] = [
  {
    tells: 'Megan writes: @Rollcall meet now Budget review with @Adele @Isaiah',
    play: async (room) => {
      await room.say(megan, 'meet now Budget review with @Adele Vance @Isaiah Langer', [
        'Adele Vance',
        'Isaiah Langer',
      ]);
      meeting = await room.card(/Budget review\n[\s\S]*Meeting ID/);
      return meeting;
    },
  },
  {
    tells: 'She presses "Bring Rollcall in"; people arrive by themselves',
    play: async (room) => {
      await room.press(megan, meeting, 'bringIn');
      card = await room.card(/[4-9] here, Rollcall since/);
      return card;
    },
  },
  {
    tells: 'She asks for the roster',
    play: async (room) => {
      await room.press(megan, card, 'showRoster');
      roster = await room.card(/here, as of/);
      return roster;
    },
  },
  {
    tells: 'She presses "Mute others", and is asked first',
    play: async (room) => {
      roster = await room.press(megan, roster, 'muteOthers');
      return roster;
    },
  },
  {
    tells: 'She says yes',
    play: async (room) => {
      await room.press(megan, roster, 'muteOthers');
      return room.card(new RegExp(`${live}[\\s\\S]*${megan} muted`));
    },
  },
  {
    tells: 'She invites Pat, who answers',
    play: async (room) => {
      await room.say(megan, 'invite Pat');
      return room.card(new RegExp(`${live}[\\s\\S]*invited Pat Gomez; joined`));
    },
  },
  {
    tells: 'She invites Isaiah, who declines',
    play: async (room) => {
      await room.say(megan, 'invite Isaiah');
      return room.card(new RegExp(`${live}[\\s\\S]*Isaiah Langer declined`));
    },
  },
  {
    tells: 'She removes Pat and says yes to the question',
    play: async (room) => {
      await room.say(megan, 'remove Pat');
      await room.press(megan, await room.card(/Remove Pat Gomez\? They may rejoin/), 'removeChosen');
      return room.card(new RegExp(`${live}[\\s\\S]*removed Pat Gomez`));
    },
  },
  {
    tells: 'She lets Rollcall leave; the meeting goes on',
    play: async (room) => {
      await room.press(megan, card, 'leaveCall');
      const left = await room.card(/Rollcall left\./);
      const calls = await room.control<{ state: string }[]>('GET', '/calls');
      if (calls.some(({ state }) => state !== 'terminated'))
        throw new Error('A call was left behind in Graph');
      return left;
    },
  },
];

async function play(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'rollcall-story-'));
  const settings = devSettings(await onFreePorts({ ...process.env, DATA_DIR: dataDir }));
  const stack = await startStack(settings, { playground: false });
  try {
    const room = await openRoom(stack.simulatorUrl, stack.caFile, [megan, 'Adele Vance', 'Isaiah Langer']);
    const steps = [...mainJob, ...callIt];
    for (const [index, { tells, play }] of steps.entries()) {
      write(`\n${index + 1}. ${tells}\n`);
      const shown = await play(room);
      for (const line of await asked(room)) write(`   Graph  ${line}\n`);
      if ('phone' in shown) write(`   phone  ${shown.phone}\n`);
      else for (const line of wordsOf(shown.card).split('\n')) write(`   card   ${line}\n`);
    }
    write(`\nAll ${steps.length} steps held.\n`);
  } finally {
    await stack.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** What Graph was asked since the last step, ids shortened, the same request counted. */
async function asked(room: Room): Promise<string[]> {
  const lines = (await room.traffic()).flatMap(({ kind, method, path = '', status }) =>
    kind === 'graph' ? [`${method} ${short(path)} ${status}`] : [],
  );
  const counted = Map.groupBy(lines, (line) => line);
  return [...counted].map(([line, { length }]) => (length > 1 ? `${line} (${length} times)` : line));
}

const short = (path: string): string =>
  decodeURIComponent(path)
    .replace(/\?.*/, '')
    .replace(/^\/v1\.0/, '')
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/gi, '…')
    .replace(/\/[A-Za-z0-9+=_-]{24,}/g, '/…');

const write = (text: string): void => void process.stdout.write(text);

play().catch((error: Error) => {
  process.stderr.write(`\nThe story broke off: ${error.message}\n`);
  process.exitCode = 1;
});
