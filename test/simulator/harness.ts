/** A simulator with a clock that stands still, a bot that only listens, and the official clients. */
import { mkdtempSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { ConfidentialClientApplication, type Configuration } from '@azure/msal-node';
import { Client } from '@microsoft/microsoft-graph-client';
import { VirtualClock } from '../../src/simulator/clock.ts';
import type { SimulatorOptions } from '../../src/simulator/context.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';

export const botId = '11111111-1111-4111-8111-111111111111';
export const tenantId = '22222222-2222-4222-8222-222222222222';
export const botPassword = 'a secret of the tests';
export const trafficFile = join(import.meta.dirname, `../.traffic/simulator-${process.pid}.jsonl`);

const dataDir = mkdtempSync(join(tmpdir(), 'rollcall-simulator-'));
let trusted = '';

export interface Heard {
  path: string;
  headers: IncomingHttpHeaders;
  // biome-ignore lint/suspicious/noExplicitAny: what arrived over the wire, looked into by the tests
  body: any;
}

/** Listens where a bot would; `status` says how it answers, one entry a notification, then 202. */
export class ListeningBot {
  readonly heard: Heard[] = [];
  readonly answers: number[] = [];
  readonly #server: Server;

  constructor() {
    this.#server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const text = Buffer.concat(chunks).toString('utf8');
      this.heard.push({
        path: request.url ?? '',
        headers: request.headers,
        body: text ? JSON.parse(text) : null,
      });
      response.writeHead(this.answers.shift() ?? 202, { 'x-bot': 'yes' });
      response.end();
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** One line a notification: `updated call establishing`, `updated participants 3`, `deleted operations Completed`. */
  said(): string[] {
    return this.heard.map(({ body }) => {
      const note = body?.value?.[0];
      if (!note) return 'not a notification';
      const data = note.resourceData;
      if (Array.isArray(data)) return `${note.changeType} participants ${data.length}`;
      if (/operations/.test(note.resourceUrl)) return `${note.changeType} operation ${data.status}`;
      return `${note.changeType} call ${data.state}`;
    });
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

export interface Stage {
  simulator: Simulator;
  clock: VirtualClock;
  bot: ListeningBot;
  graph: Client;
  close(): Promise<void>;
}

export function msal(url: string, auth: Partial<Configuration['auth']> = { clientSecret: botPassword }) {
  return new ConfidentialClientApplication({
    auth: {
      clientId: botId,
      authority: `${url}/${tenantId}`,
      knownAuthorities: [new URL(url).host],
      ...auth,
    },
    system: { protocolMode: 'OIDC' },
  } as Configuration);
}

export async function startStage(options: Partial<SimulatorOptions> = {}): Promise<Stage> {
  const clock = new VirtualClock(Date.parse('2026-11-20T09:00:00Z'));
  const bot = new ListeningBot();
  const simulator = await startSimulator({
    ...{ dataDir, botUrl: await bot.listen(), botId, tenantId, botPassword, clock, trafficFile },
    ...options,
  }).catch(async (error) => {
    await bot.close();
    throw error;
  });
  if (trusted !== simulator.ca) {
    setDefaultCACertificates([...getCACertificates('default'), simulator.ca]);
    trusted = simulator.ca;
  }
  const tokens = msal(simulator.url);
  const graph = Client.init({
    baseUrl: `${simulator.url}/`,
    defaultVersion: 'v1.0',
    customHosts: new Set(['localhost']),
    authProvider: (done) => {
      tokens.acquireTokenByClientCredential({ scopes: ['https://graph.microsoft.com/.default'] }).then(
        (result) => done(null, result?.accessToken ?? null),
        (error: Error) => done(error, null),
      );
    },
  });
  return {
    ...{ simulator, clock, bot, graph },
    async close() {
      await simulator.close();
      await bot.close();
    },
  };
}

/** A request without the Graph client's retries: status, headers and body as they came. */
export async function raw(
  stage: Stage,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
  // biome-ignore lint/suspicious/noExplicitAny: what arrived over the wire, looked into by the tests
): Promise<{ status: number; headers: Headers; body: any }> {
  const token = await msal(stage.simulator.url).acquireTokenByClientCredential({
    scopes: ['https://graph.microsoft.com/.default'],
  });
  const response = await fetch(`${stage.simulator.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token?.accessToken}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : null };
}

/** The request that joins a meeting by its number. */
export function joinByNumber(stage: Stage, meeting: { joinMeetingId: string; passcode: string | null }) {
  return {
    '@odata.type': '#microsoft.graph.call',
    callbackUri: `${stage.simulator.url}/api/calls/ours`,
    requestedModalities: ['audio'],
    mediaConfig: { '@odata.type': '#microsoft.graph.serviceHostedMediaConfig' },
    meetingInfo: {
      '@odata.type': '#microsoft.graph.joinMeetingIdMeetingInfo',
      joinMeetingId: meeting.joinMeetingId,
      passcode: meeting.passcode,
    },
    tenantId,
  };
}

/** A meeting of Megan's, Adele and Alex invited. */
export function meetingOf(stage: Stage, options: { link?: 'long' | 'short'; botWaits?: boolean } = {}) {
  const { world } = stage.simulator;
  const organizerId = world.person('Megan Bowen')?.id ?? '';
  return world.createMeeting({
    ...options,
    organizerId,
    subject: 'Budget',
    invited: ['Adele Vance', 'Alex Wilber'],
  });
}

/** The bot in that meeting, established, with everything said so far forgotten. */
export async function inMeeting(stage: Stage) {
  const meeting = meetingOf(stage);
  const call = await stage.graph.api('/communications/calls').post(joinByNumber(stage, meeting));
  await stage.clock.advance(1000);
  stage.bot.heard.length = 0;
  return { meeting, call, path: `/communications/calls/${call.id}` };
}
