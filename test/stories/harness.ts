/**
 * The whole product against the simulator, in one process, with one clock moved by hand: what stories drive. People
 * speak and press through the simulated Teams channel, over https and with real tokens, as in the cloud.
 */
import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { type App, createApp } from '../../src/app.ts';
import type { Card } from '../../src/chat/cards/card.ts';
import { readConfig } from '../../src/config.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { createLog } from '../../src/lib/log.ts';
import { VirtualClock } from '../../src/simulator/clock.ts';
import type { SimulatorOptions } from '../../src/simulator/context.ts';
import { cast } from '../../src/simulator/people.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { type FreshDatabase, freshDatabase } from '../fixtures/database.ts';

export const botId = 'b07b07b0-7b07-4b07-8b07-b07b07b07b07';
export const tenantId = '7e57c0de-7e57-4c0d-8e57-7e57c0de7e57';
const authorityDir = mkdtempSync(join(tmpdir(), 'rollcall-stories-'));
const trafficDir = 'test/.traffic';

/** Somebody of the cast by first name, such as "Megan". */
export function person(name: string): { id: string; name: string } {
  const found = cast.find((one) => one.name.startsWith(name));
  if (!found) throw new Error(`Nobody of the cast is called ${name}`);
  return found;
}

export interface SaidMessage {
  id: string;
  from: string;
  text: string | null;
  card: Card | null;
  revisions: { card: Card | null; text: string | null; at: number }[];
  at: number;
}

interface InvokeAnswer {
  status: number;
  body: { type: string; value: unknown } | null;
}

export interface Story {
  simulator: Simulator;
  /** The instances of the product, the first one listening behind the simulator's https front. */
  app: App;
  database: FreshDatabase;
  clock: VirtualClock;
  /** One to one with somebody; gives the conversation's id. */
  personal(name: string): Promise<string>;
  group(...names: string[]): Promise<string>;
  channel(...names: string[]): Promise<string>;
  /** The chat of a meeting of Graph (its online meeting id or its thread). */
  meetingChat(meetingId: string, ...names: string[]): Promise<string>;
  /** Says something, waits until the product has carried it out, gives what the bot added to the chat. */
  say(chat: string, name: string, text: string, more?: object): Promise<SaidMessage[]>;
  /** Presses a button of a message's card; gives the words or the card of the answer. */
  press(chat: string, name: string, message: string, verb: string, data?: object): Promise<InvokeAnswer>;
  messages(chat: string): Promise<SaidMessage[]>;
  /** The last message of the bot whose card has this in its text. */
  cardWith(chat: string, words: string): Promise<SaidMessage>;
  /** Moves the clock, in steps, with all that falls due in simulator and product. */
  advance(ms: number): Promise<void>;
  /** Stops the product as a crash would: nothing is handed over; then starts it again on the same database. */
  restart(): Promise<void>;
  /** The simulator's control API. */
  control<T = unknown>(method: string, path: string, body?: object): Promise<T>;
  close(): Promise<void>;
}

/** Everything a card says, as one text; times and choices included. */
export const wordsOf = (card: unknown): string => JSON.stringify(card ?? '');

export async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A product clock on the simulator's: periodic work is done when the story moves the time. */
function productClock(clock: VirtualClock): Clock {
  return { now: () => clock.now(), every: () => () => undefined };
}

/** `now`: where the clock stands at first, in milliseconds since the epoch; the machine's time when left out. */
export async function startStory(
  options: Partial<SimulatorOptions> & { env?: object; now?: number } = {},
): Promise<Story> {
  const { env, now = Date.now(), ...simulated } = options;
  const clock = new VirtualClock(now);
  const port = await freePort();
  mkdirSync(trafficDir, { recursive: true });
  const simulator = await startSimulator({
    dataDir: authorityDir,
    botUrl: `http://127.0.0.1:${port}`,
    botId,
    tenantId,
    botPassword: 'story-secret',
    clock,
    autoFill: false,
    trafficFile: join(trafficDir, `stories-${process.pid}.jsonl`),
    ...simulated,
  });
  trust(simulator.caFile);
  const database = await freshDatabase();
  const config = readConfig({
    PORT: String(port),
    METRICS_PORT: '0',
    PUBLIC_URL: simulator.url,
    DATABASE_URL: database.url,
    BOT_ID: botId,
    BOT_TENANT_ID: tenantId,
    BOT_PASSWORD: 'story-secret',
    GRAPH_URL: simulator.url,
    LOGIN_URL: simulator.url,
    CHANNEL_OPENID_URL: `${simulator.url}/channel/.well-known/openidconfiguration`,
    CALLS_OPENID_URL: `${simulator.url}/calls/.well-known/OpenIdConfiguration`,
    ADMIN_IDS: person('Patti').id,
    DEFAULT_TIME_ZONE: 'Europe/Berlin',
    LOG_LEVEL: process.env.STORY_LOG ?? 'silent',
    ...env,
  });
  const start = async (): Promise<App> => {
    const app = await createApp({ config, clock: productClock(clock), log: createLog(config.LOG_LEVEL) });
    await app.start();
    return app;
  };

  const control = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const response = await fetch(`${simulator.url}/simulator/v1${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text ? JSON.parse(text) : null) as T;
  };
  const open = async (type: string, names: string[], more: object = {}): Promise<string> => {
    const members = names.map((name) => person(name).id);
    return (await control<{ id: string }>('POST', '/conversations', { type, members, ...more })).id;
  };
  const at = (chat: string) => `/conversations/${encodeURIComponent(chat)}`;

  /** Lets everything that is due now happen, on both sides, until nothing is left to do. */
  const settle = async (): Promise<void> => {
    for (let quiet = 0; quiet < 2; ) {
      await story.app.tick();
      await story.app.idle();
      const before = clock.now();
      await clock.settle();
      quiet = clock.now() === before ? quiet + 1 : 0;
    }
  };

  const story: Story = {
    simulator,
    app: await start(),
    database,
    clock,
    personal: (name) => open('personal', [name]),
    group: (...names) => open('groupChat', names),
    channel: (...names) => open('channel', names),
    meetingChat: (meetingId, ...names) => open('meeting', names, { meetingId }),
    async messages(chat) {
      return (await control<{ messages: SaidMessage[] }>('GET', at(chat))).messages;
    },
    async say(chat, name, text, more = {}) {
      const before = (await story.messages(chat)).length;
      await control('POST', `${at(chat)}/messages`, { from: person(name).id, text, mention: true, ...more });
      await settle();
      return (await story.messages(chat)).slice(before).filter(({ from }) => from === 'bot');
    },
    async press(chat, name, message, verb, data = {}) {
      const press = { from: person(name).id, activityId: message, verb, data };
      const answer = await control<InvokeAnswer>('POST', `${at(chat)}/press`, press);
      await settle();
      return answer;
    },
    async cardWith(chat, words) {
      const found = (await story.messages(chat)).findLast(({ card }) => wordsOf(card).includes(words));
      if (!found) throw new Error(`No card with "${words}" in the chat`);
      return found;
    },
    async advance(ms) {
      const step = ms > 120_000 ? 5_000 : 500;
      for (let left = ms; left > 0; left -= step) {
        await clock.advance(Math.min(step, left));
        await settle();
      }
    },
    async restart() {
      await story.app.stop();
      story.app = await start();
      await settle();
    },
    control,
    async close() {
      await story.app.stop();
      await simulator.close();
      await database.close();
    },
  };
  return story;
}

const trusted = new Set<string>();

function trust(caFile: string): void {
  if (trusted.has(caFile)) return;
  trusted.add(caFile);
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), readFileSync(caFile, 'utf8')]);
}
