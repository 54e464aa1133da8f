import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { createLog } from '../src/lib/log.ts';
import { anyone, createServer, route, type Server } from '../src/server.ts';

const log = createLog('silent');

describe('server', () => {
  let server: Server;
  let port: number;
  let handled: Buffer[];
  let release: () => void;
  let answers: [string, number][];

  beforeEach(async () => {
    handled = [];
    answers = [];
    release = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    server = createServer(
      [
        route({
          method: 'post',
          path: '/open/:id',
          admit: anyone,
          bodyLimit: 10,
          atOnce: 50,
          async handle({ body, params, answer }) {
            handled.push(body);
            answer(202, { id: params.id });
          },
        }),
        route({
          method: 'post',
          path: '/closed',
          admit: async () => ({ status: 401, reason: 'no token' }),
          bodyLimit: 1_000_000,
          atOnce: 50,
          async handle({ body }) {
            handled.push(body);
          },
        }),
        route({
          method: 'get',
          path: '/slow',
          admit: anyone,
          bodyLimit: 0,
          atOnce: 1,
          async handle({ answer }) {
            await held;
            answer(200, 'ok');
          },
        }),
        route({
          method: 'get',
          path: '/broken',
          admit: anyone,
          bodyLimit: 0,
          atOnce: 1,
          async handle() {
            throw new Error('secret inside');
          },
        }),
      ],
      log,
      (path, status) => answers.push([path, status]),
    );
    port = await server.listen(0, '127.0.0.1', 'PORT');
  });
  afterEach(() => server.close());

  const at = (path: string) => `http://127.0.0.1:${port}${path}`;

  it('hands over the caller, the body and the path', async () => {
    const response = await fetch(at('/open/7'), { method: 'POST', body: 'hello' });
    assert.equal(response.status, 202);
    assert.deepEqual(await response.json(), { id: '7' });
    assert.equal(handled[0]?.toString(), 'hello');
  });

  it('answers an unknown path with 404', async () => {
    assert.equal((await fetch(at('/nothing'))).status, 404);
  });

  it('refuses what comes under a name or to an address that is none, and goes on', async () => {
    for (const [target, host] of [
      ['/open/1', '<ocalhost'],
      ['/open/1', 'x:y'],
      ['*', 'a\x90b'],
      ['http://[', 'localhost'],
    ]) {
      const socket = net.connect(port, '127.0.0.1');
      socket.write(`POST ${target} HTTP/1.1\r\nhost: ${host}\r\ncontent-length: 0\r\n\r\n`, 'latin1');
      const [data] = await once(socket, 'data');
      assert.match(String(data), /^HTTP\/1\.1 400/, `${target} of ${host}`);
      socket.destroy();
    }
    assert.equal((await fetch(at('/open/7'), { method: 'POST' })).status, 202);
  });

  it('refuses a stranger before the body has come', async () => {
    const socket = net.connect(port, '127.0.0.1');
    socket.write('POST /closed HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000\r\n\r\n');
    const [data] = await once(socket, 'data');
    assert.match(String(data), /^HTTP\/1\.1 401/);
    assert.equal(handled.length, 0);
    socket.destroy();
  });

  it('refuses a body over the limit, told by its length or not', async () => {
    const told = await fetch(at('/open/1'), { method: 'POST', body: 'x'.repeat(11) });
    assert.equal(told.status, 413);
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const request = http.request(at('/open/1'), { method: 'POST' }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      request.on('error', reject);
      request.write('xxxxxxxx');
      request.write('xxxxxxxx');
      request.end();
    });
    assert.equal(status, 413);
    assert.equal(handled.length, 0);
  });

  it('takes no more at once than it may', async () => {
    const first = fetch(at('/slow'));
    while (answers.length === 0) {
      const second = await fetch(at('/slow'));
      if (second.status === 503) assert.equal(second.headers.get('retry-after'), '1');
    }
    assert.deepEqual(answers[0], ['/slow', 503]);
    release();
    assert.equal((await first).status, 200);
  });

  it('says nothing of a mistake of ours', async () => {
    const response = await fetch(at('/broken'));
    assert.equal(response.status, 500);
    assert.equal(await response.text(), '');
  });

  it('lets a request in hand finish when it stops, keeps no connection, and takes no more', async () => {
    const agent = new http.Agent({ keepAlive: true });
    const asked = new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
      const request = http.get(at('/slow'), { agent }, async (response) => {
        let body = '';
        for await (const part of response) body += part;
        resolve({ status: response.statusCode, body });
      });
      request.on('error', reject);
      request.on('socket', (socket) => socket.on('connect', () => setImmediate(stop)));
    });
    let closed: Promise<void> = Promise.resolve();
    const stop = () => {
      closed = server.close();
      setImmediate(release);
    };
    assert.deepEqual(await asked, { status: 200, body: 'ok' });
    const since = performance.now();
    await closed;
    assert.ok(performance.now() - since < 3_000, 'it waited for a connection that nobody used');
    await assert.rejects(fetch(at('/open/1')));
    agent.destroy();
  });

  it('names the port and the setting when the port is taken', async () => {
    const other = createServer([], log);
    await assert.rejects(other.listen(port, '127.0.0.1', 'PORT'), new RegExp(`Port ${port} is taken.*PORT`));
  });
});
