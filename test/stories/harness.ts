/**
 * The whole product against the simulator, in one process, with one clock moved by hand: what stories drive. People
 * speak and press through the simulated Teams channel, over https and with real tokens, as in the cloud.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type App, createApp } from '../../src/app.ts';
import type { Card } from '../../src/chat/cards/card.ts';
import { type Config, readConfig } from '../../src/config.ts';
import { createLog } from '../../src/lib/log.ts';
import { VirtualClock } from '../../src/simulator/clock.ts';
import type { SimulatorOptions } from '../../src/simulator/context.ts';
import { cast } from '../../src/simulator/people.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { type FreshDatabase, freshDatabase } from '../fixtures/database.ts';
import { trust } from '../fixtures/https.ts';
import { control } from './control.ts';
import { alternating, freePorts } from './front.ts';
import { productClock } from './productClock.ts';

export const botId = 'b07b07b0-7b07-4b07-8b07-b07b07b07b07';
export const tenantId = '7e57c0de-7e57-4c0d-8e57-7e57c0de7e57';
const botPassword = 'story-secret';
/**
 * Looks at work, ten milliseconds apart, until it is thought to wait for the clock where nothing pauses: a machine that is
 * busy must not let a caller's fifteen seconds pass.
 */
const looksAtWork = 40;
const authorityDir = mkdtempSync(join(tmpdir(), 'rollcall-stories-'));
/** Where the Graph traffic of these stories is recorded, for the contract's checker; nowhere where they go on for an hour. */
const trafficFile =
  process.env.STORY_TRAFFIC === 'off' ? undefined : join('test/.traffic', `stories-${process.pid}.jsonl`);

/** Somebody of the cast by first name, such as "Megan". */
export function person(name: string): { id: string; name: string } {
  const found = cast.find((one) => one.name.startsWith(name));
  if (!found) throw new Error(`Nobody of the cast is called ${name}`);
  return found;
}

/** Queries that this process has made, of whatever client. */
let queries = 0;
const { query } = pg.Client.prototype;
pg.Client.prototype.query = function counted(this: pg.Client, ...args: unknown[]) {
  queries += 1;
  return Reflect.apply(query, this, args);
} as typeof query;

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
  /** The instances of the product on one database; with several, requests come to them in turns. */
  readonly apps: readonly App[];
  readonly app: App;
  config: Config;
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
  /** Stops the product and starts it again on the same database. */
  restart(): Promise<void>;
  stop(): Promise<void>;
  /** Stops the last of several instances; the front sends it nothing more. */
  stopOne(): Promise<void>;
  start(): Promise<void>;
  /** Lets everything that is due now happen, on both sides, until nothing is left to do. */
  settle(): Promise<void>;
  /** The simulator's control API. */
  control<T = unknown>(method: string, path: string, body?: object): Promise<T>;
  close(): Promise<void>;
}

/** Everything a card says, as one text; times and choices included. */
export const wordsOf = (card: unknown): string => JSON.stringify(card ?? '');

/** Rejections that nobody handled in this process, since it began. */
export const unhandled: unknown[] = [];
process.on('unhandledRejection', (reason) => unhandled.push(reason));

/** The product's environment behind a simulator. */
export const settingsFor = (made: { url: string; port: number; database: string }) => ({
  PORT: String(made.port),
  METRICS_PORT: '0',
  PUBLIC_URL: made.url,
  DATABASE_URL: made.database,
  BOT_ID: botId,
  BOT_TENANT_ID: tenantId,
  BOT_PASSWORD: botPassword,
  GRAPH_URL: made.url,
  LOGIN_URL: made.url,
  CHANNEL_OPENID_URL: `${made.url}/channel/.well-known/openidconfiguration`,
  CALLS_OPENID_URL: `${made.url}/calls/.well-known/OpenIdConfiguration`,
  SPEECH_SYNTHESIZER: 'azure',
  SPEECH_RECOGNIZER: 'azure',
  AZURE_SPEECH_KEY: 'simulated-speech-key',
  AZURE_SPEECH_URL: made.url,
  AZURE_SPEECH_RECOGNITION_URL: made.url,
  MEDIA_HOST_URL: `${made.url}/media-host`,
  MEDIA_HOST_TOKEN: 'simulated-media-host-token',
  ADMIN_IDS: person('Patti').id,
  FILE_HOSTS: new URL(made.url).host,
  DEFAULT_TIME_ZONE: 'Europe/Berlin',
  LOG_LEVEL: process.env.STORY_LOG ?? 'silent',
});

let trusted = '';

/** A simulator as stories have it, which this process trusts. */
export async function storySimulator(
  options: Partial<SimulatorOptions> & Pick<SimulatorOptions, 'botUrl'>,
): Promise<Simulator> {
  const own = { dataDir: authorityDir, botId, tenantId, botPassword, trafficFile, autoFill: false };
  const simulator = await startSimulator({ ...own, ...options });
  // One authority for all of them, as long as its folder is there.
  if (simulator.ca !== trusted) trust(simulator.ca);
  trusted = simulator.ca;
  return simulator;
}

export interface StoryOptions {
  /** Settings of the product that differ. */
  env?: object;
  /** Where the clock stands at first, in milliseconds since the epoch; the machine's time when left out. */
  now?: number;
  instances?: number;
  /** Gets every line that the product logs at LOG_LEVEL. */
  logTo?: { write(line: string): void };
}

/** @throws what the product refused to start with */
export async function startStory(options: Partial<SimulatorOptions> & StoryOptions = {}): Promise<Story> {
  const { env, now = Date.now(), instances = 1, logTo, ...simulated } = options;
  const clock = new VirtualClock(now);
  const ports = await freePorts(instances);
  const front = instances > 1 ? await alternating(ports) : null;
  const botUrl = front?.url ?? `http://127.0.0.1:${ports[0]}`;
  const simulator = await storySimulator({ botUrl, clock, ...simulated });
  const database = await freshDatabase();
  const config = readConfig({
    ...settingsFor({ url: simulator.url, port: ports[0] ?? 0, database: database.url }),
    ...env,
  });
  const ownClock = productClock(clock);
  const start = async (PORT: number): Promise<App> => {
    const log = createLog(config.LOG_LEVEL, logTo);
    const app = await createApp({ config: { ...config, PORT }, clock: ownClock, log });
    await app.start();
    return app;
  };

  const open = async (type: string, names: string[], more: object = {}): Promise<string> => {
    const members = names.map((name) => person(name).id);
    return (await control<{ id: string }>(simulator, 'POST', '/conversations', { type, members, ...more }))
      .id;
  };
  const at = (chat: string) => `/conversations/${encodeURIComponent(chat)}`;

  /** Fewest queries that a pass in which nothing was due has taken: one that takes no more has found nothing either. */
  let fewest = Number.POSITIVE_INFINITY;

  /** Lets everything that is due now happen, on both sides, until nothing is left to do. */
  const settle = async (): Promise<void> => {
    for (let quiet = 0; quiet < 2; ) {
      const before = clock.now();
      const asked = queries;
      for (const app of story.apps) await app.tick();
      await patiently(Promise.all(story.apps.map((app) => app.idle())), () => clock.advance(ownClock.lead()));
      await clock.advance(ownClock.lead());
      const took = queries - asked;
      if (clock.now() !== before) quiet = 0;
      else quiet += took <= fewest ? 2 : 1;
      fewest = Math.min(fewest, took);
    }
  };

  /** Waits for what may itself wait for the product's clock, and where it can follow, for the simulator's. */
  const patiently = async <T>(work: Promise<T>, follow = async () => {}): Promise<T> => {
    let over = false;
    const ended = work
      .catch(() => undefined)
      .then(() => {
        over = true;
      });
    for (;;) {
      for (
        let looks = 0;
        !over && looks < looksAtWork;
        looks += ownClock.pausing() === null ? 1 : looksAtWork
      )
        await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 10))]);
      if (over) return work;
      ownClock.ahead(ownClock.pausing() ?? 500);
      await follow();
      ownClock.wake();
      for (const app of story.apps) await app.tick();
    }
  };

  const apps: App[] = [];
  const close = async () => {
    for (const app of apps.splice(0)) await app.stop();
    await front?.close();
    await simulator.close();
    await database.close();
  };
  try {
    for (const port of ports) apps.push(await start(port));
  } catch (error) {
    await close();
    throw error;
  }
  const story: Story = {
    simulator,
    apps,
    get app() {
      return apps[0] as App;
    },
    config,
    database,
    clock,
    personal: (name) => open('personal', [name]),
    group: (...names) => open('groupChat', names),
    channel: (...names) => open('channel', names),
    meetingChat: (meetingId, ...names) => open('meeting', names, { meetingId }),
    async messages(chat) {
      return (await control<{ messages: SaidMessage[] }>(simulator, 'GET', at(chat))).messages;
    },
    async say(chat, name, text, more = {}) {
      const before = (await story.messages(chat)).length;
      const message = { from: person(name).id, text, mention: true, ...more };
      await patiently(control(simulator, 'POST', `${at(chat)}/messages`, message));
      await settle();
      return (await story.messages(chat)).slice(before).filter(({ from }) => from === 'bot');
    },
    async press(chat, name, message, verb, data = {}) {
      const press = { from: person(name).id, activityId: message, verb, data };
      const answer = await patiently(control<InvokeAnswer>(simulator, 'POST', `${at(chat)}/press`, press));
      await settle();
      return answer;
    },
    async cardWith(chat, words) {
      const found = (await story.messages(chat)).findLast(({ card }) => wordsOf(card).includes(words));
      if (!found) throw new Error(`No card with "${words}" in the chat`);
      return found;
    },
    async advance(ms) {
      const step = ms > 120_000 ? 5_000 : ms > 60_000 ? 2_000 : 500;
      for (let left = ms; left > 0; left -= step) {
        await clock.advance(Math.min(step, left));
        await settle();
      }
    },
    async restart() {
      await story.stop();
      await story.start();
    },
    async stop() {
      for (const app of apps.splice(0)) await app.stop();
    },
    async stopOne() {
      front?.without(ports[apps.length - 1] ?? 0);
      await apps.pop()?.stop();
    },
    async start() {
      for (const port of ports) apps.push(await start(port));
      await settle();
    },
    settle,
    control: (method, path, body) => control(simulator, method, path, body),
    close,
  };
  return story;
}
