import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';

describe('the simulator’s console', () => {
  let dataDir: string;
  let simulator: Simulator;

  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'rollcall-console-'));
    const botUrl = 'http://127.0.0.1:9';
    simulator = await startSimulator({ dataDir, botUrl, botId: 'bot', tenantId: 'tenant', botPassword: 'x' });
  });

  after(async () => {
    await simulator.close();
    await rm(dataDir, { recursive: true });
  });

  /** The first `wanted` characters or more, then hangs up. */
  const get = (path: string, enough: (text: string) => boolean = () => false) =>
    new Promise<{ status: number; type: string; text: string }>((resolve, reject) => {
      const asking = request(`${simulator.url}${path}`, { ca: simulator.ca }, (answer) => {
        let text = '';
        const done = () => {
          resolve({
            status: answer.statusCode ?? 0,
            type: answer.headers['content-type'] ?? '',
            text,
          });
          asking.destroy();
        };
        answer.on('data', (chunk: Buffer) => {
          text += chunk.toString('utf8');
          if (enough(text)) done();
        });
        answer.on('end', done);
      });
      asking.on('error', reject);
      asking.end();
    });

  it('is one page whose every file is served from here', async () => {
    const page = await get('/simulator/');
    assert.equal(page.status, 200);
    assert.match(page.type, /text\/html/);
    const linked = [...page.text.matchAll(/(?:src|href)="(?!data:)([^"]+)"/g)].map(([, file]) => file);
    assert.ok(linked.length >= 2);
    const seen = new Set<string>();
    const queue = linked.flatMap((file) => file ?? []);
    for (let file = queue.pop(); file; file = queue.pop()) {
      if (seen.has(file)) continue;
      seen.add(file);
      assert.doesNotMatch(file, /^(https?:)?\/\//);
      const { status, text } = await get(`/simulator/${file}`);
      assert.equal(status, 200, file);
      for (const [, imported] of text.matchAll(/from '\.\/([^']+)'/g)) if (imported) queue.push(imported);
    }
    assert.ok(seen.has('dom.js'));
  });

  it('serves no file beside its own', async () => {
    assert.equal((await get('/simulator/routes.ts')).status, 404);
    assert.equal((await get('/simulator/..%2fmain.ts')).status, 404);
  });

  it('tells what happens, as it happens', async () => {
    const organizerId = simulator.world.person('Megan Bowen')?.id ?? '';
    const live = get('/simulator/live', (text) => {
      if (!text.includes('Budget review'))
        simulator.world.createMeeting({ organizerId, subject: 'Budget review' });
      return text.includes('Budget review');
    });
    const { type, text } = await live;
    assert.match(type, /text\/event-stream/);
    const last = JSON.parse(text.trim().split('\n\n').at(-1)?.replace('data: ', '') ?? '');
    assert.equal(last.meetings[0].subject, 'Budget review');
    assert.ok(last.people.length > 10);
  });
});
