/** Bytes that are hardly HTTP over raw sockets, and clients that are slow, half gone, or never say anything. */
import { Buffer } from 'node:buffer';
import type net from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../fixtures/random.ts';
import { type Door, openDoor } from './door.ts';
import type { Fault } from './fault.ts';

const perRound = 200;
const atOnce = 40;

/** Requests as clients send them, to be spoilt. */
async function genuine({ bearer }: Door): Promise<string[]> {
  const post = (path: string, token: string, body: string, more = '') =>
    `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization: ${token}\r\n${more}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  const chunked = (path: string, token: string, body: string) =>
    `POST ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${token}\r\nTransfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
  const [calls, messages] = await Promise.all([bearer('calls'), bearer('messages')]);
  const news =
    '{"@odata.type":"#microsoft.graph.commsNotifications","value":[{"changeType":"updated","resourceUrl":"/communications/calls/1"}]}';
  return [
    post('/api/calls', calls, news),
    post('/api/calls/99999999-9999-4999-8999-999999999999', calls, news, 'Expect: 100-continue\r\n'),
    post('/api/messages', messages, '{"type":"typing"}'),
    chunked('/api/calls', calls, news),
    chunked('/api/messages', messages, 'null'),
    'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n',
    'GET /readyz HTTP/1.0\r\n\r\n',
    'GET /api/prompts/abc HTTP/1.1\r\nHost: localhost\r\nRange: bytes=0-9\r\nConnection: keep-alive\r\n\r\n',
    'OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
  ];
}

const pieces = [
  '\r\n',
  '\n',
  '\r\n\r\n',
  '\0',
  '\xff',
  ' ',
  ':',
  'Content-Length: 5\r\n',
  'Transfer-Encoding: chunked\r\n',
  '%',
  '-1',
  'ffffffffff',
];

/** Changed, cut, doubled or filled with what does not belong there. */
function spoilt(text: string, random: Random): Buffer {
  let bytes = Buffer.from(text, 'latin1');
  for (let times = 1 + random.below(4); times > 0; times -= 1) {
    const at = random.below(bytes.length + 1);
    const rest = bytes.subarray(at);
    const kind = random.below(7);
    if (kind === 0 && bytes.length > 0) bytes[random.below(bytes.length)] = random.below(256);
    else if (kind === 1)
      bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from(random.one(pieces), 'latin1'), rest]);
    else if (kind === 2) bytes = bytes.subarray(0, at);
    else if (kind === 3) bytes = Buffer.concat([bytes, bytes]);
    else if (kind === 4) bytes = Buffer.concat([bytes.subarray(0, at), rest.subarray(random.below(20))]);
    else if (kind === 5)
      bytes = Buffer.concat([
        bytes.subarray(0, at),
        Buffer.alloc(random.below(30_000), random.below(256)),
        rest,
      ]);
    else bytes = Buffer.from(bytes.map((byte) => (random.chance(0.02) ? random.below(256) : byte)));
  }
  return bytes;
}

/** Sends them in one or two pieces and gives what came back in a moment. */
function exchange(socket: net.Socket, bytes: Buffer, random: Random): Promise<string> {
  const half = random.chance(0.3) ? random.below(bytes.length + 1) : bytes.length;
  const endIt = random.chance(0.5);
  return new Promise((resolve) => {
    let answer = '';
    const done = () => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(150, done);
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
    });
    socket.once('close', done);
    socket.once('connect', () => {
      socket.write(bytes.subarray(0, half));
      setImmediate(() => (endIt ? socket.end(bytes.subarray(half)) : socket.write(bytes.subarray(half))));
    });
  });
}

async function fuzz(door: Door, random: Random): Promise<string[]> {
  const texts = await genuine(door);
  const wrong: string[] = [];
  for (let sent = 0; sent < perRound; sent += atOnce) {
    const bodies = Array.from({ length: atOnce }, () => spoilt(random.one(texts), random));
    const answers = await Promise.all(bodies.map((bytes) => exchange(door.connect(), bytes, random)));
    for (const [at, answer] of answers.entries())
      for (const [, status] of answer.matchAll(/^HTTP\/1\.[01] (\d{3})/gm))
        if (Number(status) >= 500)
          wrong.push(`${status} for ${JSON.stringify(bodies[at]?.toString('latin1').slice(0, 300))}`);
  }
  return [...wrong, ...(await door.wrong())];
}

/** Node cuts off within a minute who is not done after half a minute; how busy the machine is may not decide over it. */
const cutOffAfter = 180_000;
const mostSlow = 120;

/** Ways to be slow: what is sent at first, what drips after it, whether the other half is closed at once. */
const slow: readonly { at: (token: string) => string; drip: string; half?: boolean }[] = [
  { at: () => '', drip: '' },
  { at: () => 'POST /api/calls HTTP/1.1\r\nHost: localhost\r\n', drip: 'X-A: b\r\n' },
  { at: () => 'GET /healthz HT', drip: '' },
  {
    at: (token) =>
      `POST /api/calls HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${token}\r\nContent-Length: 100000\r\n\r\n{`,
    drip: ' ',
  },
  {
    at: () => 'POST /api/messages HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n{',
    drip: ' ',
  },
  {
    at: (token) =>
      `POST /api/calls HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${token}\r\nTransfer-Encoding: chunked\r\n\r\n`,
    drip: '1\r\n \r\n',
  },
  { at: () => 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n', drip: '', half: true },
  { at: () => 'GET /api/prompts/abc HTTP/1.1\r\nHost: localhost\r\n', drip: '', half: true },
];

interface Slow {
  /** What it began with. */
  said: string;
  since: number;
  socket: net.Socket;
}

/** Those who came in earlier rounds are still there, until they are cut off. */
async function dawdle(door: Door, random: Random, here: Slow[]): Promise<string[]> {
  const token = await door.bearer('calls');
  for (let many = 0; many < 40 && here.length < mostSlow; many += 1) {
    const { at, drip, half } = random.one(slow);
    const socket = door.connect();
    // Never reads on its own: an answer waits in its buffer.
    socket.pause();
    const entry = { said: at('…'), since: Date.now(), socket };
    here.push(entry);
    socket.once('close', () => here.splice(here.indexOf(entry), 1));
    socket.once('connect', () => {
      socket.write(at(token));
      if (half) socket.end();
      const dripping = drip ? setInterval(() => socket.writable && socket.write(drip), 300) : undefined;
      socket.once('close', () => clearInterval(dripping));
      socket.resume();
    });
  }
  await pause(300);
  return [...late(here), ...(await door.wrong())];
}

function late(here: readonly Slow[]): string[] {
  return here
    .filter(({ since }) => Date.now() - since > cutOffAfter)
    .map(({ said }) => `a slow client was not cut off: ${JSON.stringify(said)}`);
}

/** Nobody comes any more, and those who are there are waited for. */
async function allCutOff(here: readonly Slow[]): Promise<string[]> {
  while (here.length > 0 && late(here).length === 0) await pause(300);
  return late(here);
}

export const bytes: Fault = {
  name: 'bytes',
  what: `${perRound} times a round spoilt bytes over raw sockets`,
  async open(servers) {
    const door = await openDoor(servers);
    return { round: (random) => fuzz(door, random), memory: door.memory, close: async () => undefined };
  },
};

export const slowClients: Fault = {
  name: 'slow-clients',
  what: 'headers and bodies that drip, silent and half-closed connections, up to 120 at once',
  async open(servers) {
    const door = await openDoor(servers);
    const here: Slow[] = [];
    return {
      round: (random) => dawdle(door, random, here),
      end: () => allCutOff(here),
      memory: door.memory,
      async close() {
        for (const { socket } of [...here]) socket.destroy();
      },
    };
  },
};
