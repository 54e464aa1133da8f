/** Reminders as people set, answer and cancel them in the simulator's chats, and what has to become of each. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Reminder } from '../../src/reminders/reminder.ts';
import type { SimulatedCall } from '../../src/simulator/model.ts';
import type { Random } from '../fixtures/random.ts';
import { person, type SaidMessage, wordsOf } from '../stories/harness.ts';
import { buttonOf } from '../stories/steps.ts';
import { isOver, type Record } from './record.ts';
import type { Timed } from './servers.ts';

/** How often somebody is rung for one occurrence: the product's own setting. */
const mostAttempts = 3;
const sender = 'Megan';

/** A reminder that Rollcall has acknowledged to know of. */
export interface Asked {
  to: { id: string; name: string };
  text: string;
  /** Comes again every day. */
  daily: boolean;
  /** What is looked at is due after this, in milliseconds since the epoch by the process's clock. */
  after: number;
  /** Keys that were pressed in its calls since then, in their order. */
  keys: string[];
  /** It was rung, and Rollcall cannot know. */
  unknown: boolean;
}

export interface Household {
  /** Sets a reminder for each reader, one after the other, as far as Rollcall takes them. */
  set(asked: Asked[]): Promise<void>;
  /** Whoever hears a reminder presses a key or hangs up. */
  listen(): Promise<void>;
  /** Those that would come again do not. */
  cancelled(asked: readonly Asked[]): Promise<void>;
}

interface Needs {
  rollcall: Timed;
  random: Random;
  seen: Record;
  readers: readonly string[];
}

/** Readers who can be written to, each with an ear and a finger. */
export async function remindersOf({ rollcall, random, readers }: Needs): Promise<Household> {
  const { simulator, time } = rollcall;
  const { channel } = simulator;
  const chatOf = (name: string) => channel.open({ type: 'personal', members: [person(name).id] });
  const say = async (name: string, text: string) =>
    (await channel.say(chatOf(name).id, { from: person(name).id, text })).status < 300;
  for (const name of readers) if (chatOf(name).messages.length === 0) await say(name, 'help');
  const pressed = new Map<SimulatedCall, string>();
  const all: Asked[] = [];

  /** To the minute, as people say it, in the zone of the settings. */
  const clockTime = (at: number) =>
    new Intl.DateTimeFormat('en-GB', {
      ...{ timeZone: 'Europe/Berlin', hour: '2-digit', minute: '2-digit' },
    }).format(at);

  return {
    async set(asked) {
      for (const name of readers) {
        const to = person(name);
        const text = `Errand ${random.below(1_000_000_000)}`;
        const daily = random.chance(0.25);
        const when = daily ? `every day at ${clockTime(time.now() + 120_000)}` : 'in 1 minute';
        if (!(await say(sender, `remind ${to.name} "${text}" ${when}`))) continue;
        const one = { to, text, daily, after: 0, keys: [], unknown: false };
        asked.push(one);
        all.push(one);
      }
    },
    async listen() {
      for (const leg of simulator.world.calls.values()) {
        if (isOver(leg) || pressed.has(leg)) continue;
        const heard = leg.media?.heard.some(({ outcome, words }) => outcome === 'playing' && words);
        const one = all.find(({ to }) =>
          [...leg.room.people.values()].some(({ person: { id } }) => id === to.id),
        );
        if (!heard || !one) continue;
        // Nobody asks for it again for ever.
        const key = random.one(one.keys.length === 0 ? ['1', '1', '2', 'none'] : ['1', 'none']);
        pressed.set(leg, key);
        if (key === 'none') {
          simulator.context.calls.end(leg, 'peerHungUp');
          continue;
        }
        one.keys.push(key);
        await control(simulator.url, `/calls/${leg.id}/press`, { key });
      }
    },
    async cancelled(asked) {
      const chat = chatOf(sender);
      for (const { text, daily } of asked) {
        if (!daily) continue;
        const shown = (chat.messages as unknown as SaidMessage[]).findLast(
          ({ card }) => card && wordsOf(card).includes(text) && buttonOf(card, 'cancelReminder'),
        );
        const data = buttonOf(shown?.card, 'cancelReminder');
        if (shown && data)
          await channel.press(chat.id, {
            from: person(sender).id,
            activityId: shown.id,
            verb: 'cancelReminder',
            data,
          });
      }
      await pause(200);
    },
  };
}

async function control(url: string, path: string, body: object): Promise<void> {
  await fetch(`${url}/simulator/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** What a card has to say of each of these. */
const said: Partial<{ [State in Reminder['state']]: RegExp }> = {
  heard: /"Heard"/,
  written: /"Written in chat"/,
};

/** What is not (yet) as it has to be in the end. */
export async function wrongWith(
  asked: readonly Asked[],
  { database, simulator }: Timed,
  seen: Record,
): Promise<string[]> {
  const rows = await database.db.selectFrom('reminders').select('state').execute();
  const messagesOf = (id: string) =>
    simulator.channel.open({ type: 'personal', members: [id] }).messages as unknown as SaidMessage[];
  const shown = messagesOf(person(sender).id);
  return asked.flatMap(({ to, text, after, keys, unknown }) => {
    const mine = rows.map(({ state }) => state).filter((one) => one.text === text);
    const [now] = mine;
    if (!now) return [`a reminder was lost: ${text}`];
    const wrong: string[] = [];
    if (mine.length > 1) wrong.push(`${mine.length} reminders of one`);
    const words = said[now.state];
    if (now.due <= after) wrong.push('it does not come again');
    if (!words) wrong.push(`a reminder is ${now.state} (${now.reason})`);
    const card = shown.findLast(({ card }) => card && wordsOf(card).includes(text));
    if (words && !words.test(wordsOf(card?.card)))
      wrong.push(`its card does not say that it is ${now.state}`);
    if (now.state === 'heard' && !keys.includes('1')) wrong.push('heard by somebody who pressed no 1');
    const letters = messagesOf(to.id).filter(({ card }) => card && wordsOf(card).includes(text)).length;
    if (now.state === 'written' && letters === 0) wrong.push('told as written, and nothing is in the chat');
    const rings = ringsOf(to.id, seen);
    const rounds = 1 + keys.filter((key) => key === '2').length + (now.every ? now.occurrence : 0);
    if (rings > mostAttempts * rounds) wrong.push(`rung ${rings} times in ${rounds} rounds`);
    if (unknown && (rings > 1 || letters === 0))
      wrong.push(`a ring that nobody knows of was followed by ${rings - 1} rings and ${letters} messages`);
    return wrong.map((one) => `${one}: ${text} for ${to.name}`);
  });
}

const ringsOf = (id: string, { graph }: Record): number =>
  graph.filter(
    ({ method, path, status, requestBody }) =>
      method === 'POST' &&
      path.endsWith('/communications/calls') &&
      status < 300 &&
      JSON.stringify(requestBody).includes(id),
  ).length;
