/** The second act: somebody calls Rollcall, and the sample help desk of config/ answers. */
import type { Room } from './room.ts';
import type { OnThePhone, Step } from './step.ts';

const caller = 'Pat Gomez';

let callId: string;

export const callIt: Step[] = [
  {
    tells: 'Pat calls Rollcall, and the help desk answers',
    play: async (room) => {
      const { id } = await room.control<{ id: string }>('POST', '/calls', { from: caller });
      callId = id;
      return heard(room, /help desk/);
    },
  },
  {
    tells: 'Pat presses 1 for the opening hours',
    play: async (room) => {
      await press(room, '1');
      return heard(room, /Monday to Friday/);
    },
  },
  {
    tells: 'Pat presses 0 for a person',
    play: async (room) => {
      await press(room, '0');
      return heard(room, /putting you through/);
    },
  },
  {
    tells: 'Adele picks up',
    play: async (room) => {
      const { handover } = await room.until<{ handover: { outcome: string; with: string } | null }>(
        `/calls/${callId}`,
        (call) => call.handover?.outcome === 'connected',
      );
      const people = await room.control<{ id: string; name: string }[]>('GET', '/people');
      const taker = people.find(({ id }) => id === handover?.with)?.name;
      if (taker !== 'Adele Vance') throw new Error(`${caller} was put through to ${taker}`);
      return { phone: `${caller} talks to ${taker}.` };
    },
  },
];

const press = (room: Room, key: string): Promise<unknown> =>
  room.control('POST', `/calls/${callId}/press`, { key });

/** Waits until words that fit are spoken. */
async function heard(room: Room, fits: RegExp): Promise<OnThePhone> {
  const { heard } = await room.until<{ heard: { words: string | null }[] }>(
    `/calls/${callId}/media`,
    (line) => line.heard.some(({ words }) => fits.test(words ?? '')),
  );
  return { phone: `"${heard.findLast(({ words }) => fits.test(words ?? ''))?.words}"` };
}
